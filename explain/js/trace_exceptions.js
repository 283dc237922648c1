// Rules with exceptions, and exceptions, as nodes of a condition tree (explain/trace_exceptions.py).

// The parts of an exception's body: how many of its conditions are those of what it is an exception to, and how many at
// the end say that no exception to it counts.
function exceptionShape(program, definition) {
  const { body } = definition;
  const args = body.t === "apply" && body.op === "and" ? body.args : [];
  let unless = 0;
  while (unless < args.length && isAgainst(program, args[args.length - 1 - unless])) unless++;
  return { within: args.length && onlyToExceptions(program, definition) ? 1 : 0, unless };
}

// Does it say that an exception does not count? It was made for the exception, so it has the exception's place.
function isAgainst(program, expr) {
  const inner = expr.t === "apply" && expr.op === "not" ? expr.args[0] : null;
  const exception = inner !== null && inner.t === "rule" ? program.definitions.get(inner.name) : undefined;
  return exception !== undefined && inner.place === exception.place;
}

// Is it an exception to nothing but exceptions, in force or not?
function onlyToExceptions(program, definition) {
  const known = definition.excepts.filter((name) => program.definitions.has(name) || program.gone.has(name));
  return known.length > 0 && known.every((name) => definitionOf(program, name).excepts.length > 0);
}

// When an exception counts: the conditions of what it is an exception to, its own, and no exception to it.
function exceptionConditions(tree, definition, body, id, at) {
  const { program } = tree.judge;
  const { within, unless } = exceptionShape(program, definition);
  if (!within && !unless) return tree.node(body, id, "body", at);
  const count = body.parts.length - unless;
  const parts = [];
  const next = () => `${id}.${parts.length + 1}`;
  for (const step of flatSteps(body.parts.slice(0, within))) {
    const node = tree.node(step, next(), "", at);
    parts.push(node.with({ asides: [...node.asides, ...inheritedAside(program, definition)] }));
  }
  for (const step of flatSteps(body.parts.slice(within, count))) parts.push(tree.node(step, next(), "", at));
  for (const step of body.parts.slice(count)) parts.push(exceptionNode(tree, step.parts[0], next(), "against", at));
  return tree.make(body, id, unless ? "unless" : "all", "body", false, at, parts);
}

// Conditions that hold together, each for itself.
const flatSteps = (steps) => steps.flatMap((step) => (step.op === "and" ? flatSteps(step.parts) : [step]));

function inheritedAside(program, definition) {
  const names = definition.excepts.filter((name) => program.definitions.has(name));
  return names.length ? [{ kind: "inherited", names }] : [];
}

// A rule with its exceptions: each, followed by what it gives where it counts or may count; then the rule's own value.
// What counts is opened first.
function exceptionsNode(tree, step, id, role, at) {
  const [general, ...rest] = step.parts;
  const placed = [];
  const gives = new Map();
  for (let i = 0; i < rest.length; i += 2) {
    placed.push([rest[i], "exception"]);
    if (at.known(rest[i]) !== false) placed.push([rest[i + 1], "instead"]);
  }
  placed.push([general, "general"]);
  for (let i = 0; i < rest.length; i += 2) gives.set(rest[i].name, givenState(tree.judge.settle(rest[i + 1].outcome)));
  const late = placed.map(([inner]) => at.known(inner) !== true);
  const order = [...placed.keys()].sort((a, b) => late[a] - late[b] || a - b);
  const made = [];
  for (const i of order) {
    const [inner, own] = placed[i];
    if (own !== "exception") made[i] = tree.node(inner, `${id}.${i + 1}`, own, at);
    else made[i] = exceptionNode(tree, inner, `${id}.${i + 1}`, own, at).with({ gives: gives.get(inner.name) });
  }
  return tree.make(step, id, "exceptions", role, false, at, made);
}

// An exception that does not count is said not to.
function exceptionNode(tree, step, id, role, at) {
  const node = tree.rule(step, id, role, at, at.known(step) === false);
  return node.with({ yours: false, needed: false });
}

function givenState(value) {
  return value === null ? "open" : value === true ? "met" : value === false ? "unmet" : "value";
}
