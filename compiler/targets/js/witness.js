// Facts that surely matter, found by example: two completions that are alike but for one fact, with different outcomes
// (compiler/witness.py, where it is told how one is aimed at).

const ATTEMPTS = 8;
const NEAR = [0n, 1n, 2n, 100n, 10_000n, 1_000_000n];

// What a residual comes to where all its facts are known; `known` are parts of which that was found before.
function settle(node, values, known = null) {
  if (!isOpen(node)) return node;
  const found = known?.get(node);
  if (found !== undefined) return found;
  if (node.op === "fact") return values.get(node.args[0]);
  return refolded(node, (part) => settle(part, values, known));
}

// A linear congruential generator (Knuth's MMIX constants): the same choices on every run.
class Dice {
  constructor() {
    this.state = 1n;
  }

  roll(sides) {
    this.state = BigInt.asUintN(64, this.state * 6364136223846793005n + 1442695040888963407n);
    return Number((this.state >> 33n) % BigInt(sides));
  }

  pick(options) {
    return options[this.roll(options.length)];
  }
}

// Looks for examples over one outcome; `domains` (an Exact) tells by numeric, limits and choices what a fact may be.
class Witness {
  constructor(target, ties, domains) {
    this.target = target;
    this.ties = ties;
    this.domains = domains;
    this.dice = new Dice();
    const parts = [target, ...ties].flatMap((whole) => [...subterms(whole)]);
    this.atoms = [...new Set(parts)].filter((part) => ["le", "lt", "eq"].includes(part.op));
    this.names = inOrder(supportOf([target, ...ties]));
    this.drawAll();
  }

  drawAll() {
    this.values = new Map();
    for (const name of this.names) this.values.set(name, this.any(name));
  }

  any(name) {
    if (!this.domains.numeric(name)) return this.dice.pick(this.domains.choices(name));
    const [low] = this.domains.limits(name);
    return this.dice.pick([...NEAR, low].filter((value) => this.allowed(name, value)));
  }

  // Is there an example that the fact matters?
  shows(fact) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt === ATTEMPTS / 2) this.drawAll();
      for (const tie of this.ties) this.aim(tie, true);
      this.expose(this.target, fact);
      this.balance(fact);
      for (const tie of this.ties) if (this.outcome(tie) === false) this.aim(tie, true);
      if (this.moves(fact)) return true;
    }
    return false;
  }

  // Bring comparisons of several facts to where one of them turns the scale: away from what they say, step by step,
  // until they change.
  balance(fact) {
    for (const atom of this.atoms) {
      if (!atom.support.has(fact) || atom.support.size < 3) continue;
      const start = this.outcome(atom);
      if (start === NA) continue;
      const before = new Map(this.values);
      const turns = (name) => {
        const kept = this.values.get(name);
        this.satisfyOne(atom, !start, name);
        if (this.outcome(atom) === start) return false;
        this.values.set(name, kept);
        return true;
      };
      if (!inOrder(atom.support).some((name) => name !== fact && turns(name))) this.values = before;
    }
  }

  outcome(part) {
    return settle(part, this.values);
  }

  // Does moving the fact alone change the outcome, all constraints met?
  moves(fact) {
    const before = this.values.get(fact);
    let first = null;
    let found = false;
    for (const value of distinct(this.candidates(fact))) {
      this.values.set(fact, value);
      if (this.ties.some((tie) => this.outcome(tie) === false)) continue;
      const outcome = this.outcome(this.target);
      first ??= outcome;
      found = !same(outcome, first);
      if (found) break;
    }
    this.values.set(fact, before);
    return found;
  }

  // Values of a fact worth trying: all of a few, else both sides of every comparison it stands in.
  candidates(fact) {
    if (!this.domains.numeric(fact)) return this.domains.choices(fact);
    const [low, high] = this.domains.limits(fact);
    const now = this.values.get(fact);
    const sides = this.atoms.filter((atom) => atom.support.has(fact)).flatMap((atom) => this.sides(atom, fact));
    return [now, ...sides, ...[now - 1n, now + 1n, low, high].filter((v) => this.allowed(fact, v))];
  }

  // Where a comparison turns as one fact of it moves, the others kept: values before and after.
  sides(atom, fact) {
    let [low, high] = this.domains.limits(fact);
    const [values, known] = [new Map(this.values), new Map()];
    for (const part of [...subterms(atom)].reverse()) {
      if (!part.support.has(fact)) known.set(part, settle(part, values, known));
    }
    const holdsFor = (value) => {
      values.set(fact, value);
      const [one, other] = atom.args.map((side) => settle(side, values, known));
      return one === NA || other === NA ? NA : below(one, other, false);
    };
    const first = holdsFor(low);
    const turns = holdsFor(high) !== first;
    while (turns && high - low > 1n) {
      const middle = middleOf(low, high);
      if (holdsFor(middle) === first) low = middle;
      else high = middle;
    }
    return turns ? [low - 1n, low, high, high + 1n].filter((v) => this.allowed(fact, v)) : [];
  }

  allowed(fact, value) {
    const [low, high] = this.domains.limits(fact);
    return low <= value && value <= high;
  }

  // ---- aiming ----

  // Set facts so that a condition comes out as wanted, as far as one pass can.
  aim(node, wanted) {
    if (!isOpen(node) || this.outcome(node) === wanted) return;
    const { op, args } = node;
    if (op === "fact") this.values.set(args[0], wanted);
    else if (op === "not") this.aim(args[0], !wanted);
    else if (op === "and" || op === "or") {
      const parts = wanted === (op === "and") ? args : [this.dice.pick(args.filter(isOpen))];
      for (const part of parts) this.aim(part, wanted);
    } else if (op === "guard") {
      this.aim(args[0], true);
      this.aim(args[1], wanted);
    } else if (op === "choose") {
      const ways = [...args.keys()].filter((i) => i % 2 && (isOpen(args[i]) || args[i] === wanted));
      this.branch(args, ways.length ? this.dice.pick(ways) : args.length - 1, wanted);
    } else this.satisfy(node, wanted);
  }

  // Take the case whose condition or value stands at `at`: those before it are not met.
  branch(args, at, wanted) {
    const value = at % 2 === 1 && at < args.length - 1;
    for (let i = 0; i < (value ? at - 1 : at); i += 2) this.aim(args[i], false);
    if (value) this.aim(args[at - 1], true);
    if (wanted !== null) this.aim(args[at], wanted);
  }

  // Move the facts of a comparison, one after the other, until it comes out as wanted: each to where it comes nearest
  // to that.
  satisfy(atom, wanted) {
    const names = inOrder(atom.support);
    const start = this.dice.roll(names.length);
    for (const name of [...names.slice(start), ...names.slice(0, start)]) {
      this.satisfyOne(atom, wanted, name);
      if (this.outcome(atom) === wanted) return;
    }
  }

  satisfyOne(atom, wanted, name) {
    const plain = this.domains.numeric(name) && atom.args.length === 2;
    const options = [this.values.get(name), ...(plain ? this.sides(atom, name) : this.candidates(name))];
    const measuredOf = (value) => ({ value, near: this.nearness(atom, wanted, name, value) });
    const nearer = (a, b) => (a.near.met === b.near.met ? lt(b.near.by, a.near.by) : a.near.met);
    this.values.set(name, options.map(measuredOf).reduce((best, one) => (nearer(one, best) ? one : best)).value);
  }

  // How near a comparison comes to what is wanted with another value of one fact.
  nearness(atom, wanted, name, value) {
    const before = this.values.get(name);
    this.values.set(name, value);
    const sides = atom.args.map((side) => this.outcome(side));
    this.values.set(name, before);
    const met = !sides.includes(NA) && RUN[atom.op](...sides) === wanted;
    if ((atom.op !== "le" && atom.op !== "lt") || sides.includes(NA)) return { met, by: 0n };
    return { met, by: wanted ? MATHS.sub(sides[1], sides[0]) : MATHS.sub(sides[0], sides[1]) };
  }

  // Set the other facts so that the outcome hangs on this one.
  expose(node, fact) {
    while (isOpen(node) && node.op !== "fact") {
      const { op, args } = node;
      const at = this.dice.pick([...args.keys()].filter((i) => isOpen(args[i]) && args[i].support.has(fact)));
      if (op === "and" || op === "or") args.forEach((part, i) => i !== at && this.aim(part, op === "and"));
      else if (op === "guard" && at === 1) this.aim(args[0], true);
      else if (op === "choose") this.branch(args, at, null);
      node = args[at];
    }
  }
}

const distinct = (items, key = keyOf) => [...new Map(items.map((item) => [key(item), item])).values()];
