// Putting values into residuals, and looking into them (compiler/residuals.py).

const LOGIC = new Set(["and", "or", "not", "choose", "guard"]);

function disjoint(a, b) {
  if (a.size > b.size) [a, b] = [b, a];
  for (const item of a) if (b.has(item)) return false;
  return true;
}

function contains(larger, smaller) {
  for (const item of smaller) if (!larger.has(item)) return false;
  return true;
}

const inOrder = (set) => [...set].sort();

// The residual with `leaf` applied to every part that mentions one of the facts, folded again.
function rebuild(node, names, leaf) {
  if (!isOpen(node) || disjoint(names, node.support)) return node;
  const changed = leaf(node);
  if (changed !== node || node.op === "fact") return changed;
  return refolded(node, (part) => rebuild(part, names, leaf));
}

// What a residual comes to where its parts are as `of` gives them.
function refolded({ op, args }, of) {
  if (op === "and" || op === "or") return junction(op, args, of);
  if (op === "not") return negation(of(args[0]));
  if (op === "guard") return guarded(of(args[0]), () => of(args[1]));
  if (op === "choose") return choose(args.map((a) => () => of(a)));
  const parts = args.map(of);
  if (op === "div" && isOpen(parts[1]) && parts[0] !== NA) return Residual.of(op, parts);
  return strict(op, parts);
}

// The residual with one fact known (or replaced).
function assign(node, name, value) {
  if (!isOpen(node) || !node.support.has(name)) return node;
  return rebuild(node, new Set([name]), (part) => (part.op === "fact" && part.args[0] === name ? value : part));
}

function assignAll(node, values) {
  for (const [name, value] of values) node = assign(node, name, value);
  return node;
}

// The residual with one part of it decided, or written otherwise.
const replacePart = (node, part, by) => rebuild(node, part.support, (found) => (found === part ? by : found));

// A conjunction (disjunction), where it is asked whether it can be true (false), or where no part comes out as NA: each
// part may take the others to be so. Again, until nothing changes.
function propagated(node) {
  const settled = node.op === "and";
  const parts = [...node.args];
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (!(part instanceof Residual)) continue;
    const [known, truth] = part.op === "not" ? [part.args[0], !settled] : [part, settled];
    for (let other = 0; other < parts.length; other++) {
      if (other !== at) parts[other] = replacePart(parts[other], known, truth);
    }
  }
  const changed = junction(node.op, parts);
  return changed !== node && hasOp(changed, node.op) ? propagated(changed) : changed;
}

const hasOp = (node, op) => node instanceof Residual && node.op === op;

// The same formula, said with fewer facts where parts of a conjunction (disjunction) repeat what others say.
function simplified(node) {
  if (hasOp(node, "not")) return negation(simplified(node.args[0]));
  if (!hasOp(node, "and") && !hasOp(node, "or")) return node;
  const made = junction(node.op, node.args, simplified);
  return hasOp(made, node.op) && made.whole ? propagated(made) : made;
}

// `max(a, b) ≤ c` as `a ≤ c 且 b ≤ c`, and the like; other comparisons as they are.
function spread(atom) {
  const [left, right] = atom.args;
  for (const side of [left, right]) {
    if (atom.op === "eq" || !isOpen(side) || (side.op !== "max" && side.op !== "min")) continue;
    const atLeft = side === left;
    const parts = side.args.map((a) => strict(atom.op, atLeft ? [a, right] : [left, a]));
    const wider = junction((side.op === "max") === atLeft ? "and" : "or", parts);
    return isOpen(wider) ? wider : atom;
  }
  return atom;
}

// Numeric facts of each comparison that is not `g(x) ≤ h(y)` with g and h increasing, and of each number of several
// facts that is an outcome itself. What the conditions of cases in them compare is looked at apart, and what two
// conditions say that are compared with each other.
function* hardFacts(node, limits, numeric) {
  if (!isOpen(node) || node.op === "fact") return;
  if (LOGIC.has(node.op) || (node.op === "eq" && ![...measured(node)].every(numeric))) {
    for (const arg of node.args) yield* hardFacts(arg, limits, numeric);
  } else if (node.op !== "in" && [...node.support].some(numeric) && !easy(node, limits)) {
    for (const condition of innerConditions(node)) yield* hardFacts(condition, limits, numeric);
    yield inOrder(measured(node)).filter(numeric);
  }
}

const lastOfCases = (node) => (node.op === "choose" ? node.args.length - 1 : node.op === "guard" ? 1 : 0);

// The conditions of the cases inside a comparison or number.
function* innerConditions(node) {
  if (!isOpen(node) || node.op === "fact") return;
  const last = lastOfCases(node);
  for (const [at, arg] of node.args.entries()) {
    if (at >= last || at % 2) yield* innerConditions(arg);
    else if (isOpen(arg)) yield arg;
  }
}

// The facts of a comparison or number that its cases' conditions do not ask about.
function measured(node) {
  if (!isOpen(node)) return new Set();
  if (node.op === "fact") return node.support;
  const last = lastOfCases(node);
  return union(node.args.filter((_, at) => at >= last || at % 2).map(measured));
}

function easy(atom, limits) {
  if (!once(atom) || divides(atom)) return false;
  if (atom.support.size === 1) return true;
  const sides = atom.args.filter(isOpen);
  if (!["le", "lt", "eq"].includes(atom.op) || sides.some((side) => side.support.size > 1)) return false;
  return sides.every((side) => sideRises(side, [...side.support][0], limits));
}

function sideRises(side, name, limits) {
  const [low, high] = limits(name).map((end) => assign(side, name, end));
  return below(low, high, false);
}

// Is something divided by what is not known yet, which may be zero?
function divides(node) {
  if (!isOpen(node)) return false;
  return (node.op === "div" && isOpen(node.args[1])) || node.args.some(divides);
}

// The residual and all parts of it, each once where formulas share it.
function* subterms(node) {
  const open = [node];
  const seen = new Set();
  while (open.length) {
    const part = open.pop();
    if (!isOpen(part) || seen.has(part)) continue;
    seen.add(part);
    yield part;
    open.push(...part.args);
  }
}

// The constraints that concern these facts, directly or through each other.
function connected(names, ties) {
  const reach = new Set(names);
  const found = [];
  let left = [...ties];
  for (;;) {
    const fresh = left.filter((t) => !disjoint(reach, t.support));
    if (!fresh.length) return found;
    found.push(...fresh);
    left = left.filter((t) => !fresh.includes(t));
    for (const t of fresh) for (const name of t.support) reach.add(name);
  }
}

// These names, and all that are tied to them.
const withConnected = (names, ties) => union([names, ...connected(names, ties).map((t) => t.support)]);

const supportOf = (parts) => union(parts.map((part) => part.support));
const connectedTo = (parts, ties) => connected(supportOf(parts), ties);

// Parts that share facts, directly or through constraints, together.
function groups(parts, ties) {
  let found = [];
  for (const part of parts) {
    let reach = withConnected(part.support, ties);
    let members = [part];
    for (const other of found.filter((g) => !disjoint(g.reach, reach))) {
      found = found.filter((g) => g !== other);
      reach = union([reach, other.reach]);
      members = [...other.members, ...members];
    }
    found.push({ reach, members });
  }
  return found.map((g) => g.members);
}

// The comparisons of a residual that hold no open case inside, innermost first.
function* comparisons(node) {
  if (!isOpen(node) || node.op === "fact") return;
  for (const arg of node.args) yield* comparisons(arg);
  if (["le", "lt", "eq"].includes(node.op) && !node.args.some(conditional)) yield node;
}

const conditional = (node) => isOpen(node) && (LOGIC.has(node.op) || node.args.some(conditional));

// Does each fact occur once below a primitive, with no cases in between?
function once(leaf) {
  if (conditional(leaf)) return false;
  return addUp([...leaf.support].map((name) => occurrences(leaf, name))) === leaf.support.size;
}

function occurrences(node, name) {
  if (!isOpen(node) || !node.support.has(name)) return 0;
  return node.op === "fact" ? 1 : addUp(node.args.map((arg) => occurrences(arg, name)));
}
