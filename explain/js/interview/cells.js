// A rule as it stands while facts become known: cells that fold as answers come in, each with two masks that say for
// which of the sample people it is true, and for which false (explain/interview/cells.py).

const READY_MARK = "*";
let cellsMade = 0;

const PLAIN_CELLS = new Set(["constant", "fact", "number", "test", "all", "least", "ready"]);

// `op` and the other attributes as in Python; `yes` and `no` are Masks, `facts` a FactSet. `plain`: no connective in
// it.
class Cell {
  constructor(op, parts, facts, yes, no) {
    this.op = op;
    this.parts = parts;
    this.facts = facts;
    this.yes = yes;
    this.no = no;
    this.known = op === "constant";
    this.plain = PLAIN_CELLS.has(op) && parts.every((part) => part.plain);
    this.id = ++cellsMade;
  }
}

const YES_CELL = new Cell("constant", [], NO_FACTS, EVERYBODY, NO_ONE);
const NO_CELL = new Cell("constant", [], NO_FACTS, NO_ONE, EVERYBODY);
const NA_CELL = new Cell("constant", [], NO_FACTS, NO_ONE, NO_ONE);
// Another number than 0 (which is NO), or a choice, that is known, whatever it is.
const VALUE_CELL = new Cell("constant", [], NO_FACTS, NO_ONE, NO_ONE);

// Makes cells, equal ones once, so that what was worked out for one is known for the other.
class Cells {
  constructor() {
    this.made = new Map();
    this.masks = new Masks();
    this.paths = new FactSets();
    this.pairs = new Map();
    this.ready = new Map();
    this.marks = NO_FACTS;
  }

  number(path) {
    return new Cell("number", [], this.paths.of([path]), NO_ONE, NO_ONE);
  }

  factsOf(parts) {
    return this.paths.union(parts.map((part) => part.facts));
  }

  // A cell of these parts, or what it comes to already.
  make(op, parts) {
    const folded = FOLDS[op](parts);
    if (folded instanceof Cell) return folded;
    const key = `${op} ${folded.map((part) => part.id).join()}`;
    return this.cellKept(key, () => new Cell(op, folded, this.factsOf(folded), ...CELL_MASKS[op](this.masks, folded)));
  }

  cellKept(key, build) {
    return heldIn(this.made, key, build);
  }

  // The cell with others for its leaves of these facts, wherever they stand.
  changed(cell, facts, leaf) {
    const memo = new Map();
    const change = (one) => {
      if (!one.facts.meets(facts)) return one;
      return heldIn(memo, one, () => (one.parts.length ? this.again(one, change) : leaf(one)));
    };
    return change(cell);
  }

  // What is left once these facts are known, for each way in which people answer, with those people.
  answers(cell, facts, people) {
    const found = [];
    const learnt = (one) => (one.op === "number" ? VALUE_CELL : this.asReady(one));
    this.split(this.changed(cell, facts, learnt), people, found);
    return found;
  }

  split(cell, people, found) {
    if (!cell.facts.meets(this.marks)) return found.push([cell, people]);
    const marks = this.paths.names(cell.facts, this.marks);
    const leaf = this.ready.get(marks.reduce((first, mark) => (mark < first ? mark : first)));
    for (const [value, those] of [[YES_CELL, leaf.yes], [NO_CELL, leaf.no], [NA_CELL, this.masks.neither(leaf)]]) {
      const answering = this.masks.and(people, those);
      if (answering.size) this.split(this.changed(cell, leaf.facts, () => value), answering, found);
    }
  }

  asReady(cell) {
    const pair = this.pair(cell);
    if (pair.ready === null) {
      const mark = `${READY_MARK}${this.ready.size}`;
      pair.ready = new Cell("ready", [], this.paths.of([mark]), cell.yes, cell.no);
      this.ready.set(mark, pair.ready);
      this.marks = this.paths.union([this.marks, pair.ready.facts]);
    }
    return pair.ready;
  }

  // What is kept of two masks: their number, and the cell that is ready with them.
  pair({ yes, no }) {
    return heldIn(heldIn(this.pairs, yes), no, () => ({ id: ++cellsMade, ready: null }));
  }

  // The cell of changed parts.
  again(cell, change) {
    const parts = cell.parts.map(change);
    if (cell.op !== "test") return this.make(cell.op, parts);
    if (parts.includes(NA_CELL) || parts.every((part) => part.known)) return this.asReady(cell);
    const key = `test ${this.pair(cell).id} ${parts.map((part) => part.id).join()}`;
    return this.cellKept(key, () => new Cell("test", parts, this.factsOf(parts), cell.yes, cell.no));
  }
}

// ---- what a cell comes to, one function a connective: a cell, or the parts that are left

function foldJunction(parts, dominant, neutral) {
  if (parts.includes(dominant)) return dominant;
  const left = [...new Set(parts.filter((part) => part !== neutral))];
  if (left.every((part) => part === NA_CELL)) return left.length ? NA_CELL : neutral;
  return left.length === 1 ? left[0] : left;
}

function foldNot(parts) {
  const [part] = parts;
  if (part.known) return part === YES_CELL ? NO_CELL : part === NO_CELL ? YES_CELL : part;
  return part.op === "not" ? part.parts[0] : parts;
}

function foldHolds(parts) {
  const [part] = parts;
  if (!part.known) return parts;
  return part === YES_CELL ? YES_CELL : NO_CELL;
}

function foldGuard(parts) {
  const [guard, body] = parts;
  if (guard === NO_CELL || guard === NA_CELL || body === NA_CELL) return NA_CELL;
  return guard === YES_CELL ? body : parts;
}

function foldChoose(parts) {
  const left = [];
  for (let i = 0; i < parts.length - 1; i += 2) {
    const [condition, value] = [parts[i], parts[i + 1]];
    if (condition === NO_CELL) continue;
    if (condition.known) return foldCases(left, condition === YES_CELL ? value : NA_CELL);
    left.push(condition, value);
  }
  return foldCases(left, parts.at(-1));
}

function foldCases(left, last) {
  const alike = last.known && last !== VALUE_CELL && left.every((part, at) => at % 2 === 0 || part === last);
  return !left.length || alike ? last : [...left, last];
}

function foldAll(parts) {
  if (parts.includes(NA_CELL)) return NA_CELL;
  const left = [...new Set(parts.filter((part) => !part.known))];
  return left.length ? left : VALUE_CELL;
}

const FOLDS = {
  and: (parts) => foldJunction(parts, NO_CELL, YES_CELL),
  or: (parts) => foldJunction(parts, YES_CELL, NO_CELL),
  not: foldNot,
  holds: foldHolds,
  guard: foldGuard,
  choose: foldChoose,
  all: foldAll,
  least: (parts) => (parts.includes(NO_CELL) && !parts.includes(NA_CELL) ? NO_CELL : foldAll(parts)),
};

function masksOfChoice(masks, parts) {
  let [yes, no, rest] = [NO_ONE, NO_ONE, EVERYBODY];
  for (let i = 0; i < parts.length; i += 2) {
    const last = i + 1 === parts.length;
    const [condition, value] = last ? [YES_CELL, parts[i]] : [parts[i], parts[i + 1]];
    const here = masks.and(rest, condition.yes);
    yes = masks.or(yes, masks.and(here, value.yes));
    no = masks.or(no, masks.and(here, value.no));
    rest = masks.and(rest, condition.no);
  }
  return [yes, no];
}

const everyOf = (masks, parts, side) => parts.reduce((all, part) => masks.and(all, part[side]), EVERYBODY);
const anyOf = (masks, parts, side) => parts.reduce((all, part) => masks.or(all, part[side]), NO_ONE);

const CELL_MASKS = {
  and: (masks, parts) => [everyOf(masks, parts, "yes"), anyOf(masks, parts, "no")],
  or: (masks, parts) => [anyOf(masks, parts, "yes"), everyOf(masks, parts, "no")],
  not: (masks, [part]) => [part.no, part.yes],
  holds: (masks, [part]) => [part.yes, masks.without(EVERYBODY, part.yes)],
  guard: (masks, [guard, body]) => [masks.and(guard.yes, body.yes), masks.and(guard.yes, body.no)],
  choose: masksOfChoice,
  all: () => [NO_ONE, NO_ONE],
  least: (masks, parts) => [NO_ONE, anyOf(masks, parts, "no")],
};
