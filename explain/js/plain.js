// The rules that decide one question, as plain nested nodes under fixed readings (explain/question/plain.py).

const COMPARISONS = new Set(["le", "lt", "eq", "in"]);

// `name`: of a fact, a rule, a list of records; `each`: the list whose field a fact is; `said` and `place`: how the
// rule says it, and where (a number; null of what stands nowhere).
class RuleNode {
  constructor(op, parts = [], { name = "", each = "", value = null, said = "", place = null } = {}) {
    this.op = op;
    this.parts = parts;
    this.name = name;
    this.each = each;
    this.value = value;
    this.said = said;
    this.place = place;
  }
}

const constNode = (value, place = null) => new RuleNode("const", [], { value, place });
const TRUE_NODE = constNode(true);
const ZERO_NODE = constNode(0n);
const NA_NODE = new RuleNode("na");

// The records that are spoken of, each by the name of its list: household -> household[2].
class Bound {
  constructor(records = new Map()) {
    this.records = records;
    this.key = [...records.values()].join("");
  }

  with(list, number) {
    return new Bound(new Map(this.records).set(list, `${list}[${number}]`));
  }
}

const NOBODY = new Bound();

// A comparison of the rules: `rule` in which it stands, or number of its constraint (`tie`, -1: none), `lists` of whose
// records it speaks, `facts` below it as [name, list], and whether the day is (`dated`).
class RuleTest {
  constructor(node, rule, tie, lists, facts, dated) {
    Object.assign(this, { node, rule, tie, lists, facts, dated });
  }
}

// ---- from the program

// `root` is null where the question has no version in force; `own` are the facts below it, `tied` those of each
// constraint. `number`: the question asks for a number or date.
class Form {
  constructor(program, root, letters, number = false) {
    const made = new Lowering(program, letters);
    this.root = root;
    this.rules = ruleNodes(program, root, made);
    this.ties = [];
    for (const fact of program.facts.values())
      for (const constraint of fact.constraints) this.ties.push(made.constraint(fact, constraint.condition));
    this.ties.push(...made.published());
    this.tests = testsOf(this);
    this.own = root === null ? [] : factsBelow(this, root)[0];
    this.tied = this.ties.map((tie) => factsBelow(this, tie)[0]);
    if (number && root !== null) this.tests.push(...meetings(this));
  }
}

function ruleNodes(program, root, made) {
  const rules = new Map();
  const named = (node) => [...walkNode(node)].filter((x) => x.op === "rule").map((x) => x.name);
  const open = root === null ? [] : named(root);
  while (open.length) {
    const name = open.pop();
    if (rules.has(name)) continue;
    const definition = program.definitions.get(name);
    rules.set(name, definition ? made.definition(definition) : NA_NODE);
    open.push(...named(rules.get(name)));
  }
  return rules;
}

class Lowering {
  constructor(program, letters) {
    this.program = program;
    this.letters = letters;
    this.made = new Map();
  }

  definition(definition) {
    const body = this.node(definition.body);
    return definition.guard === null ? body : new RuleNode("guard", [this.node(definition.guard), body]);
  }

  // One expression is one node, however often it stands in a rule.
  node(expr) {
    return heldIn(this.made, expr, () => this.lower(expr));
  }

  lower(expr) {
    const { op, place } = expr;
    if (expr.t === "switch") {
      const letter = this.letters.get(expr.reading) ?? this.program.readings.get(expr.reading).adopted;
      return this.node(expr.by.get(letter));
    }
    if (expr.t === "apply") {
      if (expr.meaning === null) return new RuleNode(op, expr.args.map((arg) => this.node(arg)), { said: op, place });
      const meaning = this.node(expr.meaning);
      return new RuleNode(meaning.op, meaning.parts, { ...meaning, said: op, place });
    }
    if (expr.t === "quantified") {
      const condition = expr.condition === null ? TRUE_NODE : this.node(expr.condition);
      const value = expr.value === null ? [] : [this.node(expr.value)];
      return new RuleNode(op, [condition, ...value], { name: expr.records, said: op, place });
    }
    return this.leaf(expr);
  }

  leaf({ t, name, value, place }) {
    if (t === "const") return constNode(value, place);
    if (t === "fact") return new RuleNode("fact", [], { name, each: this.program.facts.get(name).each, place });
    return t === "rule" ? new RuleNode("rule", [], { name, place }) : new RuleNode("day");
  }

  // Of a record's field: of every record.
  constraint(fact, condition) {
    const node = this.node(condition);
    return fact.each ? new RuleNode("every", [TRUE_NODE, node], { name: fact.each, place: node.place }) : node;
  }

  // A value that is supplied for a parameter agrees with the one that is published for the day.
  *published() {
    for (const fact of this.program.facts.values()) {
      for (const row of fact.rows) {
        const known = windowNode(row, fact);
        const place = `${fact.name}:${fact.rows.indexOf(row)}`;
        const sides = [new RuleNode("fact", [], { name: fact.name }), constNode(row.value)];
        const equal = new RuleNode("eq", sides, { place });
        yield new RuleNode("or", [new RuleNode("not", [known]), equal], { place });
      }
    }
  }
}

function windowNode({ since, until }, fact) {
  const [first, last] = LIMITS.get("date");
  const sides = [
    [constNode(since ?? first), new RuleNode("day")],
    [new RuleNode("day"), constNode(until ?? last)],
  ];
  return new RuleNode("and", sides.map((side) => new RuleNode("le", side, { place: fact.name })));
}

// ---- looking into nodes

// The node and all parts of it; rules are not entered.
function* walkNode(node) {
  yield node;
  for (const part of node.parts) yield* walkNode(part);
}

// The same for two nodes that say the same.
function shapeOf(node) {
  const value = node.value === null ? "" : keyOf(node.value);
  return `${node.op}:${node.name}:${value}(${node.parts.map(shapeOf).join()})`;
}

// Every comparison of a form, each once.
function testsOf(form) {
  const tops = form.root === null ? [] : [["", -1, form.root]];
  for (const [name, node] of form.rules) tops.push([name, -1, node]);
  form.ties.forEach((tie, number) => tops.push(["", number, tie]));
  const tests = new Map();
  for (const [rule, tie, top] of tops) {
    for (const node of walkNode(top)) {
      if (!COMPARISONS.has(node.op) || tests.has(node)) continue;
      const [facts, dated] = factsBelow(form, node);
      tests.set(node, new RuleTest(node, rule, tie, [...listsIn(form, node, new Set())].sort(), facts, dated));
    }
  }
  return [...tests.values()];
}

// Where facts are missing, a number is known where all that it may be is the same: one comparison for each two values
// that the question's rule may take, if they depend on the day; and where what a missing one is multiplied by is 0.
function* meetings(form) {
  const values = [...valuesOf(form, form.root)];
  for (const [one, other] of combinations(values, 2)) {
    const test = equalTest(form, one, other);
    if (test.dated) yield test;
  }
  for (const product of values.flatMap((value) => [...walkNode(value)]).filter((node) => node.op === "mul")) {
    const factors = product.parts.filter((part) => part.op !== "const");
    if (factors.length > 1) for (const part of factors) yield equalTest(form, ZERO_NODE, part);
  }
}

function equalTest(form, one, other) {
  const node = new RuleNode("eq", [one, other], { said: "eq", place: other.place });
  return new RuleTest(node, "", -1, [], ...factsBelow(form, node));
}

function* valuesOf(form, node) {
  if (node.op === "rule") {
    yield* valuesOf(form, form.rules.get(node.name));
  } else if (node.op === "choose" || node.op === "guard") {
    const last = node.parts.length - 1;
    for (const part of node.parts.filter((_, at) => at % 2 || at === last)) yield* valuesOf(form, part);
  } else if (node.op !== "na") {
    yield node;
  }
}

// All ways of taking so many of the items, in their order.
function* combinations(items, size, from = 0) {
  if (!size) return yield [];
  for (let i = from; i <= items.length - size; i++) {
    for (const rest of combinations(items, size - 1, i + 1)) yield [items[i], ...rest];
  }
}

// The facts below a node as [name, list], in the order of their names, and whether the day is.
function factsBelow(form, node) {
  const facts = new Map();
  const found = { dated: false };
  gather(form, node, new Set(), facts, found);
  const sorted = [...facts.values()].sort(([a, x], [b, y]) => ascending(a, b) || ascending(x, y));
  return [sorted, found.dated];
}

function gather(form, node, seen, facts, found) {
  for (const part of walkNode(node)) {
    if (part.op === "fact") facts.set(`${part.name}\n${part.each}`, [part.name, part.each]);
    else if (LISTS.has(part.op)) facts.set(`${part.name}\n`, [part.name, ""]);
    else if (part.op === "day") found.dated = true;
    else if (part.op === "rule" && !seen.has(part.name)) {
      seen.add(part.name);
      gather(form, form.rules.get(part.name), seen, facts, found);
    }
  }
}

// The lists of whose records a node speaks one by one.
function listsIn(form, node, bound) {
  if (node.op === "fact") return new Set(node.each && !bound.has(node.each) ? [node.each] : []);
  if (node.op === "rule") return listsIn(form, form.rules.get(node.name), bound);
  const inner = LISTS.has(node.op) ? new Set(bound).add(node.name) : bound;
  return union(node.parts.map((part) => listsIn(form, part, inner)));
}

// Of a fact: its name, or household[2].member_age.
const pathOf = (node, bound) => (node.each ? `${bound.records.get(node.each)}.${node.name}` : node.name);

// The paths of facts: of a record's fields for the record that is spoken of, else for every record.
function pathsOf(facts, bound, lengths) {
  const paths = [];
  for (const [name, each] of facts) {
    if (!each) paths.push(name);
    else if (bound.records.has(each)) paths.push(`${bound.records.get(each)}.${name}`);
    else for (let i = 1; i <= (lengths.get(each) ?? 0); i++) paths.push(`${each}[${i}].${name}`);
  }
  return paths;
}
