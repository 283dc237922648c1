// Can a set of comparisons between unknown numbers and dates hold together? (compiler/regions.py)
// A literal [left, right, strict] says left ≤ right, or left < right where `strict` is true.

const ROUNDS = { months: 400, "": 60 };
const BOXES = 300;
const BOX_EFFORT = 10;
const UNBOUNDED = 10n ** 40n;

// What a decided comparison says: one of these sets of literals (`≠` is `<` or `>`).
function literals(atom, truth) {
  const [left, right] = atom.args;
  if (atom.op === "eq") {
    if (!truth) return [[[left, right, true]], [[right, left, true]]];
    return [[[left, right, false], [right, left, false]]];
  }
  const strictly = atom.op === "lt";
  return [[truth ? [left, right, strictly] : [right, left, !strictly]]];
}

// Do two values of one kind come in this order? No comes before yes.
function below(left, right, strictly) {
  if (isNumber(left) && isNumber(right)) return strictly ? lt(left, right) : le(left, right);
  return strictly ? left < right : left <= right;
}

const literalSupport = (literal) => supportOf(literal.slice(0, 2).filter(isOpen));
const literalKey = ([left, right, strictly]) => `${residualKey(left)} ${residualKey(right)} ${strictly}`;
const onlyOf = (set) => set.values().next().value;

// Literals that are to hold together, and the lowest and highest value of each fact so far. `settled`: they hold at the
// lowest values, those that are hard aside; false where they cannot hold, null where that is not clear.
class Box {
  // `domains` (an Exact) tells by limits what a fact may be, is told of the effort, and keeps what was found.
  constructor(domains, ranges = new Map()) {
    Object.assign(this, { domains, ranges, said: [], pairs: [], hard: [] });
    Object.assign(this, { low: new Map(), high: new Map(), rounds: 0, settled: true });
  }

  // The same with more literals: what was narrowed before need only be narrowed further.
  also(more) {
    const box = new Box(this.domains, this.ranges);
    for (const kept of ["low", "high"]) box[kept] = new Map(this[kept]);
    for (const kept of ["said", "pairs", "hard"]) box[kept].push(...this[kept]);
    box.said.push(...more);
    const fits = (x) => !box.said.some((y) => opposed(x, y)) && box.add(x);
    box.settled = more.every(fits) && box.narrowed(true) && box.narrowed(false);
    return box;
  }

  // Sort a literal: a bound, a pair, or hard. False where it cannot hold.
  add(literal) {
    const [left, right, strictly] = literal;
    if (left === right) return !strictly;
    const support = literalSupport(literal);
    for (const name of support) {
      if (this.low.has(name)) continue;
      const [low, high] = this.ranges.get(name) ?? this.domains.limits(name);
      this.low.set(name, low);
      this.high.set(name, high);
    }
    if (!support.size) return below(left, right, strictly);
    if (support.size === 1) return this.bound(onlyOf(support), literal);
    if (support.size === 2 && [left, right].every((side) => side.support?.size === 1)) {
      const [x, y] = [onlyOf(left.support), onlyOf(right.support)];
      if (this.rises(left, x) && this.rises(right, y)) {
        this.pairs.push([left, x, right, y, strictly]);
        return true;
      }
    }
    this.hard.push(literal);
    return true;
  }

  rises(side, name) {
    if (!surelyMonotone(side, name)) return false;
    return below(atValue(side, name, this.low.get(name)), atValue(side, name, this.high.get(name)), false);
  }

  bound(name, literal) {
    const sides = literal.filter(isOpen);
    if (sides.length > 1 || !surelyMonotone(sides[0], name)) {
      this.hard.push(literal);
      return true;
    }
    const find = () => ({ literal, range: boundsOf(literal, name, ...this.domains.limits(name)) });
    const [low, high] = heldIn(this.domains.kept.bounds, literalKey(literal), find).range;
    this.low.set(name, RUN.max(low, this.low.get(name)));
    this.high.set(name, RUN.min(high, this.high.get(name)));
    return this.low.get(name) <= this.high.get(name);
  }

  // Narrow the ranges by the pairs, to the least or the greatest solution: is there one? null: not yet clear.
  // A chain of shifts is no longer than there are facts; three more for the clamping of 29 February.
  narrowed(up) {
    const kinds = new Set(this.pairs.flatMap(([left, , right]) => [shiftOf(left), shiftOf(right)]));
    kinds.delete("none");
    const kind = kinds.has("") ? "" : kinds.has("months") || kinds.size > 1 ? "months" : "one";
    const rounds = ROUNDS[kind] ?? this.low.size + 3;
    for (let round = 0; round < rounds; round++) {
      this.rounds += 1;
      const moved = this.narrow(up);
      if (!moved) return moved === false;
    }
    return kind ? false : null;
  }

  // One round from below, or from above: did a fact move? null where there is no solution.
  narrow(up) {
    const [near, far] = up ? [this.low, this.high] : [this.high, this.low];
    let moved = false;
    for (const [left, x, right, y, strictly] of this.pairs) {
      const [by, name] = up ? [x, y] : [y, x];
      const literal = [left, right, strictly];
      literal[up ? 0 : 1] = atValue(literal[up ? 0 : 1], by, near.get(by));
      if (holdsAt(literal, name, near.get(name))) continue;
      if (!holdsAt(literal, name, far.get(name))) return null;
      near.set(name, edgeOf(literal, name, this.low.get(name), this.high.get(name), !up));
      moved = true;
    }
    return moved;
  }

  // Does a comparison hold in the whole box? false: nowhere in it; null: not yet clear.
  certain([left, right, strictly]) {
    const [lowLeft, highLeft] = this.range(left);
    const [lowRight, highRight] = this.range(right);
    if (below(highLeft, lowRight, strictly)) return true;
    return below(lowLeft, highRight, strictly) ? null : false;
  }

  // Bounds of what an expression comes to: primitives are monotone, so its corners tell.
  range(side) {
    if (!isOpen(side)) return [side, side];
    const { op, args } = side;
    if (op === "fact") return [this.low.get(args[0]), this.high.get(args[0])];
    const ranges = args.map((a) => this.range(a));
    if (op === "max" || op === "min") return [0, 1].map((end) => RUN[op](...ranges.map((r) => r[end])));
    if (op === "div" && le(ranges[1][0], 0n) && le(0n, ranges[1][1])) return [-UNBOUNDED, UNBOUNDED];
    const corners = cornersOf(op, ranges);
    return [RUN.min(...corners), RUN.max(...corners)];
  }
}

// One of each list, in every way; the last list fastest. One way after the other: there may be too many to keep.
function* product([...lists]) {
  const last = lists.pop();
  if (!last) yield [];
  else if (last.length) for (const row of product(lists)) for (const one of last) yield [...row, one];
}

// What a primitive comes to at each corner of the ranges of its arguments.
const cornersOf = (op, ranges) =>
  [...product(ranges.map((range) => [...new Set(range)]))].map((corner) => RUN[op](...corner));

// Does the side surely only rise, or only fall, as its one fact rises?
const surelyMonotone = (side, name) => side.op === "fact" || (occurrences(side, name) === 1 && !divides(side));

// How a side moves its fact: none, by days (or a number), years, months or a mixture; "" in another way.
function shiftOf(side) {
  if (side.op === "fact") return "none";
  const [moved, by] = side.args;
  const plain = isOpen(moved) && moved.op === "fact";
  if (plain && (side.op === "add" || side.op === "sub")) return "days";
  if (!plain || (side.op !== "add_period" && side.op !== "sub_period")) return "";
  const [years, months, days] = by;
  return months || (years && days) ? "months" : years ? "years" : "days";
}

const atValue = (side, name, value) => settle(side, { get: () => value });

function holdsAt([left, right, strictly], name, value) {
  const values = { get: () => value };
  return below(settle(left, values), settle(right, values), strictly);
}

// From where to where a literal over one fact holds; an empty range if it never does.
function boundsOf(literal, name, low, high) {
  const first = holdsAt(literal, name, low);
  if (first === holdsAt(literal, name, high)) return first ? [low, high] : [high, low - 1n];
  const edge = edgeOf(literal, name, low, high, first);
  return first ? [low, edge] : [edge, high];
}

const middleOf = (low, high) => floorDiv(low + high, 2n);

// The last value for which the literal holds (if `first`, it holds at the low end), or the first one.
function edgeOf(literal, name, low, high, first) {
  while (high - low > 1n) {
    const middle = middleOf(low, high);
    if (holdsAt(literal, name, middle) === first) low = middle;
    else high = middle;
  }
  return first ? low : high;
}

// Do they surely not hold together? `x < y` and `y ≤ x` would else push each other up for long.
const opposed = (one, other) => (one[2] || other[2]) && literalKey(one) === literalKey([other[1], other[0], one[2]]);

// The least solution of the literals of a box (some solution, where one is hard), as a Map; null where there is none.
function solution(box) {
  const { domains } = box;
  domains.strain(box.rounds * box.pairs.length);
  if (box.settled === false) return null;
  if (box.settled && !box.hard.length) return box.low;
  const values = new Map();
  for (const together of apart(box.said)) {
    const key = [...new Set(together.map(literalKey))].sort().join("; ");
    const { found } = heldIn(domains.kept.solved, key, () => ({ found: halving(domains, together), together }));
    if (found === null) return null;
    for (const [name, value] of found) values.set(name, value);
  }
  return values;
}

// Literals that share facts, directly or through others, together.
function apart(said) {
  let found = [];
  for (const literal of said) {
    const support = literalSupport(literal);
    const near = found.filter((g) => !disjoint(g.support, support));
    found = found.filter((g) => !near.includes(g));
    const together = [...near.flatMap((g) => g.together), literal];
    found.push({ support: union([support, ...near.map((g) => g.support)]), together });
  }
  return found.map((g) => g.together);
}

// Cut the ranges in halves until every hard literal is certain, or refuted, on each.
function halving(domains, wanted) {
  const open = [new Box(domains)];
  let low = new Map();
  for (let tried = 0; tried < BOXES; tried++) {
    if (!open.length) return null;
    domains.strain(BOX_EFFORT * wanted.length);
    const box = open.pop().also(wanted);
    domains.strain(box.rounds * box.pairs.length);
    const truths = box.settled === false ? [false] : box.hard.map((literal) => box.certain(literal));
    if (truths.includes(false)) continue;
    low = box.low;
    const unclear = box.hard.filter((_, at) => truths[at] === null);
    if (box.settled && !unclear.length) return low;
    open.push(...halves(box, unclear));
  }
  return open.length ? low : null;
}

// The box cut in two along the widest fact of what is not yet clear, the lower half last; [] if it is a point.
function halves(box, unclear) {
  const sides = unclear.length ? unclear[0].slice(0, 2) : [];
  const width = (name) => box.high.get(name) - box.low.get(name);
  const often = (name) => addUp(sides.map((side) => occurrences(side, name))) > 1;
  const wider = (a, b) => {
    if (width(a) > 0n !== width(b) > 0n) return width(a) > 0n;
    return often(a) !== often(b) ? often(a) : width(a) > width(b);
  };
  const names = inOrder(unclear.length ? literalSupport(unclear[0]) : box.low.keys());
  const name = names.reduce((best, other) => (wider(other, best) ? other : best));
  const [low, high] = [box.low.get(name), box.high.get(name)];
  if (low >= high) return [];
  const ranges = [...box.low.keys()].map((n) => [n, [box.low.get(n), box.high.get(n)]]);
  const middle = middleOf(low, high);
  const half = (range) => new Box(box.domains, new Map([...ranges, [name, range]]));
  return [half([middle + 1n, high]), half([low, middle])];
}
