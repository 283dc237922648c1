// Periods on the calendar (explain/days.py): which days did not count, and where a last day was moved. A remark is an
// object, and stands for one sentence.

const MOST_SPANS = 6;
const SPANS_A_LINE = 2;

// What must be said of the days of a step; [] where it counts none.
function dayRemarks(step, at) {
  const { holidays } = at.judge.program;
  if (holidays === null) return [];
  if (step.op === "add_working_days" || step.op === "sub_working_days") {
    const count = workdaysOf(step.parts[1]) * (step.op === "add_working_days" ? 1n : -1n);
    return countedDays(holidays, at.known(step.parts[0]), at.known(step), count);
  }
  if (WITHIN.includes(step.op) && step.parts[2].expr.type.kind === "workdays") {
    return countedDays(holidays, at.known(step.parts[1]), at.lastDay(step), workdaysOf(step.parts[2]));
  }
  if (step.op === "within_rolled") return movedDay(holidays, at.rolledFrom(step), at.lastDay(step));
  if (step.op === "next_working_day") return movedDay(holidays, at.known(step.parts[0]), at.known(step));
  return [];
}

// Of a literal number of working days.
const workdaysOf = (step) => step.expr.value[0];

// Does the calendar reach from the start of a period to its end?
function reachesTo(holidays, start, count) {
  let { first, last } = holidays;
  const end = (day) => (count ? holidays.add(day, count) : holidays.roll(day));
  while (count >= 0n && last >= first && end(last) > holidays.last) last -= 1n;
  while (count < 0n && first <= last && end(first) < holidays.first) first += 1n;
  return first <= start && start <= last;
}

// The days between two that are no working days, and those at a weekend that are.
function countedDays(holidays, start, end, count) {
  if (!isWhole(start) || !isWhole(end)) return [];
  if (!reachesTo(holidays, start, count)) return [{ kind: "supplied" }];
  const [first, last] = start <= end ? [start + 1n, end] : [end, start - 1n];
  if (first < holidays.first || last > holidays.last) return [];
  const days = [];
  for (let day = first; day <= last; day++) days.push(day);
  const idle = daySpans(days.filter((day) => !holidays.works(day)));
  const opened = daySpans(days.filter((day) => holidays.opened.has(day)));
  return [...idleLines(idle), ...spanLines(opened).map((spans) => ({ kind: "opened", spans }))];
}

function idleLines(spans) {
  if (spans.length <= MOST_SPANS) return spanLines(spans).map((some) => ({ kind: "idle", spans: some }));
  return [{ kind: "idle", count: spans.reduce((sum, [first, last]) => sum + last - first + 1n, 0n) }];
}

// A few stretches of days a line.
function spanLines(spans) {
  const lines = [];
  for (let i = 0; i < spans.length; i += SPANS_A_LINE) lines.push(spans.slice(i, i + SPANS_A_LINE));
  return lines;
}

function movedDay(holidays, day, end) {
  if (!isWhole(day) || !isWhole(end) || day === end) return [];
  return reachesTo(holidays, day, 0n) ? [{ kind: "moved", from: day, to: end }] : [{ kind: "supplied" }];
}

// Days in a row together.
function daySpans(days) {
  const found = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === day - 1n) last[1] = day;
    else found.push([day, day]);
  }
  return found;
}
