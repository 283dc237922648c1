// What would change an answer, and the days on which time alone changes it, without words (explain/prospects.py,
// explain/turns.py).

// So many stretches before and after that of the day asked about are shown.
const SHOWN_BEFORE = 2;
const SHOWN_AFTER = 4;

// ---- changes

// Of a conclusion that was asked for: null where it is yes, or cannot be said yet. kind: changes (each of `sets` is
// enough), perhaps (after these it would turn on `missing`), barred (`bars`: what bars each way), beyond (more changes
// than three). `more`: there are sets that are not listed; not `complete`: not all could be tried.
function adviceOn(answers, name) {
  const { request, whole } = answers;
  const answer = answers.conclusions.get(name);
  if (answer.status === "unknown") return null;
  const question = new Question(whole, name, request.readings);
  const ways = changesOf(question, request.facts, request.asOf);
  const { sets, open, missing, obstacles: bars, beyond, more, complete } = ways;
  const kinds = { changes: sets.length, perhaps: open.length, barred: bars.length, beyond };
  const kind = Object.keys(kinds).find((one) => kinds[one]);
  return kind ? { kind, sets: sets.length ? sets : open, missing, bars, more, complete } : null;
}

// ---- the course of time

// The verdict over time: null where it cannot be said yet. `lead`: lasting (a yes or a value, to the day before `day`),
// perhaps (from `day` on it turns on missing facts), result or coming (from `day` on there is a result, or a yes).
// `earlier` and `later` stretches are not shown. A stretch has no `first` or `last` day where it has no end; `now`: the
// day asked about lies in it; `causes` say why it begins.
function courseOf(answers, name) {
  const { request, whole } = answers;
  const answer = answers.conclusions.get(name);
  if (answer.status === "unknown") return null;
  const day = request.asOf;
  const question = new Question(whole, name, request.readings);
  const days = timelineOf(question, request.facts, RUN.min(LOOK_FROM, day), RUN.max(LOOK_UNTIL, day));
  const { pieces, complete } = days;
  const here = pieces.findIndex((piece) => piece.first <= day && day <= piece.last);
  const [from, until] = [Math.max(0, here - SHOWN_BEFORE), Math.min(pieces.length, here + SHOWN_AFTER + 1)];
  const shown = pieces.slice(from, until).map((_, i) => stretchOf(answers, pieces, from + i, here));
  const lead = courseLead(pieces, here);
  return { lead, stretches: shown, earlier: from, later: pieces.length - until, complete };
}

function courseLead(pieces, here) {
  const later = pieces.slice(here + 1);
  if (isResult(pieces[here].finding)) return { kind: "lasting", day: later.length ? later[0].first : null };
  const coming = later.find((piece) => isResult(piece.finding));
  const perhaps = later.find((piece) => piece.finding.status === "unknown");
  if (perhaps !== undefined && (coming === undefined || perhaps.first < coming.first)) {
    return { kind: "perhaps", day: perhaps.first };
  }
  if (coming === undefined) return { kind: "coming", day: null };
  return { kind: coming.finding.yes ? "coming" : "result", day: coming.first };
}

// Is it a yes, or any value of what is no yes/no question?
const isResult = (finding) => finding.yes || (finding.status === "value" && finding.value !== false);

function stretchOf(answers, pieces, at, here) {
  const { first, last, finding, causes, moving } = pieces[at];
  return {
    first: at ? first : null,
    last: at + 1 < pieces.length ? last : null,
    status: finding.status,
    value: finding.value,
    moving,
    causes: distinctCauses(causes.map((cause) => causeAsJson(answers, cause, first)).filter(saysSomething)),
    now: at === here,
  };
}

// A condition by the number `n` of the expression that says it, null where nothing does; of another text the rule.
function causeAsJson(answers, cause, day) {
  const { kind, becomes, record } = cause;
  const n = kind === "condition" ? (saidBy(answers, cause, day)?.expr.n ?? null) : null;
  return { kind, rule: kind === "version" ? cause.rule : "", n, becomes, record };
}

const saysSomething = ({ kind, n }) => kind !== "condition" || n !== null;

// The step by which the rule says a condition.
function saidBy({ whole, request }, { rule, said, place, record }, day) {
  const definition = whole.at(day).definitions.get(rule);
  if (definition === undefined) return null;
  const person = new Environment(whole.at(day), request.facts, day, request.readings);
  const environment = record ? person.record(listOf(record), numberOf(record)) : person;
  const says = (step) => step.expr.place === place && step.op === said;
  return stepWhere(definition.guard, environment, says) ?? stepWhere(definition.body, environment, says);
}

// The first step of an expression, from the outside in, that is so.
function stepWhere(expr, environment, says) {
  const search = (step) => (says(step) ? step : step.parts.reduce((found, part) => found ?? search(part), null));
  return expr === null ? null : search(traceStep(expr, environment));
}
