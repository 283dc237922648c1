// What a rule comes to while one number, date or the day may lie anywhere in a span (explain/question/spans.py): a
// plain value where the whole span agrees, a Span of what it may be, NA, or null: not known.

// Lowest and highest value; they differ.
class Span {
  constructor(low, high) {
    this.low = low;
    this.high = high;
  }
}

// What is known: facts by their paths (a Map), and the day. What was found is kept.
class World {
  constructor(form, facts, day) {
    this.form = form;
    this.facts = facts;
    this.day = day;
    this.kept = new Map();
  }
}

const between = (low, high) => (same(low, high) ? low : new Span(low, high));

// Is it known: neither open nor a span?
const isSure = (spot) => spot !== null && !(spot instanceof Span);

// Are two finds one and the same?
function sameSpot(a, b) {
  if (a instanceof Span) return b instanceof Span && same(a.low, b.low) && same(a.high, b.high);
  return a === b || (a !== null && b !== null && !(b instanceof Span) && same(a, b));
}

// What a node comes to.
function found(node, world, bound = NOBODY) {
  const { op, parts } = node;
  switch (op) {
    case "le":
    case "lt":
    case "eq":
      if (parts[0] === parts[1]) return withItself(op, found(parts[0], world, bound));
      return compared(op, found(parts[0], world, bound), found(parts[1], world, bound));
    case "and":
    case "or":
      return spotJunction(op, parts, (part) => found(part, world, bound));
    case "fact":
      return world.facts.get(pathOf(node, bound)) ?? null;
    case "const":
      return node.value;
    case "rule":
      return foundRule(node.name, world, bound);
    case "day":
      return world.day;
    case "not":
      return spotOpposite(found(parts[0], world, bound));
    case "holds":
      return spotHolds(found(parts[0], world, bound));
    case "guard":
      return spotGuarded(found(parts[0], world, bound), () => found(parts[1], world, bound));
    case "choose":
      return spotChosen(parts, (part) => found(part, world, bound));
    case "na":
      return NA;
  }
  if (LISTS.has(op)) return foundOfList(node, world, bound);
  return spotPrimitive(op, parts.map((part) => found(part, world, bound)));
}

function foundRule(name, world, bound) {
  const key = bound.key ? `${bound.key}.${name}` : name;
  return heldIn(world.kept, key, () => found(world.form.rules.get(name), world, bound));
}

// ---- one function a connective, as in partial.js

// 且 and 或, without looking at more parts than are needed; `of` tells what a part comes to.
function spotJunction(op, parts, of = itself) {
  const dominant = op === "or";
  let left = !dominant;
  for (const part of parts) {
    const spot = of(part);
    if (spot === dominant) return dominant;
    if (spot === null || (spot === NA && left !== null)) left = spot;
  }
  return left;
}

const spotOpposite = (part) => (part === null || part === NA ? part : !part);
const spotHolds = (part) => (part === null ? null : part === true);

function spotGuarded(guard, body) {
  if (guard === false || guard === NA) return NA;
  const value = body();
  return guard === true || value === NA ? value : null;
}

// condition, value, condition, value, …, value: of the first condition that is true; of several that may be, all their
// values together. `of` tells what a part comes to.
function spotChosen(parts, of) {
  const ways = [];
  for (let i = 0; i < parts.length - 1; i += 2) {
    const condition = of(parts[i]);
    if (condition === false) continue;
    if (condition === NA) return together([...ways, NA]);
    ways.push(of(parts[i + 1]));
    if (condition === true) return together(ways);
  }
  return together([...ways, of(parts.at(-1))]);
}

// What is one of these.
function together(ways) {
  if (ways.every((way) => sameSpot(way, ways[0]))) return ways[0];
  if (!ways.every((way) => isNumber(way) || way instanceof Span)) return null;
  return new Span(RUN.min(...ways.map(lowOf)), RUN.max(...ways.map(highOf)));
}

const lowOf = (spot) => (spot instanceof Span ? spot.low : spot);
const highOf = (spot) => (spot instanceof Span ? spot.high : spot);

const withItself = (op, part) => (part === NA || part === null ? part : op !== "lt");

function compared(op, left, right) {
  if (left === NA || right === NA) return NA;
  if (left === null || right === null) return null;
  if (isSure(left) && isSure(right)) return RUN[op](left, right);
  if (op === "eq") return lt(highOf(left), lowOf(right)) || lt(highOf(right), lowOf(left)) ? false : null;
  if (RUN[op](highOf(left), lowOf(right))) return true;
  return RUN[op](lowOf(left), highOf(right)) ? null : false;
}

// Of spans, the corners tell: every primitive is monotone in each argument.
function spotPrimitive(op, args) {
  if (args.includes(NA) || (op === "div" && args[1] === 0n)) return NA;
  if (args.includes(null)) return null;
  if (args.every(isSure)) return RUN[op](...args);
  if (op === "in" || (op === "div" && le(lowOf(args[1]), 0n) && le(0n, highOf(args[1])))) return null;
  const corners = cornersOf(op, args.map((arg) => [lowOf(arg), highOf(arg)]));
  return between(RUN.min(...corners), RUN.max(...corners));
}

// ---- lists of records

// What is said of the records of a list: of each [whether it counts, a function for its value].
function foundOfList(node, world, bound) {
  const number = world.facts.get(node.name);
  if (!isWhole(number)) return null;
  const [condition, value] = node.parts;
  const said = [];
  for (let i = 1; i <= number; i++) {
    const record = bound.with(node.name, i);
    said.push([found(condition, world, record), () => (value === undefined ? true : found(value, world, record))]);
  }
  return OF_LISTS[node.op](said);
}

const live = (said) => said.filter(([counts]) => counts !== false);
const spotIf = (condition, value, other) => spotChosen([() => condition, value, () => other], (part) => part());
const spotSum = (parts) => parts.reduce((total, part) => spotPrimitive("add", [total, part]), 0n);

function spotExtreme(op, least, said) {
  const counts = spotJunction("or", said.map(([c]) => c));
  const values = () => said.map(([c, value]) => spotIf(c, value, least));
  return spotGuarded(counts, () => (said.length > 1 ? spotPrimitive(op, values()) : said[0][1]()));
}

const OF_LISTS = {
  some: (said) => spotJunction("or", live(said).map(([c, value]) => spotJunction("and", [c, value()]))),
  every: (said) => spotJunction("and", live(said).map(([c, value]) => spotJunction("or", [spotOpposite(c), value()]))),
  count: (said) => {
    const counted = said.map(([c, value]) => (c === false ? c : spotJunction("and", [c, value()])));
    return spotSum(counted.map((c) => spotIf(c, () => 1n, 0n)));
  },
  total: (said) => spotSum(said.map(([c, value]) => spotIf(c, value, 0n))),
  largest: (said) => spotExtreme("max", -ENDLESS, said),
  smallest: (said) => spotExtreme("min", ENDLESS, said),
};
