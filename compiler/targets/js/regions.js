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

// Lowest and highest value of each fact so far.
class Box {
  constructor(limits, said) {
    const names = inOrder(union(said.map(literalSupport)));
    this.low = new Map(names.map((n) => [n, limits(n)[0]]));
    this.high = new Map(names.map((n) => [n, limits(n)[1]]));
    this.pairs = [];
    this.hard = [];
    this.rounds = 0;
    this.possible = said.every((literal) => this.add(literal));
  }

  // Sort a literal: a bound, a pair, or hard. False where it cannot hold.
  add(literal) {
    const [left, right, strictly] = literal;
    if (left === right) return !strictly;
    const support = literalSupport(literal);
    if (!support.size) return below(left, right, strictly);
    if (support.size === 1) return this.bound(onlyOf(support), literal);
    const single = isOpen(left) && isOpen(right) && left.support.size === 1 && right.support.size === 1;
    if (single && support.size === 2) {
      const [x, y] = [onlyOf(left.support), onlyOf(right.support)];
      if (this.rises(left, x) && this.rises(right, y)) {
        this.pairs.push({ left, x, right, y, strictly });
        return true;
      }
    }
    this.hard.push(literal);
    return true;
  }

  rises(side, name) {
    if (!surelyMonotone(side, name)) return false;
    return below(assign(side, name, this.low.get(name)), assign(side, name, this.high.get(name)), false);
  }

  bound(name, literal) {
    const [low, high] = [this.low.get(name), this.high.get(name)];
    const side = isOpen(literal[0]) ? literal[0] : literal[1];
    if ((isOpen(literal[0]) && isOpen(literal[1])) || !surelyMonotone(side, name)) {
      this.hard.push(literal);
      return true;
    }
    const [first, last] = [holdsAt(literal, name, low), holdsAt(literal, name, high)];
    if (first && last) return true;
    if (!first && !last) return false;
    const edge = edgeOf(literal, name, low, high, first);
    (first ? this.high : this.low).set(name, edge);
    return true;
  }

  // Narrow the ranges by the pairs, to the least and the greatest solution: is there one? null: not yet clear.
  settle() {
    return this.narrowed(() => this.raise()) && this.narrowed(() => this.lower());
  }

  // A chain of shifts is no longer than there are facts; three more for the clamping of 29 February.
  narrowed(narrow) {
    const kinds = new Set(this.pairs.flatMap(({ left, right }) => [shiftOf(left), shiftOf(right)]));
    kinds.delete("none");
    const kind = kinds.has("") ? "" : kinds.has("months") || kinds.size > 1 ? "months" : "one";
    const rounds = ROUNDS[kind] ?? this.low.size + 3;
    for (let round = 0; round < rounds; round++) {
      this.rounds += 1;
      const moved = narrow();
      if (!moved) return moved === false;
    }
    return kind ? false : null;
  }

  // One round from below: did a fact move? null where there is no solution.
  raise() {
    let moved = false;
    for (const { left, x, right, y, strictly } of this.pairs) {
      const wanted = assign(left, x, this.low.get(x));
      if (below(wanted, assign(right, y, this.low.get(y)), strictly)) continue;
      const literal = [wanted, right, strictly];
      if (!holdsAt(literal, y, this.high.get(y))) return null;
      this.low.set(y, edgeOf(literal, y, this.low.get(y), this.high.get(y), false));
      moved = true;
    }
    return moved;
  }

  // One round from above.
  lower() {
    let moved = false;
    for (const { left, x, right, y, strictly } of this.pairs) {
      const wanted = assign(right, y, this.high.get(y));
      if (below(assign(left, x, this.high.get(x)), wanted, strictly)) continue;
      const literal = [left, wanted, strictly];
      if (!holdsAt(literal, x, this.low.get(x))) return null;
      this.high.set(x, edgeOf(literal, x, this.low.get(x), this.high.get(x), true));
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
    if (!(side instanceof Residual)) return [side, side];
    const { op, args } = side;
    if (op === "fact") return [this.low.get(args[0]), this.high.get(args[0])];
    const ranges = args.map((a) => this.range(a));
    if (op === "max" || op === "min") return [0, 1].map((end) => RUN[op](...ranges.map((r) => r[end])));
    if (op === "div" && le(ranges[1][0], 0n) && le(0n, ranges[1][1])) return [-UNBOUNDED, UNBOUNDED];
    const corners = [...product(ranges.map(([low, high]) => (same(low, high) ? [low] : [low, high])))];
    const values = corners.map((corner) => RUN[op](...corner));
    return [values.reduce((a, b) => (below(b, a, true) ? b : a)), values.reduce((a, b) => (below(a, b, true) ? b : a))];
  }
}

// One of each list, in every way; the last list fastest.
function* product(lists) {
  if (!lists.length) return yield [];
  const [first, ...others] = lists;
  for (const one of first) for (const rest of product(others)) yield [one, ...rest];
}

// Does the side surely only rise, or only fall, as its one fact rises?
const surelyMonotone = (side, name) => side.op === "fact" || (occurrences(side, name) === 1 && !divides(side));

// How a side moves its fact: none, by days (or a number), years, months or a mixture; "" in another way.
function shiftOf(side) {
  if (side.op === "fact") return "none";
  const [moved, by] = side.args;
  const plain = moved instanceof Residual && moved.op === "fact";
  if (plain && (side.op === "add" || side.op === "sub")) return "days";
  if (!plain || (side.op !== "add_period" && side.op !== "sub_period")) return "";
  const [years, months, days] = by;
  return months || (years && days) ? "months" : years ? "years" : "days";
}

function holdsAt([left, right, strictly], name, value) {
  return below(assign(left, name, value), assign(right, name, value), strictly);
}

const middleOf = (low, high) => floorDiv(low + high, 2n);

// The last value for which the literal holds (if `first`, it holds at the low end), or the first one.
function edgeOf(literal, name, low, high, first) {
  const [guess, reach] = guessOf(literal);
  const start = low > guess - reach ? low : guess - reach;
  const end = high < guess + reach ? high : guess + reach;
  if (reach && start < end && holdsAt(literal, name, start) === first && holdsAt(literal, name, end) !== first) {
    [low, high] = [start, end];
  }
  while (high - low > 1n) {
    const middle = middleOf(low, high);
    if (holdsAt(literal, name, middle) === first) low = middle;
    else high = middle;
  }
  return first ? low : high;
}

// For `fact ≤ c` and `fact + period ≤ c` (either way round): the edge, and how far from it the true one may be.
function guessOf([left, right]) {
  const [side, other] = isOpen(left) ? [left, right] : [right, left];
  if (typeof other !== "bigint" || !isOpen(side)) return [0n, 0n];
  if (side.op === "fact") return [other, 1n];
  const inner = side.args[0];
  if (side.op === "add_period" && isOpen(inner) && inner.op === "fact") {
    return [RUN.sub_period(other, side.args[1]), 4n];
  }
  return [0n, 0n];
}

// The least solution of a set of literals (some solution, where one is hard), as a Map; null where there is none.
// `memo` keeps what was found for hard ones; `strain` is told of the effort, and may stop it.
function solution(limits, wanted, memo, strain) {
  const strictly = new Set(wanted.filter((w) => w[2]).map(([left, right]) => literalKey([left, right, true])));
  if (wanted.some(([left, right]) => strictly.has(literalKey([right, left, true])))) return null;
  const box = new Box(limits, wanted);
  const settled = box.possible ? box.settle() : false;
  strain(box.rounds * box.pairs.length);
  if (settled === false) return null;
  if (settled && !box.hard.length) return box.low;
  const values = new Map();
  for (const together of apart(wanted)) {
    const key = [...new Set(together.map(literalKey))].sort().join("; ");
    const { found } = heldIn(memo, key, () => ({ found: halving(limits, together, strain), together }));
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
function halving(limits, wanted, strain) {
  const open = [new Map()];
  let { low } = new Box(limits, wanted);
  for (let tried = 0; tried < BOXES; tried++) {
    if (!open.length) return null;
    strain(BOX_EFFORT * wanted.length);
    const known = open.pop();
    const box = new Box((name) => known.get(name) ?? limits(name), wanted);
    const settled = box.possible ? box.settle() : false;
    strain(box.rounds * box.pairs.length);
    const truths = settled === false ? [false] : box.hard.map((literal) => box.certain(literal));
    if (truths.includes(false)) continue;
    low = box.low;
    const unclear = box.hard.filter((_, at) => truths[at] === null);
    if (settled && !unclear.length) return low;
    open.push(...halves(box, unclear));
  }
  return open.length ? low : null;
}

// The box cut in two along the widest fact of what is not yet clear, the lower half last; [] if it is a point.
function halves(box, unclear) {
  const sides = unclear.length ? unclear[0].slice(0, 2) : [];
  const width = (name) => box.high.get(name) - box.low.get(name);
  const often = (name) => sides.reduce((all, side) => all + occurrences(side, name), 0) > 1;
  const wider = (a, b) => {
    if (width(a) > 0n !== width(b) > 0n) return width(a) > 0n;
    return often(a) !== often(b) ? often(a) : width(a) > width(b);
  };
  const names = unclear.length ? inOrder(literalSupport(unclear[0])) : [...box.low.keys()];
  const name = names.reduce((best, other) => (wider(other, best) ? other : best));
  const [low, high] = [box.low.get(name), box.high.get(name)];
  if (low >= high) return [];
  const ranges = [...box.low.keys()].map((n) => [n, [box.low.get(n), box.high.get(n)]]);
  const middle = middleOf(low, high);
  const half = (range) => new Map([...ranges, [name, range]]);
  return [half([middle + 1n, high]), half([low, middle])];
}
