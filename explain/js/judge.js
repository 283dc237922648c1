// A person's facts on a day under readings, with the exact decision on whatever is left open (explain/judge.py).

const JUDGE_TOO_OPEN = 8;
const JUDGE_TOO_MANY = 24;

// `possible` is false where the facts break a constraint; `known` are outcomes that were decided before.
class Judge {
  constructor(environment, exact, open, possible) {
    Object.assign(this, { environment, exact, open, possible, known: new Map() });
    this.program = environment.program;
    this.order = [...this.program.facts.keys()];
  }

  // `like` has decided much already; where the same constraints are open, that is kept.
  static of(environment, like = null) {
    const values = constraintValues(environment.program, environment);
    const open = tiesOf(values);
    const kept = like !== null && like.open.length === open.length && like.open.every((tie, i) => tie === open[i]);
    return new Judge(environment, kept ? like.exact : exactFor(environment, open), open, allowed(values));
  }

  // The value on which all completions agree; null where there is none.
  settle(outcome) {
    if (!isOpen(outcome)) return outcome;
    if (this.known.has(outcome)) return this.known.get(outcome)[0];
    if (this.tooMany(outcome) || this.exact.either(outcome)) return null;
    return this.exact.decide(outcome).value;
  }

  // Can these conditions surely not all be met together?
  clash(outcomes) {
    const both = junction("and", outcomes);
    if (!isOpen(both)) return both !== true;
    return !this.tooMany(both) && this.exact.found(both, true, BRIEFLY) === false;
  }

  // The facts that can still change an open outcome, in the order of the vocabulary.
  missing(outcome) {
    if (!isOpen(outcome)) return [];
    if (this.known.has(outcome)) return this.known.get(outcome)[1];
    return this.named(this.tooMany(outcome) ? outcome.support : this.exact.decide(outcome).missing);
  }

  // Facts in the order of the vocabulary, records by their number; a field of an unknown list by the list.
  named(facts) {
    const places = [...facts].map((path) => [this.order.indexOf(listOf(path)), numberOf(path), path]);
    places.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1));
    return [...new Set(places.map(([, , path]) => (this.unlisted(path) ? listOf(path) : path)))];
  }

  unlisted(path) {
    return isField(path) && !this.environment.facts.has(listOf(path));
  }

  tooMany(outcome) {
    return outcome.support.size > JUDGE_TOO_MANY && [...outcome.support].some((path) => this.unlisted(path));
  }

  // What the conclusion of this name came to; null where so much is open that it is not looked into.
  find(name) {
    const outcome = this.environment.rule(name);
    if (isOpen(outcome) && outcome.support.size > JUDGE_TOO_OPEN) return null;
    const value = this.settle(outcome);
    if (value === null) return { status: "unknown", value: null };
    return value === NA ? { status: "not_applicable", value: null } : { status: "value", value };
  }

  assuming(fact, value) {
    return Judge.of(this.environment.assuming(fact, value), this);
  }

  // The same where nothing is known but these facts.
  only(paths) {
    const { facts } = this.environment;
    return Judge.of(this.environment.but(new Map(paths.map((p) => [p, facts.get(p)]))), this);
  }

  // The same person under another letter of a reading.
  under(reading, letter) {
    const old = this.environment;
    const readings = new Map([...old.readings, [reading, letter]]);
    return Judge.of(new Environment(old.program, old.facts, old.asOf, readings), this);
  }
}

const sameFinding = (a, b) =>
  a.status === b.status && (a.value === null || b.value === null ? a.value === b.value : same(a.value, b.value));
