// The cells of one question for a panel of sample people (explain/interview/panel.py).

// `lengths`: how many records are looked at of each list. `kinds`: of every fact.
class Panel extends Cells {
  constructor(form, people, day, lengths, kinds) {
    super();
    Object.assign(this, { form, people, day, lengths, kinds });
    this.leaves = new Map();
    this.rules = new Map();
    this.computed = new Map();
    this.stand = new Map();
    this.joint = new Map();
    this.there = new Map();
    this.worlds = people.map((person) => new World(form, person, day));
    this.root = form.root === null ? NA_CELL : this.cell(form.root, NOBODY);
  }

  // ---- from the rules

  cell(node, bound) {
    const { op } = node;
    if (op === "rule") {
      const key = `${bound.key} ${node.name}`;
      return heldIn(this.rules, key, () => this.cell(this.form.rules.get(node.name), bound));
    }
    if (op === "const") return settledCell(node.value);
    if (op === "day" || op === "na") return op === "day" ? VALUE_CELL : NA_CELL;
    if (op === "fact" || COMPARISONS.has(op)) {
      return heldIn(heldIn(this.leaves, node), bound.key, () => this.newLeaf(node, bound));
    }
    if (LISTS.has(op)) return this.ofList(node, bound);
    const parts = node.parts.map((part) => this.cell(part, bound));
    const made = Object.hasOwn(FOLDS, op) ? this.make(op, parts) : this.computedCell(node, bound, parts);
    if (made.parts.length) heldIn(this.joint, made, () => [node, bound]);
    return made;
  }

  // A number made of others; two that are made of the same numbers are not the same.
  computedCell(node, bound, parts) {
    const op = node.op === "min" || node.op === "mul" ? "least" : "all";
    const made = this.make(op, parts);
    if (made.known) return made;
    const masks = CELL_MASKS[op](this.masks, parts);
    return heldIn(heldIn(this.computed, node), bound.key, () => new Cell(op, parts, made.facts, ...masks));
  }

  newLeaf(node, bound) {
    if (node.op === "fact" && this.kinds.get(node.name) !== "bool") return this.number(pathOf(node, bound));
    const parts = node.parts.map((part) => this.cell(part, bound));
    const facts = parts.length ? this.factsOf(parts) : this.paths.of([pathOf(node, bound)]);
    if (!facts.size) return constantCell(found(node, new World(this.form, new Map(), this.day), bound));
    const leaf = new Cell(parts.length ? "test" : "fact", parts, facts, ...this.masksOf(node, bound));
    this.stand.set(leaf, [node, bound]);
    return leaf;
  }

  // For whom a condition is true, and for whom false. Who has fewer records than are looked at has them over again.
  masksOf(node, bound) {
    const spots = this.worlds.map((world) => {
      const own = [...bound.records].map(([name, key]) => [name, ownRecord(key, world.facts)]);
      return found(node, world, own.length ? new Bound(new Map(own)) : NOBODY);
    });
    return [true, false].map((truth) => this.masks.where(spots.map((spot) => spot === truth)));
  }

  // ---- lists of records

  // What is said of the records of a list, each if it is there.
  ofList(node, bound) {
    const counted = [];
    const values = [];
    for (let at = 1; at <= this.lengths.get(node.name); at++) {
      const record = bound.with(node.name, at);
      const [condition, value = YES_CELL] = node.parts.map((part) => this.cell(part, record));
      counted.push(this.make("and", [this.recordCell(node.name, at), condition]));
      values.push(value);
    }
    if (node.op === "some") return this.make("or", counted.map((c, i) => this.make("and", [c, values[i]])));
    if (node.op === "every") {
      return this.make("and", counted.map((c, i) => this.make("or", [this.make("not", [c]), values[i]])));
    }
    const each = counted.map((c, i) => this.make("choose", [c, values[i], VALUE_CELL]));
    const length = this.cellKept(`length ${node.name}`, () => this.number(node.name));
    const total = this.make("all", [length, ...each]);
    if (node.op === "count" || node.op === "total") return total;
    return this.make("guard", [this.make("or", counted), total]);
  }

  // Has the list so many records?
  recordCell(name, at) {
    const leaf = this.cellKept(`record ${name} ${at}`, () => {
      const yes = this.masks.where(this.people.map((person) => (person.get(name) ?? 0n) >= at));
      return new Cell("fact", [], this.paths.of([name]), yes, this.masks.without(EVERYBODY, yes));
    });
    this.there.set(leaf, [name, at]);
    return leaf;
  }

  // ---- a person who answers

  // {cell, values}: what is left of the question once `known` facts are known, and what was put for each leaf; `facts`
  // has, of every missing number, the span of what it may be.
  stands(facts, known) {
    const world = new World(this.form, facts, this.day);
    const values = new Map();
    for (const [leaf, [node, bound]] of this.stand) {
      const spot = found(node, world, bound);
      if (isSure(spot)) values.set(leaf, constantCell(spot));
    }
    const sure = new Map(values);
    for (const [cell, [node, bound]] of this.joint) {
      const spot = found(node, world, bound);
      if (isSure(spot)) sure.set(cell, settledCell(spot));
    }
    for (const [leaf, [name, at]] of this.there) {
      if (!known.has(name)) continue;
      const truth = constantCell(known.get(name) >= at);
      sure.set(leaf, truth);
      values.set(leaf, truth);
    }
    return { cell: this.folded(sure, known), values: [...values] };
  }

  folded(sure, known) {
    const memo = new Map(sure);
    const fold = (cell) => heldIn(memo, cell, () => {
      if (cell.op === "number") return known.has(this.paths.names(cell.facts)[0]) ? VALUE_CELL : cell;
      return cell.parts.length ? this.again(cell, fold) : cell;
    });
    return fold(this.root);
  }

  // The people who answered most like this: all who differ in as few leaves as leaves `enough` of them.
  like(values, enough) {
    const differ = this.people.map(() => 0);
    for (const [leaf, value] of values) {
      const alike = value === YES_CELL ? leaf.yes : value === NO_CELL ? leaf.no : this.masks.neither(leaf);
      for (let at = 0; at < differ.length; at++) if (!alike.has(at)) differ[at] += 1;
    }
    const most = [...differ].sort((a, b) => a - b)[Math.min(enough, differ.length) - 1];
    return this.masks.where(differ.map((number) => number <= most));
  }
}

// Of a condition or a number.
function settledCell(spot) {
  if (spot === 0n) return NO_CELL;
  return typeof spot === "boolean" || spot === NA ? constantCell(spot) : VALUE_CELL;
}

const constantCell = (spot) => (spot === true ? YES_CELL : spot === false ? NO_CELL : NA_CELL);

// The person's own record, or its field, in the place of the one spoken of: of three, the fifth is the second.
function ownRecord(key, facts) {
  const name = listOf(key);
  const length = name === key ? undefined : facts.get(name);
  if (!isWhole(length) || !length) return key;
  return `${name}[${((numberOf(key) - 1) % Number(length)) + 1}]${key.slice(key.indexOf("]") + 1)}`;
}
