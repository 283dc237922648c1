// What a person types, read: { raw } as a request has it, or { wrong } with the key of what to say.

// Without full-width digits and signs, what cannot be seen, spaces but those between digits, and a final stop.
function plainText(text) {
  const spaced = text.normalize("NFKC").replace(/(\d)\p{Z}+(?=\d)/gu, "$1,");
  return spaced.replace(/[\p{C}\p{Z}]|[.。]$/gu, "");
}

const DIGITS = /^\d{1,18}$/;
// A sign of money, minus, digits in groups of three or not, decimals, ten thousands, a unit.
const TYPED = /^(¥|rmb|人民币)?([-−]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?(万?)([^\d.,]*)$/i;
const TYPED_UNITS = {
  money: /^(元整?|圆|块钱?|yuan|rmb|cny)?$/i,
  percent: /^(%|percent)?$/i,
  records: /^个?(人|口人?|名|位|people|persons?|members?)?$/i,
};

// `question`: as it is put, with the unit that it asks for.
function readTyped(kind, typed, question) {
  const text = typed.map(plainText);
  if (text.every((one) => one === "")) return { wrong: "empty" };
  if (isDated({ kind })) return readDayParts(kind, text);
  const [, sign, minus, whole, decimals = "", tens, unit] = TYPED.exec(text[0]) ?? [];
  if (!whole) return { wrong: "number" };
  if ((sign && kind !== "money") || !isUnit(kind, unit.toLowerCase(), question)) return { wrong: "unit" };
  if (minus && !IN_MILLIONTHS.includes(kind)) return { wrong: "negative" };
  const places = (tens ? 4 : 0) - (kind === "percent" ? 2 : 0);
  const [digits, fraction] = shifted(whole.replaceAll(",", ""), decimals, places);
  if (kind === "integer" || kind === "records") return fraction ? { wrong: "whole" } : { raw: BigInt(digits) };
  if (kind === "money" && fraction.length > 2) return { wrong: "cents" };
  return fraction.length > 6 ? { wrong: "number" } : { raw: minus + digits + (fraction && `.${fraction}`) };
}

// Of what is counted, only the unit that stands after "how many".
function isUnit(kind, unit, question) {
  if (TYPED_UNITS[kind]?.test(unit)) return true;
  const [, counted = ""] = question.toLowerCase().split(/几|多少|how many /);
  const [bare] = unit.split("/");
  return counted.startsWith(bare) || counted.startsWith(`个${bare}`);
}

// Digits before and after a point that moves to the right.
function shifted(whole, decimals, places) {
  const all = `00${whole}${decimals.padEnd(places, "0")}`;
  const point = 2 + whole.length + places;
  return [String(BigInt(all.slice(0, point))), all.slice(point).replace(/0+$/, "")];
}

function readDayParts(kind, parts) {
  const bare = parts.map((one) => one.replace(/[年月日号]$/, ""));
  const lacking = bare.indexOf("");
  if (lacking >= 0) return { wrong: ["no_year", "no_month", "no_day"][lacking], at: lacking };
  const odd = bare.findIndex((one) => !DIGITS.test(one));
  if (odd >= 0) return { wrong: "digits", at: odd };
  const [year, month, day = "1"] = bare.map((one) => String(BigInt(one)));
  if (year.length !== 4) return { wrong: "year", at: 0 };
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (fromIso(text) === null) return { wrong: `no_such_${kind === "month" ? kind : "day"}`, at: bare.length - 1 };
  return { raw: kind === "month" ? text.slice(0, 7) : text };
}

// What a value looks like in the fields again.
function typedAgain(kind, value) {
  if (kind === "date") return civil(value).map(String);
  if (kind === "month") return [floorDiv(value, 12n), floorMod(value, 12n) + 1n].map(String);
  if (kind === "money") return [yuan(value).replace(/\.00$/, "")];
  return [decimalText(kind === "percent" ? MATHS.mul(value, 100n) : value)];
}
