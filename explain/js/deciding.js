// What decides: which nodes of a condition tree take part in fixing the state of its root (explain/deciding.py).

// The tree with every node that takes part in fixing the state of the root marked.
function markedNode(node, decisive) {
  const chosen = new Set(decisive ? relevantParts(node).map((part) => part.id) : []);
  let parts = node.parts.map((part) => markedNode(part, chosen.has(part.id)));
  if (decisive && settledAlone(node)) parts = node.parts.map(allMarked);
  return node.with({ decisive, parts });
}

// Is it settled although none of its parts is?
const settledAlone = (node) => node.note === "whatever" || (node.note === "clash" && !node.parts.some(isUnmet));

// Below what is settled although its parts are not, all parts tell why.
function allMarked(node) {
  return node.with({ decisive: true, parts: node.parts.map(allMarked) });
}

const OPPOSITE_STATE = { met: "unmet", unmet: "met" };

// The parts that fix a node's state.
function relevantParts(node) {
  const turned = node.negated && (node.kind === "rule" || node.kind === "not");
  const state = turned ? OPPOSITE_STATE[node.state] ?? node.state : node.state;
  const having = (...wanted) => node.parts.filter((part) => wanted.includes(part.state));
  switch (node.kind) {
    case "rule": {
      const guard = node.parts.filter((part) => part.role === "guard");
      if (guard.length && isUnmet(guard[0])) return node.parts.filter((part) => part.state !== "open");
      return state === "open" ? having("open") : node.parts;
    }
    case "all":
    case "any": {
      if (node.kind === "all" ? state === "met" : LACKING.includes(state)) return node.parts;
      const same = having(...(state === "unmet" ? LACKING : [state]));
      return same.length ? same : having("open");
    }
    case "cases":
      return relevantCases(node);
    case "exceptions":
      return relevantExceptions(node);
    case "unless":
      return relevantUnless(node);
  }
  return node.parts;
}

// The conditions of the cases up to the one that holds, and its value; from the first open condition on, all.
function relevantCases(node) {
  const found = [];
  for (let i = 0; i + 1 < node.parts.length; i += 2) {
    const condition = node.parts[i];
    if (condition.state === "open") return [...found, ...node.parts.slice(i)];
    found.push(condition);
    if (condition.state !== "unmet") return [...found, node.parts[i + 1]];
  }
  return [...found, node.general];
}

// The exceptions that count with what they give, and the general rule where it says no as well; else the exceptions
// that may count, or else all, and the general rule.
function relevantExceptions(node) {
  const counting = node.parts.filter((p) => p.counts || p.state === "not_applicable");
  const exceptions = node.parts.filter((p) => p.role === "exception");
  const open = exceptions.filter((p) => p.state === "open");
  if (counting.length && node.state !== "open") {
    const general = isUnmet(node) && isUnmet(node.general) ? [node.general] : [];
    return [...withWhatTheyGive(node, counting), ...general];
  }
  if (!open.length) return [...exceptions, node.general];
  return [...withWhatTheyGive(node, [...counting, ...open]), ...(counting.length ? [] : [node.general])];
}

function withWhatTheyGive(node, chosen) {
  let taken = false;
  return node.parts.filter((part) => {
    taken = part.role === "exception" ? chosen.includes(part) : taken && part.role === "instead";
    return taken;
  });
}

// Conditions, and exceptions that would set them aside.
function relevantUnless(node) {
  if (node.state === "met") return node.parts;
  if (node.state !== "unmet") return node.parts.filter((p) => p.state === node.state);
  const failing = node.parts.filter((p) => p.counts || (p.role !== "against" && isUnmet(p)));
  return failing.length ? failing : node.parts.filter((p) => p.state === "open");
}
