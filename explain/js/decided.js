// Which exception, or which general rule, decided (explain/decided.py), as data: null of what is no rule with
// exceptions; { kind: "open", open }, { kind: "counting", asides, counting, targets }, { kind: "whatever" },
// { kind: "none" } or { kind: "general", asides }. Exceptions are told by name; an aside is [those whose own conditions
// hold, those that set them aside].

function decidedBy(node, program) {
  if (node.kind !== "exceptions") return null;
  const exceptions = node.parts.filter((part) => part.role === "exception");
  const counting = exceptions.filter((part) => part.counts);
  const open = exceptions.filter((part) => part.state === "open" && part.decisive);
  if (node.state === "open") return open.length ? { kind: "open", open: namesOf(open) } : null;
  if (counting.length) {
    const targets = counting.length === 1 ? targetsOf(counting[0], program) : [];
    return { kind: "counting", asides: namedAsides(node, counting, program), counting: namesOf(counting), targets };
  }
  if (exceptions.some((part) => part.state === "not_applicable")) return null;
  if (open.length) return { kind: "whatever" };
  const asides = namedAsides(node, [], program);
  return asides.length ? { kind: "general", asides } : { kind: "none" };
}

// The names of the exceptions that count, and of those that set others aside.
function decidingNames(node, program) {
  const counting = node.parts.filter((part) => part.counts);
  const against = asidesOf(node, counting, program).flatMap(([, some]) => some);
  return [...new Set(namesOf([...counting, ...against]))];
}

const namesOf = (nodes) => nodes.map((node) => node.name);

const namedAsides = (node, counting, program) => asidesOf(node, counting, program).map((pair) => pair.map(namesOf));

// The exceptions to which this is one; their own conditions hold as well, since it counts.
function targetsOf(node, program) {
  const excepts = program.definitions.get(node.name)?.excepts ?? [];
  const found = excepts.filter((name) => program.definitions.has(name));
  return found.every((name) => program.definitions.get(name).excepts.length) ? found : [];
}

// What was set aside, but for what an exception that counts takes the place of: that is said of this one.
function asidesOf(node, counting, program) {
  const found = new Map();
  const taken = new Set(counting.flatMap((part) => program.definitions.get(part.name).excepts));
  for (const part of node.parts) {
    const against = part.role === "exception" && part.negated ? againstOf(part, node) : [];
    if (!against.length || taken.has(part.name)) continue;
    heldIn(found, namesOf(against).join("\n"), () => [[], against])[0].push(part);
  }
  return [...found.values()];
}

// The exceptions that set aside one whose conditions all hold. It may have been opened elsewhere.
function againstOf(exception, within) {
  const inner = openedNode(within, exception.name) ?? exception;
  const body = inner.parts.at(-1) ?? inner;
  if (body.kind !== "unless" || body.parts.some((p) => p.state !== "met" && p.role !== "against")) return [];
  return body.parts.filter((p) => p.counts);
}
