// Single values of a request (compiler/request_values.py): [value, ""], or [null, what is wrong]. A whole number is a
// safe Number or a BigInt: JSON in JavaScript does not tell 5.0 from 5.

function readValue(fact, raw) {
  const { kind } = fact.type;
  const [value, wrong] = READERS[kind](raw, fact);
  const limits = fact.limits ?? LIMITS.get(kind);
  if (wrong || !limits || !isNumber(value)) return [value, wrong];
  const counted = IN_MILLIONTHS.includes(kind) ? MATHS.mul(value, MILLIONTHS) : value;
  return le(limits[0], counted) && le(counted, limits[1]) ? [value, ""] : [null, "out_of_range"];
}

const wholeOf = (raw) => (isWhole(raw) ? raw : Number.isSafeInteger(raw) ? BigInt(raw) : null);
const orFault = (value, kind) => (value === null ? [null, kind] : [value, ""]);

const readWhole = (raw) => orFault(wholeOf(raw), "wrong_type");

// Of a list of records its length: what an interview asks for.
const READERS = {
  integer: readWhole,
  records: readWhole,
  money: readMoney,
  date: (raw) => (typeof raw === "string" ? orFault(fromIso(raw), "invalid_date") : [null, "wrong_type"]),
  month: (raw) => (typeof raw === "string" ? orFault(monthFromIso(raw), "invalid_date") : [null, "wrong_type"]),
  decimal: readDecimal,
  percent: readDecimal,
};

function readMoney(raw) {
  const yuans = wholeOf(raw);
  if (yuans !== null) return yuans < 0n ? [null, "negative_amount"] : [yuans * 100n, ""];
  if (typeof raw !== "string" || !/^-?[0-9]+(\.[0-9]{1,2})?$/.test(raw)) return [null, "wrong_type"];
  if (raw.startsWith("-")) return [null, "negative_amount"];
  const [whole, cents = ""] = raw.split(".");
  return whole.length > 40 ? [null, "out_of_range"] : [BigInt(whole) * 100n + BigInt(cents.padEnd(2, "0")), ""];
}

// At most six decimals; a percentage is the number itself, 1 % being 0.01.
function readDecimal(raw) {
  const number = wholeOf(raw);
  if (number !== null) return [number, ""];
  if (typeof raw !== "string" || !/^-?[0-9]{1,12}(\.[0-9]{1,6})?$/.test(raw)) return [null, "wrong_type"];
  const [whole, fraction = ""] = raw.split(".");
  return [ratio(BigInt(whole + fraction.padEnd(6, "0")), MILLIONTHS), ""];
}
