// What is left of a formula (compiler/partial.py, Residual): `op` is fact, and, or, not, choose, guard or a primitive,
// `args` are residuals and values, `support` the set of the facts in it; `whole`: it cannot come out as NA. Equal
// formulas are one object, so === compares them, and `key` tells them apart in a Map.

let interned = new Map();
let born = 0;

class Residual {
  static of(op, args, support = null) {
    const name = `${op}(${args.map(residualKey).join()})`;
    const found = interned.get(name)?.deref();
    if (found) return found;
    const made = new Residual(op, args, support);
    interned.set(name, new WeakRef(made));
    if (born % 50000 === 0) forgetDead();
    return made;
  }

  constructor(op, args, support) {
    this.op = op;
    this.args = args;
    this.key = `#${++born}`;
    const below = args.filter((a) => a instanceof Residual);
    this.support = support ?? union(below.map((a) => a.support));
    const divides = op === "div" && args[1] instanceof Residual;
    this.whole = op !== "guard" && !divides && args.every((a) => (a instanceof Residual ? a.whole : a !== NA));
  }
}

const residualKey = (part) => (part instanceof Residual ? part.key : keyOf(part));

function union(sets) {
  if (sets.length === 1) return sets[0];
  const all = new Set();
  for (const set of sets) for (const item of set) all.add(item);
  return all;
}

function forgetDead() {
  for (const [name, held] of interned) if (!held.deref()) interned.delete(name);
}

const factResidual = (path) => Residual.of("fact", [path], new Set([path]));
const isOpen = (outcome) => outcome instanceof Residual;
