// The verdict as a function of the day asked about, the facts kept: from when, until when, and why it changes then
// (explain/question/timeline.py).

// The days looked at where nothing else is said: 1990-01-01 to 2100-12-31.
const LOOK_FROM = dayNumber(1990n, 1n, 1n);
const LOOK_UNTIL = dayNumber(2100n, 12n, 31n);
// A number that changes on more days than this within a stretch is only said to be moving.
const MOVING = 400n;

// The facts cannot be so on this day: a constraint is broken.
const refusedFinding = () => new Finding("refused");

// The verdict on every day from the first to the last: { pieces, complete }. From the first to the last day of a piece
// { first, last, finding, causes, moving } the answer is the same; `moving`: it is a number that changes with the days.
function timelineOf(question, facts, first = LOOK_FROM, last = LOOK_UNTIL) {
  const effort = new Effort();
  const pieces = [];
  for (const [start, end] of stretchesOf(question, first, last)) {
    const days = dayCandidates(question, facts, start, end, effort);
    for (const [day, until] of spansFrom(days, end)) {
      pieces.push(...movingPieces(question, facts, pieceOf(day, until, look(question, facts, day)), effort));
    }
  }
  const joined = joinedPieces(pieces);
  const why = (piece, before) => causesOf(question, facts, piece.first, before.finding, piece.finding);
  const told = joined.map((piece, i) => (i ? { ...piece, causes: why(piece, joined[i - 1]) } : piece));
  return { pieces: told, complete: effort.complete };
}

const pieceOf = (first, last, finding) => ({ first, last, finding, causes: [], moving: false });

// Days, each with the day before the next one, the last with `end`.
const spansFrom = (days, end) => days.map((day, i) => [day, i + 1 < days.length ? days[i + 1] - 1n : end]);

// The answer on a day, refused where the facts cannot be so.
function look(question, facts, day) {
  return question.admissible(facts, day) ? question.ask(facts, day) : refusedFinding();
}

// The days from the first to the last, cut where other text begins to count.
function stretchesOf(question, first, last) {
  return spansFrom([first, ...question.breaks.filter((day) => first < day && day <= last)], last);
}

// Every day, between two on which the same text counts, on which the answer may begin to be another; the first.
function dayCandidates(question, facts, first, last, effort) {
  const known = question.withDefault(facts);
  const near = question.near(known, first);
  const items = question.tests(known, first).filter((item) => item.paths.every((p) => known.has(p) || near.has(p)));
  const [axes, choices] = question.open(items, known);
  axes.set(DAY, new Axis(DAY, first, last));
  return thresholds(items, new World(question.form(first), known, null), axes, choices, effort).get(DAY);
}

// Neighbours with the same answer together.
function joinedPieces(pieces) {
  const made = [];
  for (const piece of pieces) {
    const before = made.at(-1);
    if (before !== undefined && !piece.moving && !before.moving && before.finding.equals(piece.finding)) {
      made[made.length - 1] = { ...before, last: piece.last };
    } else {
      made.push(piece);
    }
  }
  return made;
}

// A stretch without turns, cut where a number that is computed from the day changes.
function movingPieces(question, facts, piece, effort) {
  const form = question.form(piece.first);
  const { value, status } = piece.finding;
  if (form.root === null || status !== "value" || !isNumber(value)) return [piece];
  const known = question.spread(facts, piece.first);
  const world = new World(form, known, between(piece.first, piece.last));
  const spot = found(form.root, world);
  if (isSure(spot)) return [piece];
  const now = found(form.root, new World(form, known, piece.first));
  if (now === null || now instanceof Span) return knownByTrying(question, facts, piece, effort);
  const own = new Effort(Math.min(effort.steps, 8 * Number(MOVING)));
  const days = [piece.first, ...numberEdges(form.root, world, new Axis(DAY, piece.first, piece.last), own)];
  if (days.length > MOVING || (!own.complete && differs(question, facts, piece))) return [{ ...piece, moving: true }];
  if (!own.complete) {
    effort.complete = false;
    return [piece];
  }
  return spansFrom(days, piece.last).map(([day, until]) => pieceOf(day, until, look(question, facts, day)));
}

// A number that only constraints make known, as they leave a missing fact one value: cut where it is known no more,
// which is looked for by halves.
function knownByTrying(question, facts, piece, effort) {
  const alike = (day) => look(question, facts, day).equals(piece.finding);
  let [same, other] = [piece.first, piece.last];
  if (look(question, facts, other).status !== "unknown") effort.complete = false;
  if (alike(other)) return [piece];
  while (other - same > 1n) {
    const middle = (same + other) / 2n;
    if (alike(middle)) same = middle;
    else other = middle;
  }
  const found = (first, last) => pieceOf(first, last, look(question, facts, first));
  return [found(piece.first, same), found(other, piece.last)];
}

// Is the answer another on one of MOVING days spread over a stretch?
function differs(question, facts, piece) {
  const wide = (piece.last - piece.first) / MOVING;
  const other = (day) => !look(question, facts, day).equals(piece.finding);
  for (let day = piece.first; day < piece.last; day += wide > 1n ? wide : 1n) if (other(day)) return true;
  return other(piece.last);
}
