// One question put to a program: what the conclusion or norm comes to on a day for some facts, and the rules that
// decide as plain data (explain/question/ask.py). Facts are Maps of run-time values by their paths, days BigInts.

// `status` as of an answer, of a norm applies or not_applies; `missing` are the facts that can still change it.
class Finding {
  constructor(status, value = null, missing = []) {
    this.status = status;
    this.value = value;
    this.missing = missing;
  }

  get yes() {
    return this.status === "applies" || (this.status === "value" && this.value === true);
  }

  equals(other) {
    return this.missing.join() === other.missing.join() && sameFinding(this, other);
  }
}

// What is known of a fact: its kind and choices, the list whose field it is, who can change it.
class Known {
  constructor(fact) {
    Object.assign(this, fact, fact.type);
  }

  get numeric() {
    return !["bool", "enum", "records"].includes(this.kind);
  }

  // Of a yes/no fact or a choice; none of others.
  get values() {
    return this.kind === "bool" ? [true, false] : this.choices;
  }

  axis(path) {
    return axisOf(path, this.kind, this.limits);
  }
}

// A conclusion of a program under readings (a Map). Throws RangeError where there is none of this name.
class Question {
  constructor(program, name, readings = new Map(), kind = kindOfConclusion(program, name)) {
    Object.assign(this, { program, name, readings, kind, known: factsOf(program) });
    this.boolean = kind === "bool";
    this.enquirer = [...program.facts.values()].find((fact) => fact.norm_default !== null) ?? null;
    this.forms = new Map();
    this.groundedTests = new Map();
  }

  // ---- what it comes to

  // What the answer is.
  ask(facts, day) {
    const { status, value, missing } = this.answer(facts, day, false);
    return new Finding(status, value, missing);
  }

  // The same without the missing facts; a certain answer that takes long to tell may count as unknown.
  glance(facts, day) {
    const { status, value } = this.answer(facts, day, true);
    return new Finding(status, value);
  }

  answer(facts, day, brief) {
    const evaluation = this.evaluation(facts, day, brief);
    return evaluation.conclusion(definitionOf(evaluation.program, this.name));
  }

  evaluation(facts, day, brief = false) {
    return new Evaluation(this.program.at(day), { asOf: day, facts, readings: this.readings }, brief);
  }

  // Would a request with these facts be accepted: is no constraint certainly broken?
  admissible(facts, day) {
    const environment = new Environment(this.program, facts, day, this.readings);
    return allowed(constraintValues(this.program, environment));
  }

  // ---- the rules as data

  // The days on which other text begins to count, or the instrument begins or ceases to be in force.
  get breaks() {
    const { in_force_from, repealed_from } = this.program.about;
    const days = new Set([in_force_from, repealed_from, ...this.program.epochs.map(([day]) => day)]);
    return [...days].filter((day) => day !== null && day > FIRST_DAY).sort(ascending);
  }

  // The kind of enquirer that is meant where nothing else is said, "" where there is none.
  get person() {
    const usual = this.enquirer?.norm_default;
    return typeof usual === "string" ? usual : "";
  }

  // The rules as they read on a day.
  form(day) {
    return heldIn(this.forms, this.epoch(day), () => {
      const program = this.program.at(day);
      const number = !["bool", "enum", "list", "text"].includes(this.kind);
      return new Form(program, this.rootOf(program), this.readings, number);
    });
  }

  // The comparisons in the rules as they read on a day, for the records that there are.
  tests(facts, day) {
    const lengths = this.lengths(facts);
    const key = `${this.epoch(day)}:${[...lengths.values()].join()}`;
    return heldIn(this.groundedTests, key, () => grounded(this.form(day), lengths));
  }

  // What is known of the fact of this path.
  of(path) {
    return this.known.get(stem(path));
  }

  // All facts on which the answer may depend, and those that constraints tie to them; without those in `but`.
  reach(facts, day, but = new Map()) {
    const form = this.form(day);
    const lengths = this.lengths(facts);
    const open = (own) => new Set(pathsOf(own, NOBODY, lengths).filter((path) => !but.has(path)));
    return withConnected(open(form.own), form.tied.map((own) => ({ support: open(own) })));
  }

  // The missing facts among them; what is known ties nothing to anything.
  near(facts, day) {
    return this.reach(facts, day, facts);
  }

  // The facts, each missing number or date as the span of what it may be.
  spread(facts, day) {
    const made = new Map(this.withDefault(facts));
    for (const path of this.near(facts, day)) {
      if (!this.of(path).numeric) continue;
      const axis = this.of(path).axis(path);
      made.set(path, between(axis.at(axis.low), axis.at(axis.high)));
    }
    return made;
  }

  // The missing facts below comparisons: numbers and dates as axes, others with their choices.
  open(items, facts) {
    const axes = new Map();
    const choices = new Map();
    for (const path of items.flatMap((item) => item.paths)) {
      if (facts.has(path)) continue;
      if (this.of(path).numeric) axes.set(path, this.of(path).axis(path));
      else choices.set(path, this.of(path).values);
    }
    return [axes, choices];
  }

  // What is known where the question itself says some of it.
  withDefault(facts) {
    return facts;
  }

  // How many records each list has, none where that is missing.
  lengths(facts) {
    const lists = [...this.known.values()].filter((known) => known.kind === "records");
    return new Map(lists.map(({ name }) => [name, Number(facts.get(name) ?? 0n)]));
  }

  epoch(day) {
    return this.program.epochs.findLast(([first]) => first <= day)?.[0] ?? FIRST_DAY;
  }

  rootOf(program) {
    return program.definitions.has(this.name) ? new RuleNode("rule", [], { name: this.name }) : null;
  }
}

function kindOfConclusion(program, name) {
  if (!program.conclusions.has(name)) throw new RangeError(name);
  return program.conclusions.get(name).type.kind;
}

// The facts of a program as plain data, in the order of the vocabulary.
const factsOf = (program) => new Map([...program.facts.values()].map((fact) => [fact.name, new Known(fact)]));

// Equal facts have equal keys.
const factsKey = (facts) =>
  inOrder(facts.keys())
    .map((path) => `${path}=${keyOf(facts.get(path))}`)
    .join();
