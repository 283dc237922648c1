// What a person types, read: { raw } as a request has it, or { wrong } with the key of what to say.

// Without full-width digits and signs, spaces and thousands separators, and what cannot be seen.
const plainText = (text) => text.normalize("NFKC").replace(/[\p{C}\p{Z},，]/gu, "");

const DIGITS = /^\d{1,18}$/;
const UNITS_AFTER = /(元|个月|个|月|口|名|人|岁|天|次|块|年|份|户|位|%|yuan|rmb)$/i;

function readTyped(kind, typed) {
  const text = typed.map(plainText);
  if (text.every((one) => one === "")) return { wrong: "empty" };
  if (kind === "date" || kind === "month") return readDayParts(kind, text);
  const bare = text[0].replace(/^[¥￥]/, "").replace(UNITS_AFTER, "");
  const negative = bare.startsWith("-") || bare.startsWith("−");
  const number = scaled(negative ? bare.slice(1) : bare);
  if (number === null) return { wrong: "number" };
  if (negative && kind !== "decimal" && kind !== "percent") return { wrong: "negative" };
  const signedNumber = (negative ? "-" : "") + number;
  if (kind === "integer" || kind === "records")
    return number.includes(".") ? { wrong: "whole" } : { raw: BigInt(signedNumber) };
  if (kind === "money") return /\.\d{3}/.test(number) ? { wrong: "cents" } : { raw: number };
  return { raw: kind === "percent" ? hundredth(signedNumber) : signedNumber };
}

// 1.2万 -> 12000; null where it is no number.
function scaled(text) {
  const [, whole, fraction = "", tens] = /^(\d{1,18})(?:\.(\d{1,6}))?(万)?$/.exec(text) ?? [null, ""];
  if (!whole) return null;
  if (!tens) return fraction.replace(/0+$/, "") ? `${whole}.${fraction.replace(/0+$/, "")}` : whole;
  const digits = fraction.padEnd(4, "0");
  return scaled(
    digits.length > 4 ? `${BigInt(whole + digits.slice(0, 4))}.${digits.slice(4)}` : String(BigInt(whole + digits)),
  );
}

// 1 -> 0.01
function hundredth(number) {
  const [, minus, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(number);
  const digits = whole.padStart(3, "0");
  return `${minus}${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`;
}

function readDayParts(kind, parts) {
  const bare = parts.map((one) => one.replace(/[年月日号]$/, ""));
  const lacking = bare.findIndex((one) => one === "");
  if (lacking >= 0) return { wrong: ["no_year", "no_month", "no_day"][lacking], at: lacking };
  const odd = bare.findIndex((one) => !DIGITS.test(one));
  if (odd >= 0) return { wrong: "digits", at: odd };
  const [year, month, day = "1"] = bare.map((one) => String(BigInt(one)));
  if (year.length !== 4) return { wrong: "year", at: 0 };
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (fromIso(text) === null)
    return { wrong: kind === "month" ? "no_such_month" : "no_such_day", at: kind === "month" ? 1 : 2 };
  return { raw: kind === "month" ? text.slice(0, 7) : text };
}

// What a value looks like in the fields again.
function typedAgain(kind, value) {
  if (kind === "date") return civil(value).map(String);
  if (kind === "month") return [floorDiv(value, 12n), floorMod(value, 12n) + 1n].map(String);
  if (kind === "money") return [yuan(value).replace(/\.00$/, "")];
  return [decimalText(kind === "percent" ? MATHS.mul(value, 100n) : value)];
}
