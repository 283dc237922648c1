// Why no change that a person may be advised to make helps: what bars each way (explain/question/obstacles.py).

const MOST_BARRED = 3;
const LISTED_WAYS = 12;
const CLOSED = ["not_in_force", "no_longer_in_force"];

// `kind`: not_in_force, no_longer_in_force; day (`day` is the first later one on which it is not barred, null where
// there is none, `until` the last earlier one); of a fact (`path`) its class. `who`: whose decision or act it is.
const obstacleOf = (kind, { path = "", who = "", day = null, until = null } = {}) => ({ kind, path, who, day, until });

// The ways that are barred by least, each with all that bars it, the person's own changes taken for granted; before
// them the day, where it will be another one by itself.
function obstaclesOf(levers, finding) {
  if (CLOSED.includes(finding.status)) return [[forceObstacle(levers, finding.status)]];
  const own = new Set(levers.own);
  const day = dayObstacle(levers);
  if (levers.hopeless(new Set(levers.paths))) return [[day]];
  const others = levers.paths.filter((path) => !own.has(path) && levers.facts.has(path));
  const hitting = new Hitting(others, (free) => levers.hopeless(union([own, free])));
  let open = [];
  for (let size = 1; size <= MOST_BARRED && !open.length; size++) {
    open = [...hitting.ofSize(size)].filter((free) => !barredEvenSo(levers, own, free));
  }
  const routes = open.slice(0, LISTED_WAYS).map((free) => {
    return levers.paths.filter((path) => free.has(path)).map((path) => factObstacle(levers, path));
  });
  return day.day !== null || !routes.length ? [[day], ...routes] : routes;
}

// Other records of a list are taken to help where nothing that can be seen part by part speaks against it.
function barredEvenSo(levers, own, free) {
  const lists = [...free].some((path) => levers.question.of(path).kind === "records");
  return !lists && levers.denied(union([own, free]));
}

function factObstacle(levers, path) {
  const { entity } = levers.question.of(path);
  return obstacleOf(levers.kind(path) || "undeclared", { path, who: entity === levers.question.person ? "" : entity });
}

// The next day on which it is in force, the last day on which it was.
function forceObstacle({ question, facts, day }, status) {
  const open = (at) => !CLOSED.includes(question.ask(facts, at).status);
  const later = question.breaks.find((at) => at > day && open(at));
  const earlier = question.breaks.findLast((at) => at <= day && open(at - 1n));
  return obstacleOf(status, { day: later ?? null, until: earlier === undefined ? null : earlier - 1n });
}

// When it is not barred: the facts kept but for those that the person may change.
function dayObstacle(levers) {
  const { question, day } = levers;
  const own = new Set(levers.own);
  const facts = levers.without(own);
  const hope = (at) => !levers.on(at).denied(own) && question.admissible(facts, at);
  const daysIn = (first, last) => dayCandidates(question, facts, first, last, new Effort());
  for (const [first, last] of stretchesOf(question, day + 1n, RUN.max(LOOK_UNTIL, day + 1n))) {
    const start = daysIn(first, last).find(hope);
    if (start !== undefined) return obstacleOf("day", { day: start });
  }
  for (const [first, last] of stretchesOf(question, RUN.min(LOOK_FROM, day - 1n), day - 1n).reverse()) {
    const span = spansFrom(daysIn(first, last), last).findLast(([start]) => hope(start));
    if (span !== undefined) return obstacleOf("day", { until: span[1] });
  }
  return obstacleOf("day");
}
