// On which facts a verdict rests (explain/grounds.py): sets that fix it whatever all other facts are, and from which
// none can be left out, found by deletion under the exact decision on what is then open.

const GROUNDS_TOO_MANY = 40;
const GROUNDS_EFFORT = 300000;

// Of one proof. A question asked of a judge is [what something comes to for it, what it came to for the person].
class Grounds {
  constructor(judge) {
    Object.assign(this, { judge, judges: new Map(), changed: new Map(), told: new Map(), last: null });
  }

  // Facts that fix what the conclusion came to; none where it cannot be said.
  ofVerdict(name, root) {
    const now = this.judge.settle(this.judge.environment.rule(name));
    return this.least(citedFacts(root), (judge) => [judge.environment.rule(name), now]);
  }

  // Facts that fix that a way is open, or, where it `fails`, that it is closed.
  ofRoute({ way: [node, conditions], lacks }) {
    const key = [node, ...conditions].map((one) => one.id).join();
    return heldIn(this.told, key, () => this.ofWay(conditions, lacks));
  }

  ofWay(conditions, fails) {
    if (fails) return this.ofFailing(conditions);
    const known = conditions.filter((c) => ["met", "unmet", "value"].includes(c.state));
    return this.least(known.flatMap(citedFacts), (judge) => [this.kept(known, judge), true]);
  }

  // Of several conditions that are not met the one that rests on the fewest facts is enough.
  ofFailing(conditions) {
    const question = (judge) => [junction("and", conditions, (c) => askedOf(c, judge)), false];
    const failing = conditions.filter((c) => isUnmet(c) || c.counts).map(citedFacts);
    for (const cited of failing.sort((a, b) => a.length - b.length)) {
      if (this.fixed(cited, question)) return this.least(cited, question);
    }
    return this.least(conditions.flatMap(citedFacts), question);
  }

  // Are all conditions as they are now?
  kept(conditions, judge) {
    return junction("and", conditions, (node) => {
      const now = this.judge.settle(outcomeAgain(node, this.judge));
      const outcome = outcomeAgain(node, judge);
      if (typeof now === "boolean") return now ? outcome : negation(outcome);
      return strict("eq", [outcome, now]);
    });
  }

  // Nothing of the first facts that is not needed; of all that are known where these do not do.
  least(first, question) {
    const facts = [...this.judge.environment.facts.keys()];
    const cited = new Set([...first, ...first.filter((path) => path.includes("[")).map(listOf)]);
    let kept = facts.filter((path) => cited.has(path));
    if (!this.fixed(kept, question)) kept = facts;
    for (const path of [...kept].reverse()) {
      const rest = kept.filter((p) => p !== path && listOf(p) !== path);
      if (kept.includes(path) && !this.differs(path, question) && this.fixed(rest, question)) kept = rest;
    }
    return kept;
  }

  // Is it so whatever all other facts are? No too, where that is not found.
  fixed(facts, question) {
    const judge = this.with(facts);
    return surely(judge, ...question(judge));
  }

  // Does another value of one fact alone surely make a difference?
  differs(path, question) {
    return this.others(path).some((value) => {
      const other = this.other(path, value);
      const [outcome, now] = question(other);
      return other.possible && !isOpen(outcome) && !sameGround(outcome, now);
    });
  }

  // Other values of a fact: all of a few; of a number the least and the greatest that it may be.
  others(path) {
    const { type, limits } = this.judge.program.facts.get(stem(path));
    const now = this.judge.environment.facts.get(path);
    if (type.kind === "records") return now !== 0n ? [0n] : [];
    let values = type.choices.length ? type.choices : [true, false];
    if (LIMITS.has(type.kind)) {
      const unit = type.kind === "decimal" || type.kind === "percent" ? MILLIONTHS : 1n;
      values = (limits ?? LIMITS.get(type.kind)).map((end) => ratio(end, unit));
    }
    return values.filter((value) => !same(value, now));
  }

  other(path, value) {
    const key = `${path}\n${keyOf(value)}`;
    return heldIn(this.changed, key, () => this.judge.assuming(path, value));
  }

  with(facts) {
    const key = [...facts].sort().join("\n");
    return heldIn(this.judges, key, () => {
      const old = this.judge.environment;
      const known = new Set(facts);
      const kept = new Map([...old.facts].filter(([path]) => known.has(path)));
      return (this.last = Judge.of(old.but(kept), this.last));
    });
  }
}

// Does every completion come to this? Where each part must, each is asked alone; where one is enough, all together
// first, and alone where that takes too long.
function surely(judge, outcome, now) {
  if (!isOpen(outcome)) return sameGround(outcome, now);
  const { op, args, support, whole } = outcome;
  if (op === "not" && whole && typeof now === "boolean") return surely(judge, args[0], !now);
  if ({ and: true, or: false }[op] === now) return args.every((part) => surely(judge, part, now));
  if (support.size > GROUNDS_TOO_MANY || now === null) return false;
  if (!whole) return sameGround(judge.settle(outcome), now);
  const [so, wanted] = typeof now === "boolean" ? [outcome, now] : [strict("eq", [outcome, now]), true];
  if (!isOpen(so)) return so === wanted;
  const other = judge.exact.found(so, !wanted, GROUNDS_EFFORT);
  if (other !== null || so.op !== (wanted ? "or" : "and")) return other === false;
  return so.args.some((part) => surely(judge, part, wanted));
}

// Two settled values; where a way fails, what is not applicable fails as well.
function sameGround(found, now) {
  if (found === NA) return now === NA || now === false;
  return found !== null && now !== null && same(found, now);
}

// The facts of the nodes that decide.
const citedFacts = (node) => [...new Set([...decidingNodes(node)].flatMap((inner) => inner.facts))];

function* decidingNodes(node) {
  yield node;
  for (const part of node.parts) if (part.decisive) yield* decidingNodes(part);
}
