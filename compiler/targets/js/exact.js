// Exact unknowns: over all completions of the missing facts that would not be refused, one common outcome is the
// answer; otherwise it is unknown, and missing are the facts in which two such completions, alike in everything else,
// give different outcomes (compiler/exact.py, where the search is described).

const TWIN = "′";
const SMALL = 400n;
const MOST_TRIES = 100_000n;
const GLANCE = 30;
const BRIEFLY = 3_000;
const AT_LENGTH = 30_000;
const EITHER_WAY = [false, true];

// The search has taken too long.
class Spent {}

// The search over one request's missing facts; `facts` is an Everything, `constraints` the residuals of the facts'
// constraints. Where no completion at all meets them, they are left aside.
class Exact {
  constructor(facts, constraints, openLists = new Set()) {
    this.facts = facts;
    this.openLists = openLists;
    this.listed = new Set();
    this.decided = new Map();
    this.kept = { matters: new Map(), possible: new Map(), ways: new Map(), solved: new Map(), bounds: new Map() };
    this.effort = Infinity;
    this.list(constraints);
    this.constraints = [];
    if (this.canHold(constraints)) this.constraints = [...constraints];
  }

  // {value, missing: ∅} where every completion agrees; {value: null, missing} otherwise.
  decide(target) {
    return heldIn(this.decided, target, () => this.decideAnew(target));
  }

  // Does this one fact matter? null where that takes too long to tell.
  concerns(fact, target) {
    return this.within(AT_LENGTH, () => this.matters(fact, simplified(target), this.constraints));
  }

  // Is there an admissible completion with another outcome?
  apart(target, found, ties) {
    const bool = typeof found === "boolean" && target.whole;
    return bool ? this.possible(target, !found, ties) : this.explore([target, found], ties, unlike);
  }

  decideAnew(whole) {
    let target = simplified(whole);
    if (!isOpen(target)) return { value: target, missing: new Set() };
    let ties = this.tiesOf(target);
    if (!ties.length && this.readOnce(target)) return { value: null, missing: target.support };
    this.list([target, ...ties]);
    if (ties.length) {
      const settled = this.settled(target);
      if (!(settled instanceof Residual)) return { value: settled, missing: new Set() };
      [target, ties] = [settled, this.tiesOf(settled)];
    }
    const missing = this.missing(target, ties);
    if (missing.size) return { value: null, missing };
    const found = [];
    this.explore([target], ties, (values) => found.push(...values) > 0);
    if (!ties.length) return { value: found[0], missing };
    const apart = this.within(AT_LENGTH, () => this.apart(target, found[0], ties));
    return apart === false ? { value: found[0], missing } : { value: null, missing: apart ? missing : target.support };
  }

  tiesOf(target) {
    return this.relax(connected(target.support, this.constraints), target.support);
  }

  // The facts that matter. Of a list whose length is not known, one field that matters tells that it does.
  missing(target, ties) {
    const { whole, left, found } = modules(target, ties, (part, own) => this.free(part, own));
    if (!found.length) return this.missingOf(target, ties);
    const missing = isOpen(whole) ? this.missingOf(whole, left) : new Set();
    const parts = found.filter((m) => missing.has(m.name)).map((m) => this.missing(m.part, m.ties));
    return union([new Set([...missing].filter((f) => !f.startsWith(MARK))), ...parts]);
  }

  // Can it surely come out either way?
  free(part, ties) {
    return [true, false].every((wanted) => this.within(BRIEFLY, () => this.possible(part, wanted, ties)) === true);
  }

  // Searched for at a glance, then looked for by example, then searched for at length.
  missingOf(target, ties) {
    const often = (fact) => occurrences(target, fact);
    let facts = inOrder([...target.support].filter((f) => this.first(f)));
    facts.sort((a, b) => often(a) - often(b));
    let witness;
    const ways = [
      (fact) => this.within(GLANCE, () => this.matters(fact, target, ties)),
      (fact) => (witness ??= new Witness(target, ties, this)).shows(fact) || null,
      (fact) => this.within(AT_LENGTH, () => this.matters(fact, target, ties)) !== false,
    ];
    const missing = new Set();
    const wholes = new Set();
    for (const way of ways) {
      const unclear = [];
      for (const fact of facts) {
        if (wholes.has(this.whole(fact))) continue;
        const matters = way(fact);
        if (matters) {
          missing.add(fact);
          wholes.add(this.whole(fact));
        } else if (matters === null) unclear.push(fact);
      }
      facts = unclear;
    }
    return missing;
  }

  // The list that a field belongs to, where not even its length is known.
  whole(fact) {
    return this.openLists.has(listOf(fact)) ? listOf(fact) : fact;
  }

  // Is it no field of a later record of such a list? What matters of one of them matters of the first.
  first(fact) {
    return this.whole(fact) === fact || fact.includes("[1].");
  }

  // A comparison of fields of one later record of such a list, said of the first one.
  likeFirst(atom) {
    const later = inOrder([...atom.support].filter((f) => !this.first(f)));
    if (new Set(later.map(recordOf)).size > 1) return atom;
    for (const fact of later) atom = assign(atom, fact, factResidual(`${listOf(fact)}[1].${stem(fact)}`));
    return atom;
  }

  // The answer to a query; null where it takes more than so much effort.
  within(effort, query) {
    this.effort = effort;
    try {
      return query();
    } catch (stopped) {
      if (stopped instanceof Spent) return null;
      throw stopped;
    } finally {
      this.effort = Infinity;
    }
  }

  spend(parts) {
    this.strain(1 + addUp(parts.filter(isOpen).map((part) => part.support.size)));
  }

  strain(effort) {
    this.effort -= effort;
    if (this.effort < 0) throw new Spent();
  }

  // The target with every comparison that the constraints leave only one way decided.
  settled(target) {
    for (const atom of new Set(comparisons(target))) {
      const truth = this.onlyWay(this.likeFirst(atom));
      if (truth !== null) target = replacePart(target, atom, truth);
    }
    return target;
  }

  onlyWay(atom) {
    const { ways } = this.kept;
    if (!ways.has(atom)) {
      const ties = this.tiesOf(atom);
      ways.set(atom, null);
      for (const truth of ties.length ? [true, false] : []) {
        const other = () => this.explore([atom], ties, (values) => values[0] !== truth);
        if (this.within(BRIEFLY, other) === false) {
          ways.set(atom, truth);
          break;
        }
      }
    }
    return ways.get(atom);
  }

  // Can a condition be true, and be false? That is told sooner than all facts that can change it.
  either(target, effort = AT_LENGTH) {
    return CONDITIONS.includes(target.op) && [true, false].every((wanted) => this.found(target, wanted, effort) !== false);
  }

  // Is there an admissible completion with this outcome? null where it takes too long to tell.
  found(target, wanted, effort = AT_LENGTH) {
    const ties = this.tiesOf(target);
    this.list([target, ...ties]);
    return this.within(effort, () => this.possible(target, wanted, ties));
  }

  // ---- domains ----

  limits(name) {
    const fact = this.facts.get(name.endsWith(TWIN) ? name.slice(0, -TWIN.length) : name);
    return fact.limits ?? LIMITS.get(fact.type.kind);
  }

  numeric(name) {
    if (name.startsWith(MARK)) return false;
    return name.endsWith(TWIN) || (LIMITS.has(this.facts.get(name).type.kind) && !this.listed.has(name));
  }

  choices(name) {
    if (name.startsWith(MARK)) return EITHER_WAY;
    if (this.listed.has(name)) {
      const [low, high] = this.limits(name);
      return Array.from({ length: Number(high - low) + 1 }, (_, at) => low + BigInt(at));
    }
    const { choices } = this.facts.get(name).type;
    return choices.length ? choices : EITHER_WAY;
  }

  // Facts to be tried value by value: those in comparisons or sums beyond regions.js, if they have few values.
  list(parts) {
    const few = new Set();
    const size = (name) => this.limits(name)[1] - this.limits(name)[0] + 1n;
    for (const part of parts) {
      for (const names of hardFacts(part, (n) => this.limits(n), (n) => this.numeric(n))) {
        if (names.reduce((all, n) => all * size(n), 1n) > MOST_TRIES) continue;
        for (const name of names) if (size(name) <= SMALL) few.add(name);
      }
    }
    if (contains(this.listed, few)) return;
    this.listed = union([this.listed, few]);
    for (const kept of ["matters", "possible", "ways"]) this.kept[kept].clear();
  }

  // ---- read-once ----

  readOnce(target) {
    const seen = new Set();
    const fits = (node) => {
      if (!isOpen(node)) return node !== NA;
      if (node.op === "and" || node.op === "or" || node.op === "not") return node.args.every(fits);
      if (node.op === "choose" || node.op === "guard" || !disjoint(seen, node.support) || !once(node)) return false;
      for (const name of node.support) seen.add(name);
      return node.op === "fact" ? this.varies(node.args[0]) : this.bothWays(node);
    };
    while (target.op === "guard") {
      if (!fits(target.args[0]) || !isOpen(target.args[1])) return fits(target.args[0]);
      target = target.args[1];
    }
    return fits(target);
  }

  varies(name) {
    if (!this.numeric(name)) return this.choices(name).length > 1;
    const [low, high] = this.limits(name);
    return low < high;
  }

  // Does every fact of a comparison (or number) surely matter? Its corners tell; where not, the search does.
  bothWays(leaf) {
    const names = [...leaf.support];
    if (!names.every((name) => this.numeric(name))) {
      const outcomes = () => new Set(this.choices(names[0]).map((value) => residualKey(assign(leaf, names[0], value))));
      return names.length === 1 && outcomes().size > 1;
    }
    if (leaf.op === "eq" || names.length > 4) return false;
    return names.every((name) => this.cornerDiffers(leaf, name));
  }

  cornerDiffers(leaf, name) {
    const others = inOrder(leaf.support).filter((other) => other !== name);
    for (const corner of product(others.map((other) => this.limits(other)))) {
      const open = assignAll(leaf, corner.map((value, at) => [others[at], value]));
      const [low, high] = this.limits(name).map((end) => residualKey(assign(open, name, end)));
      if (low !== high) return true;
    }
    return false;
  }

  // ---- search ----

  // Are there two admissible completions, alike but for `fact`, with different outcomes?
  matters(fact, target, ties) {
    let live = stillLive(ties);
    if (live === null || !isOpen(target) || !target.support.has(fact)) return false;
    this.spend([target, ...live]);
    const near = connected(target.support, live);
    if (!this.canHold(live.filter((t) => !near.includes(t)))) return false;
    live = this.relax(near, target.support);
    target = this.focus(fact, target, live);
    if (!isOpen(target) || !target.support.has(fact)) return false;
    return remembered(this.kept.matters, fact, target, live, () => this.mattersBelow(fact, target, live));
  }

  mattersBelow(fact, target, ties) {
    const other = this.next(fact, [target], ties);
    if (other === null) return this.differs(fact, target, ties);
    return this.choices(other).some((v) => {
      return this.matters(fact, assign(target, other, v), ties.map((t) => assign(t, other, v)));
    });
  }

  // The same where `fact` and numbers are all that is open: two copies of the formula, alike but for `fact`.
  differs(fact, target, ties) {
    if (this.numeric(fact)) {
      const twin = factResidual(fact + TWIN);
      const tied = ties.filter((t) => t.support.has(fact));
      const doubled = [...ties, ...tied.map((t) => assign(t, fact, twin))];
      return this.explore([target, assign(target, fact, twin)], doubled, unlike);
    }
    const choices = this.choices(fact);
    for (let i = 0; i < choices.length; i++) {
      for (let j = i + 1; j < choices.length; j++) {
        const pair = [choices[i], choices[j]];
        const doubled = ties.flatMap((t) => pair.map((v) => assign(t, fact, v)));
        if (this.explore(pair.map((v) => assign(target, fact, v)), doubled, unlike)) return true;
      }
    }
    return false;
  }

  // Is there an admissible completion with this outcome? Parts that share no fact are asked one by one.
  possible(target, wanted, ties) {
    if (!isOpen(target)) return target === wanted;
    return remembered(this.kept.possible, wanted, target, ties, () => this.possibleBelow(target, wanted, ties));
  }

  possibleBelow(target, wanted, ties) {
    const { op, args } = target;
    if (op === "not") return this.possible(args[0], !wanted, ties);
    if (op !== "and" && op !== "or") return this.explore([target], ties, (values) => values[0] === wanted);
    if (wanted === (op === "and")) {
      const simpler = propagated(target);
      if (simpler !== target) return this.possible(simpler, wanted, ties);
    }
    const grouped = groups(args.filter(isOpen), ties);
    if (grouped.length <= 1 && !args.includes(NA)) {
      return this.explore([target], ties, (values) => values[0] === wanted);
    }
    const part = (group) => this.possible(junction(op, group), wanted, connectedTo(group, ties));
    if (wanted === (op === "or")) return grouped.some(part) && this.canHold(ties);
    return !args.includes(NA) && grouped.every(part);
  }

  // Can these constraints be met?
  canHold(ties) {
    const relaxed = this.relax(ties, new Set());
    return !relaxed.length || this.explore([], relaxed, () => true);
  }

  // Is there an admissible completion whose outcomes are accepted? `said` is what was decided of the numbers.
  explore(targets, ties, accept, said = new Box(this)) {
    const live = stillLive(ties);
    if (live === null) return false;
    this.spend([...targets, ...live]);
    const name = this.next("", targets, live);
    if (name !== null) {
      const set = (parts, value) => parts.map((t) => assign(t, name, value));
      return this.choices(name).some((v) => this.explore(set(targets, v), set(live, v), accept, said));
    }
    if (!live.length && !targets.some(isOpen)) return accept(targets);
    const atom = firstComparison([...targets, ...live]);
    if (atom === null) return this.numbers(targets, said, accept);
    const by = (parts, other) => parts.map((t) => replacePart(t, atom, other));
    const simpler = spread(atom);
    if (simpler !== atom) return this.explore(by(targets, simpler), by(live, simpler), accept, said);
    for (const truth of [true, false]) {
      for (const more of literals(atom, truth)) {
        const box = said.also(more);
        if (solution(box) && this.explore(by(targets, truth), by(live, truth), accept, box)) return true;
      }
    }
    return false;
  }

  // Outcomes that are still open numbers. Of two it is asked whether they can differ.
  numbers(targets, said, accept) {
    if (targets.length === 2 && !targets.includes(NA)) {
      const [left, right] = targets;
      const apart = [[left, right, true], [right, left, true]];
      return apart.some((literal) => solution(said.also([literal])) !== null);
    }
    const free = inOrder(supportOf(targets.filter(isOpen)));
    const found = solution(said.also(free.map((n) => [factResidual(n), this.limits(n)[1], false])));
    return found !== null && accept(targets.map((t) => assignAll(t, found)));
  }

  // Which yes/no fact or choice to set next: the one that occurs most often.
  next(fact, targets, ties) {
    const parts = [...targets, ...ties].filter(isOpen);
    let best = null;
    for (const name of supportOf(parts)) {
      if (name === fact || this.numeric(name)) continue;
      const often = addUp(parts.map((part) => occurrences(part, name)));
      if (best === null || often > best.often || (often === best.often && name < best.name)) best = { name, often };
    }
    return best && best.name;
  }

  // Drop parts of a conjunction (disjunction) that share no fact with `fact`'s part and can be true (false).
  focus(fact, target, ties) {
    for (;;) {
      const { op, args } = target;
      if (op === "not" || (op === "guard" && !isOpen(args[1]) && !mayGuard(args[0]))) {
        target = args[0];
        continue;
      }
      if (op !== "and" && op !== "or") return target;
      const kept = args.includes(NA) ? [NA] : [];
      for (const group of groups(args.filter(isOpen), ties)) {
        const mine = group.some((a) => a.support.has(fact));
        if (mine || !this.possible(junction(op, group), op === "and", connectedTo(group, ties))) kept.push(...group);
      }
      const smaller = junction(op, kept);
      if (!isOpen(smaller) || smaller.op === op) return smaller;
      target = smaller;
    }
  }

  // Drop constraints that a fact which nothing else mentions can always satisfy by an extreme value.
  relax(ties, used) {
    let left = [...ties];
    for (const name of inOrder(supportOf(left))) {
      if (used.has(name)) continue;
      const own = left.filter((t) => t.support.has(name));
      const ends = this.numeric(name) ? this.limits(name) : this.choices(name);
      if (ends.some((end) => own.every((t) => this.sure(assign(t, name, end))))) {
        left = left.filter((t) => !own.includes(t));
      }
    }
    return left;
  }

  // Is a condition true whatever its facts are, as one can see at once?
  sure(node) {
    if (!isOpen(node)) return node === true;
    if (node.op === "and") return node.args.every((a) => this.sure(a));
    if (node.op === "or") return node.args.some((a) => this.sure(a));
    if ((node.op !== "le" && node.op !== "lt") || node.support.size > 1 || !once(node)) return false;
    const name = onlyOf(node.support);
    return this.numeric(name) && this.limits(name).every((end) => assign(node, name, end) === true);
  }
}

// What was found before of a fact (or truth), a target and a set of constraints, or is found now. What is remembered is
// kept alive with it: so its keys stay its own.
function remembered(memo, about, target, ties, find) {
  const key = `${about} ${target.key} ${[...new Set(ties.map((t) => t.key))].sort().join()}`;
  return heldIn(memo, key, () => ({ found: find(), target, ties })).found;
}

const unlike = (values) => !same(values[0], values[1]);

function firstComparison(parts) {
  for (const part of parts) for (const atom of comparisons(part)) return atom;
  return null;
}

// Can it come out as not applicable?
function mayGuard(node) {
  if (!isOpen(node)) return false;
  return node.op === "guard" || node.args.includes(NA) || node.args.some(mayGuard);
}

// Constraints still open; null where one is broken.
const stillLive = (ties) => (ties.includes(false) ? null : ties.filter(isOpen));
