// Which facts to ask for next, for one conclusion on one day: never one that cannot matter any more
// (explain/interview/order.py).

const PEOPLE_ENOUGH = 12;

// Equal questions are answered from memory. A step is {paths, finding}: what to ask for, in the order of the
// vocabulary; nothing where nothing more can be asked, and then what the answer is.
class Order {
  constructor(program, question, day, readings) {
    Object.assign(this, { program, question, day, readings });
    const keys = ["steps", "shows", "open", "matter", "findings", "panels"];
    this.kept = Object.fromEntries(keys.map((key) => [key, new Map()]));
    const view = program.at(day);
    const facts = [...view.facts.values()];
    this.kinds = new Map(facts.map(({ name }) => [name, unknownKind(view, name)]));
    this.types = new Map(facts.map(({ name, type }) => [name, type.kind]));
    this.lists = facts.filter(({ type }) => type.kind === "records").map(({ name }) => name);
    this.topics = new Topics(question.form(day), this.kinds, this.types, day);
    this.inForce = this.isInForce(view);
    this.each = new Map([...view.definitions.values()].map((rule) => [rule.name, rule.each]));
  }

  get sample() {
    return (this.kept.sample ??= new SamplePeople(this.program, this.question.name, this.day));
  }

  get people() {
    return (this.kept.people ??= this.sample.anybody(MOST_PEOPLE));
  }

  get examples() {
    const everyone = () => [...this.people, ...this.sample.wishing(MOST_PEOPLE)];
    return (this.kept.examples ??= new Examples(this.question, everyone(), this.day, this.each));
  }

  // ---- what is known

  finding(facts) {
    return heldIn(this.kept.findings, factsKey(facts), () => this.question.ask(facts, this.day));
  }

  // Can this missing fact still change the answer? It counts as one that can where that takes too long to say.
  matters(path, facts) {
    return heldIn(this.kept.matter, `${path} ${factsKey(facts)}`, () => {
      const fields = [...this.question.known.values()].filter((known) => known.each === path);
      const paths = [path, ...fields.map((known) => `${path}[1].${known.name}`)];
      return this.shown(path, facts) || paths.some((one) => this.concerns(one, facts));
    });
  }

  // The exact search.
  concerns(path, facts) {
    const { evaluation, outcome } = heldIn(this.kept.open, factsKey(facts), () => {
      const made = this.question.evaluation(facts, this.day);
      return { evaluation: made, outcome: made.environment.rule(this.question.name) };
    });
    return isOpen(outcome) && evaluation.exact.concerns(path, outcome) !== false;
  }

  shown(path, facts) {
    return heldIn(this.kept.shows, `${path} ${factsKey(facts)}`, () => this.examples.show(path, facts));
  }

  // ---- what to ask

  // `unknown`: facts of which the person said not to know them.
  next(facts, unknown) {
    const key = `${inOrder(unknown).join()} ${factsKey(facts)}`;
    return heldIn(this.kept.steps, key, () => this.nextAnew(facts, unknown));
  }

  nextAnew(facts, unknown) {
    if (!this.inForce) return { paths: [], finding: this.finding(facts) };
    const panel = this.panel(facts);
    const spread = this.question.spread(facts, this.day);
    const { cell, values } = panel.stands(spread, facts);
    const like = panel.like(values, PEOPLE_ENOUGH);
    const finding = cell.known ? this.certain(facts, spread) : null;
    if (finding !== null) return { paths: [], finding };
    const paths = this.chosen(panel, cell, like, facts, unknown);
    return paths.length ? { paths, finding: null } : { paths, finding: this.finding(facts) };
  }

  // What is certain although facts are missing, as can be seen part by part.
  certain(facts, spread) {
    const form = this.question.form(this.day);
    const spot = form.root === null ? null : found(form.root, new World(form, spread, this.day));
    if (!isSure(spot)) return null;
    const finding = spot === NA ? new Finding("not_applicable") : new Finding("value", spot);
    return heldIn(this.kept.findings, factsKey(facts), () => finding);
  }

  // Facts that the plan proposes, with all that is asked together with them and matters. Those for which no example is
  // found that they matter wait until there are no others; then it is decided exactly.
  chosen(panel, cell, like, facts, unknown) {
    const all = ordered(this.question.known.keys(), panel.paths.names(panel.root.facts));
    const place = new Map(all.map((path, at) => [path, at]));
    const planned = (closed) => new Plan(panel, this.topics, place, closed);
    const together = planned(unknown).open(cell).topics;
    const matters = (path) => this.matters(path, facts);
    for (const certain of [(path) => this.shown(path, facts), matters]) {
      const idle = new Set();
      for (;;) {
        const plan = planned(new Set([...unknown, ...idle]));
        const proposed = this.onTime(plan.choose(cell, like), idle);
        if (!proposed.length) break;
        const one = proposed.find(certain);
        if (one) return (together.get(this.topics.ofPath(one))?.paths ?? proposed).filter(matters);
        const asked = [...plan.open(cell).topics.values()].flatMap(({ paths }) => paths);
        for (const path of asked) if (!certain(path)) idle.add(path);
      }
    }
    return [];
  }

  // What is proposed, unless what still waits to be decided comes before it.
  onTime(proposed, waiting) {
    const level = (path) => this.topics.level(path) ?? 0;
    const first = Math.min(...[...waiting].map(level));
    return proposed.some((path) => level(path) > first) ? [] : proposed;
  }

  // Is it looked at conditions at all on this day?
  isInForce(view) {
    const definition = view.definitions.get(this.question.name);
    const closed = this.question.evaluation(new Map(), this.day).force;
    return definition !== undefined && (!closed || definition.answered_before_force);
  }

  // As many records as there are known to be, else as many as anybody has.
  panel(facts) {
    const lengths = new Map();
    for (const name of this.lists) {
      const most = () => Math.max(0, ...this.people.map((person) => Number(person.get(name) ?? 0n)));
      lengths.set(name, facts.has(name) ? Number(facts.get(name)) : most());
    }
    return heldIn(this.kept.panels, [...lengths.values()].join(), () => {
      return new Panel(this.question.form(this.day), this.people, this.day, lengths, this.types);
    });
  }
}
