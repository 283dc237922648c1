// What can be changed, and what is certain whatever is changed (explain/question/levers.py).

// What a person may be advised to do: acts at an agency, free neutral choices.
const OWN_CHANGES = ["registration", "choice"];

// The answer that is wished for: yes, or, of what is no yes/no question, any value at all.
class Goal {
  constructor(boolean) {
    this.boolean = boolean;
  }

  met(finding) {
    return finding.yes || (!this.boolean && finding.status === "value");
  }

  certainNo(finding) {
    return finding.status !== "unknown" && !this.met(finding);
  }

  // Can a rule that may come to this never come to what is wished for?
  excluded(spot) {
    return spot === NA || (this.boolean && spot === false);
  }
}

// One person's facts on a day, and the answer wished for.
class Levers {
  constructor(question, facts, day, goal) {
    Object.assign(this, { question, facts, day, goal, kept: {} });
  }

  on(day) {
    return new Levers(this.question, this.facts, day, this.goal);
  }

  get form() {
    return this.question.form(this.day);
  }

  // All facts on which the answer depends, known or not, and those that constraints tie to them.
  get paths() {
    const { question, facts } = this;
    const reach = () => question.reach(question.withDefault(facts), this.day);
    return (this.kept.paths ??= ordered(question.known.keys(), reach()));
  }

  // Those that the person may be advised to change.
  get own() {
    const isOwn = (path) => this.question.of(path).kind !== "records" && OWN_CHANGES.includes(this.kind(path));
    return (this.kept.own ??= this.paths.filter(isOwn));
  }

  // The class of a fact's change; a date that is not over may have one of its own.
  kind(path) {
    const known = this.question.of(path);
    return known.parameter ? "parameter" : changeOf(known, this.facts.get(path), this.day);
  }

  // What a number may be changed to; a date, from the day asked about on.
  axis(path) {
    const known = this.question.of(path);
    const { low, high, unit } = known.axis(path);
    if (!isDated(known) || !this.own.includes(path)) return new Axis(path, low, high, unit);
    const today = RUN.min(dayAs(known, this.day), high);
    return new Axis(path, RUN.max(low, today), high, unit);
  }

  // ---- what is certain

  // The facts with some (anything with `has`) left open; a list with all its records.
  without(free) {
    return new Map([...this.facts].filter(([path]) => !free.has(path) && !free.has(listOf(path))));
  }

  // Is what is wished for excluded, whatever these facts are? A yes here is always right.
  hopeless(free) {
    const { form } = this;
    if (form.root === null) return true;
    const facts = new Map(this.question.withDefault(this.without(free)));
    for (const path of free) if (this.question.of(path).numeric) facts.set(path, this.range(path));
    const world = new World(form, facts, this.day);
    return this.excluded(form.root, world) || form.ties.some((tie) => found(tie, world) === false);
  }

  // All that a number that is left open may be: what it is, and what it may be changed to.
  range(path) {
    const old = this.facts.get(path);
    const axis = old === undefined ? this.question.of(path).axis(path) : this.axis(path);
    const now = old === undefined ? axis.low : axis.number(old);
    return between(axis.at(RUN.min(axis.low, now)), axis.at(RUN.max(axis.high, now)));
  }

  // What is not applicable is never what is wished for; so a value can be excluded before its guard is known.
  excluded(node, world) {
    if (node.op === "rule") return this.excluded(this.form.rules.get(node.name), world);
    if (node.op === "guard") {
      const guard = found(node.parts[0], world);
      return guard === false || guard === NA || this.excluded(node.parts[1], world);
    }
    return node.op === "choose" ? this.noCase(node.parts, world) : this.goal.excluded(found(node, world));
  }

  noCase(parts, world) {
    for (let i = 0; i < parts.length - 1; i += 2) {
      const holds = found(parts[i], world);
      if (holds !== false && holds !== NA && !this.excluded(parts[i + 1], world)) return false;
      if (holds === true || holds === NA) return true;
    }
    return this.excluded(parts.at(-1), world);
  }

  // The same, with the exact decision on what is open.
  denied(free) {
    return this.hopeless(free) || this.goal.certainNo(this.question.glance(this.without(free), this.day));
  }
}

// The sets of facts that are not without hope, smallest first. Each failure teaches a set of which at least one fact
// must be left open (`must`), so that most others need not be looked at; none that has hope is passed over.
class Hitting {
  constructor(paths, hopeless) {
    this.paths = paths;
    this.hopeless = hopeless;
    this.must = [];
  }

  *ofSize(size) {
    for (const chosen of combinations(this.paths, size)) {
      const free = new Set(chosen);
      if (this.must.every((some) => !disjoint(free, some)) && !this.fails(free)) yield free;
    }
  }

  fails(chosen) {
    if (!this.hopeless(chosen)) return false;
    const free = new Set(chosen);
    for (const path of this.paths) {
      if (!free.has(path) && this.hopeless(new Set(free).add(path))) free.add(path);
    }
    this.must.push(new Set(this.paths.filter((path) => !free.has(path))));
    return true;
  }
}
