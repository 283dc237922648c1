// The value domain (compiler/values.py). A value is true or false, a BigInt (integers, money in fen, dates as day
// numbers, months as numbers of months), a Ratio (any other number), a string (a choice), an Array (a list of choices;
// a period as [years, months, days] BigInts; a number of working days as [n]), Holidays, or NA. No value is ever null,
// undefined or a Number.

const NA = Object.freeze({ toString: () => "NA" });

// A number that is no integer: n / d in lowest terms, d > 1.
class Ratio {
  constructor(n, d) {
    this.n = n;
    this.d = d;
    Object.freeze(this);
  }
}

function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return sizeOf(a);
}

// n / d as a BigInt where it is an integer, else as a Ratio; d is not 0.
function ratio(n, d) {
  const shared = gcd(n, d) * (d < 0n ? -1n : 1n);
  return shared === d ? n / d : new Ratio(n / shared, d / shared);
}

const isWhole = (value) => typeof value === "bigint";
const isNumber = (value) => isWhole(value) || value instanceof Ratio;
const top = (value) => (value instanceof Ratio ? value.n : value);
const bottom = (value) => (value instanceof Ratio ? value.d : 1n);
const areWhole = (a, b) => isWhole(a) && isWhole(b);

// The greatest integer that is not above n / d; d > 0.
function floorDiv(n, d) {
  const whole = n / d;
  return n % d < 0n ? whole - 1n : whole;
}

const floorMod = (n, d) => n - floorDiv(n, d) * d;

const MATHS = {
  add: (a, b) => (areWhole(a, b) ? a + b : ratio(top(a) * bottom(b) + top(b) * bottom(a), bottom(a) * bottom(b))),
  sub: (a, b) => (areWhole(a, b) ? a - b : ratio(top(a) * bottom(b) - top(b) * bottom(a), bottom(a) * bottom(b))),
  mul: (a, b) => (areWhole(a, b) ? a * b : ratio(top(a) * top(b), bottom(a) * bottom(b))),
  div: (a, b) => ratio(top(a) * bottom(b), bottom(a) * top(b)),
};

const lt = (a, b) => (areWhole(a, b) ? a < b : top(a) * bottom(b) < top(b) * bottom(a));
const le = (a, b) => (areWhole(a, b) ? a <= b : top(a) * bottom(b) <= top(b) * bottom(a));

// Values as keys of a Map: equal values, and only those of one kind, have equal keys.
function keyOf(value) {
  if (typeof value === "boolean") return value ? "T" : "F";
  if (isWhole(value)) return `i${value}`;
  if (typeof value === "string") return `s${JSON.stringify(value)}`;
  if (value instanceof Ratio) return `q${value.n}/${value.d}`;
  if (value === NA) return "N";
  if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`;
  if (value instanceof Holidays) return value.key;
  throw new TypeError("no value");
}

const same = (a, b) => a === b || (typeof a === typeof b && typeof a === "object" && keyOf(a) === keyOf(b));

// What a fact may be at all, in days, fen, months, records, units and millionths.
const LIMITS = new Map([
  ["date", [1n, 3652059n]],
  ["money", [0n, 10n ** 40n]],
  ["integer", [-(10n ** 18n), 10n ** 18n]],
  ["month", [12n, 119999n]],
  ["records", [0n, 20n]],
  ["decimal", [-(10n ** 18n), 10n ** 18n]],
  ["percent", [-(10n ** 18n), 10n ** 18n]],
]);
const MILLIONTHS = 1000000n;

function yuan(fen) {
  const size = sizeOf(fen);
  return `${fen < 0n ? "-" : ""}${size / 100n}.${String(size % 100n).padStart(2, "0")}`;
}

// The decimal expansion where it ends, else numerator/denominator.
function decimalText(number) {
  let left = bottom(number);
  let places = 0;
  for (; left % 2n === 0n || left % 5n === 0n; places++) left /= left % 10n === 0n ? 10n : left % 5n === 0n ? 5n : 2n;
  if (left !== 1n) return `${top(number)}/${bottom(number)}`;
  const size = sizeOf(top(number));
  const digits = String((size * 10n ** BigInt(places)) / bottom(number)).padStart(places + 1, "0");
  const at = digits.length - places;
  const fraction = digits.slice(at).replace(/0+$/, "");
  return (top(number) < 0n ? "-" : "") + digits.slice(0, at) + (fraction ? `.${fraction}` : "");
}

// What a Map has for a key, made where it has nothing yet.
function heldIn(map, key, make = () => new Map()) {
  let held = map.get(key);
  if (held === undefined) map.set(key, (held = make()));
  return held;
}

function addUp(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0);
}

const isDated = ({ kind }) => kind === "date" || kind === "month";
