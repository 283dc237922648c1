// The primitives (compiler/operators.py): functions over plain values; none ever sees an unknown or NA.

const sizeOf = (n) => (n < 0n ? -n : n);
const signOf = (n) => (n < 0n ? -1n : 1n);
const ceilDiv = (n, d) => -floorDiv(-n, d);

// Each gives the integer for n / d, d > 0.
const ROUNDED = {
  round_half_up: (n, d) => floorDiv(2n * sizeOf(n) + d, 2n * d) * signOf(n),
  round_half_even: halfEven,
  round_half_down: (n, d) => ceilDiv(2n * sizeOf(n) - d, 2n * d) * signOf(n),
  round_down: (n, d) => n / d,
  round_up: (n, d) => ceilDiv(sizeOf(n), d) * signOf(n),
  round_floor: floorDiv,
  round_ceiling: ceilDiv,
};

function halfEven(n, d) {
  const low = floorDiv(n, d);
  const twice = 2n * (n - low * d);
  return twice < d || (twice === d && low % 2n === 0n) ? low : low + 1n;
}

// To a multiple of a step.
function roundedTo(mode, value, step) {
  const steps = MATHS.div(value, step);
  return MATHS.mul(ROUNDED[mode](top(steps), bottom(steps)), step);
}

// bound, rate, bound, rate, …, rate: each rate is taken of the part of the amount between its bounds.
function tiered(amount, ...tiers) {
  let total = 0n;
  let low = 0n;
  for (let i = 0; i < tiers.length; i += 2) {
    const last = i + 1 === tiers.length;
    const high = last || lt(amount, tiers[i]) ? amount : tiers[i];
    if (!lt(low, high)) continue;
    total = MATHS.add(total, MATHS.mul(MATHS.sub(high, low), tiers[last ? i : i + 1]));
    low = high;
  }
  return total;
}

const RUN = {
  ...MATHS,
  eq: same,
  in: (value, ...choices) => choices.some((choice) => same(value, choice)),
  lt,
  le,
  neg: (value) => MATHS.sub(0n, value),
  max: (...values) => values.reduce((a, b) => (lt(a, b) ? b : a)),
  min: (...values) => values.reduce((a, b) => (lt(b, a) ? b : a)),
  add_period: (day, [years, months, days]) => addPeriod(day, years, months, days),
  sub_period: (day, [years, months, days]) => addPeriod(day, -years, -months, -days),
  add_years_rolling: (day, [years]) => addYearsRolling(day, years),
  ...Object.fromEntries(Object.keys(ROUNDED).map((op) => [op, (value, step) => roundedTo(op, value, step)])),
  month_of: monthOf,
  first_day: firstDay,
  last_day: lastDay,
  year_of: (day) => civil(day)[0],
  count_working_days: (day, count, holidays) => holidays.add(day, count),
  roll: (day, holidays) => holidays.roll(day),
  tiered,
};
