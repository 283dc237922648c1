// Modules: parts of a formula whose facts occur nowhere else; the rest of the formula sees nothing of such a part but
// yes or no (compiler/modules.py).

// What the name of a part that stands for a fact begins with; no fact's does.
const MARK = "#";

// The formula with its modules replaced, the constraints left to it, and the modules {part, ties, name}. `free` tells
// whether a part can come out either way under its constraints.
function modules(target, ties, free) {
  let whole = target;
  let left = [...ties];
  const found = [];
  for (const part of moduleCandidates(target)) {
    if (!isOpen(whole) || !contains(whole.support, part.support)) continue;
    const own = connected(part.support, left);
    if (!own.every((tie) => contains(part.support, tie.support))) continue;
    const name = `${MARK}${found.length}`;
    const without = replacePart(whole, part, factResidual(name));
    if (isOpen(without) && disjoint(without.support, part.support) && free(part, own)) {
      found.push({ part, ties: own, name });
      whole = without;
      left = left.filter((tie) => !own.includes(tie));
    }
  }
  return { whole, left, found };
}

// Yes/no parts of several facts, from the outside in; each once.
function* moduleCandidates(node) {
  const seen = new Set();
  const open = isOpen(node) ? [...node.args].reverse() : [];
  while (open.length) {
    const part = open.pop();
    if (!isOpen(part) || seen.has(part) || part.op === "fact") continue;
    seen.add(part);
    if (["and", "or", "le", "lt"].includes(part.op) && part.support.size > 1 && !canBeNA(part)) yield part;
    open.push(...[...part.args].reverse());
  }
}

// Can it come out as not applicable?
function canBeNA(node) {
  if (!isOpen(node)) return node === NA;
  return node.op === "guard" || node.op === "div" || node.args.some(canBeNA);
}
