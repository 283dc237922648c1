// Whole days as integers, 1 is 0001-01-01 (compiler/calendar.py), and working days (compiler/workdays.py). Days,
// months, years and counts are BigInts; the days of one era of 400 years are counted as Numbers.

const FIRST_DAY = 1n;
const ERA = 146097n;
const SHIFT = 306n;
const floored = Math.floor;

// The day's number.
function dayNumber(year, month, dayOfMonth) {
  const shifted = month <= 2n ? year - 1n : year;
  const era = floorDiv(shifted, 400n);
  const ofEra = Number(shifted - era * 400n);
  const at = Number(month);
  const ofYear = floored((153 * (at > 2 ? at - 3 : at + 9) + 2) / 5) + Number(dayOfMonth) - 1;
  const days = ofEra * 365 + floored(ofEra / 4) - floored(ofEra / 100) + ofYear + 1;
  return era * ERA + BigInt(days) - SHIFT;
}

// Year, month, day of month.
function civil(number) {
  const shifted = number + SHIFT - 1n;
  const era = floorDiv(shifted, ERA);
  const ofEra = Number(shifted - era * ERA);
  const leaps = floored(ofEra / 1460) - floored(ofEra / 36524) + floored(ofEra / 146096);
  const of400 = floored((ofEra - leaps) / 365);
  const ofYear = ofEra - (365 * of400 + floored(of400 / 4) - floored(of400 / 100));
  const at = floored((5 * ofYear + 2) / 153);
  const month = at < 10 ? at + 3 : at - 9;
  const year = BigInt(of400 + (month <= 2 ? 1 : 0)) + era * 400n;
  return [year, BigInt(month), BigInt(ofYear - floored((153 * at + 2) / 5) + 1)];
}

function daysInMonth(year, month) {
  const following = month < 12n ? dayNumber(year, month + 1n, 1n) : dayNumber(year + 1n, 1n, 1n);
  return following - dayNumber(year, month, 1n);
}

// The corresponding day; where there is none, the last day of the month.
function addPeriod(number, years, months, days) {
  if (years === 0n && months === 0n) return number + days;
  const [year, month, ofMonth] = civil(number);
  const count = (year + years) * 12n + month - 1n + months;
  const [newYear, newMonth] = [floorDiv(count, 12n), floorMod(count, 12n) + 1n];
  const most = ofMonth > 28n ? daysInMonth(newYear, newMonth) : ofMonth;
  return dayNumber(newYear, newMonth, ofMonth < most ? ofMonth : most) + days;
}

// The same date `years` later; 29 February becomes 1 March in a common year.
function addYearsRolling(number, years) {
  const [year, month, ofMonth] = civil(number);
  if (month === 2n && ofMonth === 29n && daysInMonth(year + years, 2n) === 28n) return dayNumber(year + years, 3n, 1n);
  return dayNumber(year + years, month, ofMonth);
}

// The month of a day, as a number of months since the year 0.
function monthOf(number) {
  const [year, month] = civil(number);
  return year * 12n + month - 1n;
}

const firstDay = (month) => dayNumber(floorDiv(month, 12n), floorMod(month, 12n) + 1n, 1n);
const lastDay = (month) => firstDay(month + 1n) - 1n;

const padded = (number, width) =>
  number < 0n ? `-${String(-number).padStart(width - 1, "0")}` : String(number).padStart(width, "0");

// YYYY-MM-DD
function iso(number) {
  const [year, month, ofMonth] = civil(number);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(ofMonth, 2)}`;
}

// 2021年10月15日
function chinese(number) {
  const [year, month, ofMonth] = civil(number);
  return `${year}年${month}月${ofMonth}日`;
}

// The day's number, or null where the text is no existing date YYYY-MM-DD.
function fromIso(text) {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return null;
  const [year, month, ofMonth] = text.split("-").map(BigInt);
  const exists = year > 0n && month > 0n && month <= 12n && ofMonth > 0n && ofMonth <= daysInMonth(year, month);
  return exists ? dayNumber(year, month, ofMonth) : null;
}

// The number of the month YYYY-MM, or null.
function monthFromIso(text) {
  const first = fromIso(`${text}-01`);
  return first === null ? null : monthOf(first);
}

let calendarsMade = 0;

// Closed weekdays and opened weekend days (Sets) between `first` and `last`.
class Holidays {
  constructor(name, first, last, closed, opened) {
    Object.assign(this, { name, first, last, closed, opened, key: `h${++calendarsMade}` });
  }

  works(day) {
    return this.opened.has(day) || (!this.closed.has(day) && floorMod(day - 1n, 7n) < 5n);
  }

  // The day itself if it is a working day, else the next one.
  roll(day) {
    while (!this.works(day)) day += 1n;
    return day;
  }

  // The `count`-th working day after a day (before it, where `count` is negative).
  add(day, count) {
    const step = count > 0n ? 1n : -1n;
    for (let left = count * step; left > 0n; left--) {
      day += step;
      while (!this.works(day)) day += step;
    }
    return day;
  }
}
