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
      const guard = parts.filter((part) => part.role === "guard");
      wanted = guard.length ? guard : wanted;
    } else if (parts.length > 1) return node;
    if (wanted.length !== 1) return node;
    [node, status] = [wanted[0], ""];
  }
  return node;
}

// Each way to meet a condition that is met or not met; of those that are not met, what can be met comes first.
function routesOf(node, known) {
  const found = [...waysOf(node)];
  const lacks = node.state !== "met";
  if (!lacks) return found.map((way) => routeOf(way, known, lacks));
  const open = (way) => way[1].filter((x) => x.state === "open").length;
  const ranked = found.map((way) => [way, +known.closed(unmetOf(way)), lackingOf(way), open(way)]);
  ranked.sort((a, b) => a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
  return ranked.map(([way]) => routeOf(way, known, lacks));
}

const isUnmet = (node) => node.state === "unmet" || node.state === "not_applicable";
const unmetOf = (way) => way[1].filter((node) => isUnmet(node) || node.counts);

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
function conditionsOf(node) {
  return (node.kind === "all" || node.kind === "unless") && !node.name ? node.parts : [node];
}

const addUp = (numbers) => numbers.reduce((sum, number) => sum + number, 0);

// How many conditions would have to change: unmet ones of an "all" add up, of an "any" the fewest count. An exception
// that applies where it must not counts as one.
function gapOf(node) {
  if (node.state !== "unmet") return node.counts ? 1 : 0;
  const { body } = node;
  if (body.kind === "exceptions") return Math.min(...[...waysOfExceptions(body)].map(lackingOf));
  const counts = node.kind !== "test" ? body.parts.map(gapOf).filter((n) => n) : [];
  if (!counts.length) return 1;
  return body.kind === "any" ? Math.min(...counts) : addUp(counts);
}

const lackingOf = (way) => addUp(way[1].map(gapOf));

function routeOf(way, known, lacks) {
  const [node, conditions] = way;
  const having = (...states) => conditions.filter((c) => states.includes(c.state) && !(lacks && c.counts));
  const unmet = lacks ? unmetOf(way) : having("unmet", "not_applicable");
  const open = having("open").map((c) => ({ node: c, missing: known.missing(c) }));
  const gap = addUp(unmet.map(gapOf));
  const blocking = unmet.filter((c) => c.counts).length;
  const rests = () => known.facts(way, lacks);
  return { node, conditions, gap, blocking, met: having("met", "value"), unmet, open, rests };
}
