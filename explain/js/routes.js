// The ways to meet a rule (explain/routes.py): every true one for a yes; for a no every one, with all that it lacks,
// nearest first. A way is [what is met or not met in it, its conditions]; `known` tells what else there is to know.

// Is it a number, a date, a choice or a list?
const computedAnswer = (answer) => answer.status === "value" && answer.kind !== "bool";

// Where the ways part: below rules that only hand on another condition.
function causeNode(root, status) {
  let node = root;
  while (node.kind === "rule") {
    const { state, parts } = node;
    let wanted = parts.filter((part) => part.decisive && part.state === state);
    if (status === "not_applicable") {
      const guard = parts.filter((part) => part.role === "guard" && isUnmet(part));
      wanted = guard.length ? guard : wanted;
    } else if (parts.length > 1) return node;
    if (wanted.length !== 1) return node;
    [node, status] = [wanted[0], ""];
  }
  return node;
}

// What a conclusion that does not apply says itself: it must be met as well. `above` are the rules whose guards fail.
const NOTHING_BEYOND = { conditions: [], above: new Set() };

// Beside the guard in which the ways part; nothing, where it stands in no way (trace.js).
function beyondGuard(root, cause) {
  const { state, parts } = root;
  if (state !== "not_applicable" || parts.length < 2 || !isUnmet(parts[0])) return NOTHING_BEYOND;
  const rules = [...root.walk()].filter((node) => node.kind === "rule" && cause.id.startsWith(`${node.id}.`));
  return { conditions: conditionsOf(parts[1]), above: new Set(rules.map((node) => node.name)) };
}

// Each way to meet a condition that is met or not met; of those that are not met, what can be met comes first.
function routesOf(node, known, more = NOTHING_BEYOND) {
  const found = [...waysOf(node)];
  const lacks = node.state !== "met";
  const routes = found.map((way) => routeOf(way, known, lacks, more));
  if (!lacks) return routes;
  const closed = (all, note) => note > "" || known.kinds.closed(unmetOf(all));
  const open = (all) => all.filter((x) => x.state === "open").length;
  const ranked = routes.map((one) => [one, +closed(one.way[1], one.note), gapOf(one.way[1]), open(one.way[1])]);
  return ranked.sort((a, b) => a[1] - b[1] || a[2] - b[2] || a[3] - b[3]).map(([one]) => one);
}

const unmetOf = (conditions) => conditions.filter((node) => isUnmet(node) || node.counts);

// The conditions that chose a value: of the cases, and the exceptions.
function chosenRoutes(body, known) {
  const conditions = [...choosingNodes(body)];
  return conditions.length ? [routeOf([body, conditions], known, false)] : [];
}

function* choosingNodes(body) {
  for (const part of body.kind === "cases" || body.kind === "exceptions" ? body.reasons : []) {
    if (part.role === "if") yield* conditionsOf(part);
    else if (part.role === "exception" || part.former) yield part;
    else yield* choosingNodes(part);
  }
}

// ---- ways ----

function* waysOf(node) {
  if (node.kind === "exceptions") {
    yield* waysOfExceptions(node);
    return;
  }
  let parts = [node];
  if (node.kind === "any" && !node.name) {
    parts = node.state === "met" ? node.parts.filter((part) => part.decisive) : node.parts;
  }
  for (const part of parts.length ? parts : relevantParts(node)) yield [part, conditionsOf(part)];
}

// Of a rule with exceptions: an exception that counts gives the answer, or stands in the way; else the rule does.
function* waysOfExceptions(node) {
  const exceptions = node.parts.filter((part) => part.role === "exception");
  const counting = exceptions.filter((part) => part.counts);
  const met = node.state === "met";
  if (met && counting.length) {
    const former = node.parts.filter((part) => part.decisive && part.role === "instead" && part.former);
    for (const part of counting) yield [part, [part, ...former]];
    return;
  }
  const others = met ? exceptions.filter((part) => part.decisive && !part.counts) : counting;
  for (const [part, conditions] of waysOf(node.general)) {
    yield [part, met ? [...conditions, ...others] : [...others, ...conditions]];
  }
  if (met) return;
  for (const part of exceptions) if (part.gives === "met" && !part.counts) yield [part, ownConditions(part, node)];
}

// What an exception asks for; where it was opened elsewhere, from there.
function ownConditions(exception, within) {
  const opened = openedNode(within, exception.name) ?? exception;
  return conditionsOf(opened.parts.length ? opened.general : opened);
}

// The parts of an "all", or of an exception; what is said of every record is one condition.
const conditionsOf = (node) => (joins(node) && !node.name ? node.parts : [node]);
const joins = ({ kind }) => kind === "all" || kind === "unless";

// How many conditions would have to change for all of these to be met: unmet ones of an "all" add up, of an "any" the
// fewest count. An exception that applies where it must not counts as one. Of one that does not apply its guard and
// what it says count; a rule counts there only where it is not among these (`told`) anyway.
function gapOf(nodes, told = new Set()) {
  const first = nodes.filter((node) => node.state !== "not_applicable");
  let found = addUp(first.map(gapOfOne));
  const known = new Set([...told, ...first.flatMap(unmetRules)]);
  for (const node of nodes.filter((one) => one.state === "not_applicable")) {
    found += gapUnapplied(node, known);
    for (const name of unmetRules(node)) known.add(name);
  }
  return found;
}

function unmetRules(node) {
  return [...node.walk()].filter((part) => part.kind === "rule" && part.state === "unmet").map((part) => part.name);
}

function gapOfOne(node) {
  if (node.state !== "unmet") return node.counts ? 1 : 0;
  const { body } = node;
  if (body.kind === "exceptions") return Math.min(...[...waysOfExceptions(body)].map(([, all]) => gapOf(all)));
  const parts = node.kind !== "test" ? unmetOf(body.parts) : [];
  if (body.kind !== "any") return gapOf(parts) || 1;
  const counts = parts.map((part) => gapOf([part])).filter((n) => n);
  return counts.length ? Math.min(...counts) : 1;
}

// The same of what does not apply.
function gapUnapplied(node, told) {
  if (node.state !== "not_applicable") return node.kind === "rule" && told.has(node.name) ? 0 : gapOfOne(node);
  const counts = node.parts.filter(isUnmet).map((part) => gapUnapplied(part, told));
  return node.kind === "any" && counts.length ? Math.min(...counts) : addUp(counts);
}

function routeOf(way, known, lacks, more = NOTHING_BEYOND) {
  const [node, conditions] = [way[0], [...way[1], ...more.conditions]];
  const having = (...states) => conditions.filter((c) => states.includes(c.state) && !(lacks && c.counts));
  const unmet = lacks ? unmetOf(conditions) : having(...LACKING);
  const open = having("open").map((c) => ({ node: c, missing: known.missing(c) }));
  const gap = gapOf(unmet, more.above);
  const blocking = unmet.filter((c) => c.counts).length;
  const bars = lacks ? known.kinds.bars(conditions) : [];
  let note = joins(node) ? node.note : "";
  if (lacks && open.length > 1 && known.clash(having("open"))) note = "clash";
  else if (bars.length) note = "closed";
  return { node, conditions, gap, blocking, met: having("met", "value"), unmet, open, note, bars, way, lacks };
}
