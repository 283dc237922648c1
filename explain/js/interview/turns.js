// Where a comparison turns as one number or date varies, found sooner than edges.js finds it where the fact stands in
// it once, below primitives alone: all of them are monotone, so that there is one turn, and near where it must be.

const UNEVEN = new Set(["eq", "in", "le", "lt"]);

// The way down to the one fact in a comparison of a form: {side, steps}, each step the node and which of its parts goes
// on down; null where it is not such a comparison.
function wayDown(form, { test, bound }, path) {
  const { op, parts } = test.node;
  const has = (node) => factsBelow(form, node)[0].some(([name]) => name === stem(path));
  const sides = [0, 1].filter((at) => (op === "le" || op === "lt") && has(parts[at]));
  if (sides.length !== 1) return null;
  const steps = [];
  let node = parts[sides[0]];
  while (node.op !== "fact") {
    const down = [...node.parts.keys()].filter((at) => has(node.parts[at]));
    const plain = Object.hasOwn(RUN, node.op) && !UNEVEN.has(node.op) && (node.op !== "div" || down[0] === 0);
    if (!plain || down.length !== 1) return null;
    steps.unshift([node, down[0]]);
    node = node.parts[down[0]];
  }
  return pathOf(node, bound) === path ? { side: sides[0], steps } : null;
}

// As edgesOf gives them; null where that has to look.
function soonTurns(way, { test, bound }, world, axis) {
  const { op, parts } = test.node;
  const besides = ([node, down]) => node.parts.map((part, at) => at !== down && found(part, world, bound));
  const others = way.steps.map(besides);
  const other = found(parts[1 - way.side], world, bound);
  const all = [other, ...others.flat()];
  if (!all.every(isSure)) return null;
  if (all.includes(NA) || way.steps.some(([node], i) => node.op === "div" && others[i][1] === 0n)) return [];
  const value = (number) => {
    let spot = axis.at(number);
    for (const [i, [node, down]] of way.steps.entries()) {
      spot = RUN[node.op](...others[i].map((one, at) => (at === down ? spot : one)));
    }
    return spot;
  };
  const guess = guessedTurn(value, other, axis);
  const isSo = way.side ? (n) => RUN[op](other, value(n)) : (n) => RUN[op](value(n), other);
  return turnNear(isSo, axis.low, axis.high, guess);
}

// Where a value is that to which it is compared: they rise and fall together, as a rule by a constant.
function guessedTurn(value, other, axis) {
  if (!isWhole(other)) return axis.within(0n);
  const start = axis.within(other);
  const off = MATHS.sub(value(start), other);
  return axis.within(isWhole(off) ? start - off : start);
}

// The first number that is not like the lowest, in a list; none where all are alike. A condition turns once.
function turnNear(isSo, low, high, guess) {
  const before = isSo(low);
  if (isSo(high) === before) return [];
  let step = 1n;
  if (guess > low && guess < high) {
    if (isSo(guess) === before) low = guess;
    else high = guess;
    const up = low === guess;
    for (; high - low > step; step *= 4n) {
      const tried = up ? low + step : high - step;
      if (isSo(tried) === before) low = tried;
      else high = tried;
      if (up !== (low === tried)) break;
    }
  }
  while (high - low > 1n) {
    const middle = halfway(low, high);
    if (isSo(middle) === before) low = middle;
    else high = middle;
  }
  return [high];
}
