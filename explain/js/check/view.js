// What the page of an outcome says, as plain data: the same that explain/templates/explanation.html.j2 tells a citizen.

// Explains one conclusion of the answers to a request.
function outcomeView(answers, name, words) {
  return new OutcomeView(answers, name, words).whole();
}

class OutcomeView {
  constructor(answers, name, tables) {
    Object.assign(this, { answers, name, program: answers.program });
    this.words = new FigureWords(tables, answers.program, answers.request.asOf);
    this.proof = proveReasons(answers, name);
    this.definition = definitionOf(answers.program, name);
  }

  whole() {
    const { proof, words, name } = this;
    const { ui } = words.words;
    const advice = adviceOn(this.answers, name);
    const rule = words.rule(name);
    return {
      label: rule.label,
      mark: proof.root.state,
      headline: words.headline(proof),
      caveats: this.caveats(),
      standing: [...(rule.standing ?? []), ...(proof.window ? rule.by : [])],
      why: ui[proof.why],
      summary: words.summary(proof),
      no: advice !== null && advice.bars.length ? "" : words.noSaid(proof),
      given: this.routes(proof.given),
      routes: this.routes(proof.routes),
      missing: proof.missing.map((one) => this.missing(one)),
      amounts: this.amounts(),
      changes: advice && this.changes(advice),
      course: this.course(),
      law: [name, ...proof.others].map((one) => this.law(one)).filter((one) => one.quote),
      remarks: rule.remarks ?? [],
      readings: proof.readings.filter((use) => use.main).map((use) => this.reading(use)),
      tree: this.condition(proof.root),
    };
  }

  caveats() {
    const { in_force_from, last_verified } = this.program.about;
    const [before, unverified] = this.words.words.caveats;
    const { asOf } = this.proof;
    const late = last_verified !== null && asOf > last_verified;
    return [asOf < in_force_from && before, late && unverified].filter(Boolean);
  }

  get lacking() {
    return isUnmet(this.proof.root);
  }

  // ---- ways

  routes(routes) {
    return routes.map((route, i) => ({
      title: this.words.title(route, i + 1, routes.length),
      lacks: this.words.lacks(route),
      ...(this.lacking ? this.lackingRoute(route) : this.metRoute(route)),
    }));
  }

  lackingRoute(route) {
    return {
      reasons: route.unmet.map((node) => this.reason(node)),
      open: route.open.map((one) => this.open(one)),
      note: this.words.note(route),
      met: route.met.map((node) => this.words.brief(node)),
    };
  }

  metRoute({ unmet, met, open }) {
    const decisive = open.map((one) => one.node).filter((node) => node.decisive);
    return { reasons: [...unmet, ...met, ...decisive].map((node) => this.reason(node)), open: [], note: "", met: [] };
  }

  // What cannot be settled yet, and the facts that it depends on.
  open({ node, missing }) {
    const { words } = this;
    const fact = node.kind === "fact";
    return {
      mark: node.state,
      label: words.brief(node),
      yours: fact ? words.yours(node) : "",
      depends: fact ? [] : missing.map((path) => words.nameOf(path)),
    };
  }

  reason(node) {
    const { words } = this;
    const { body } = node;
    return {
      ...this.said(node),
      joint: node.reasons.length && body !== node ? words.label(body) : "",
      parts: shownParts(node).map((part) => this.reason(part)),
      pending: pendingParts(node).map((part) => this.pending(part)),
    };
  }

  pending(node) {
    const text = node.kind === "fact" ? this.words.yours(node) : this.words.words.states[node.state][1];
    return { mark: node.state, label: this.words.brief(node), yours: text };
  }

  said(node) {
    const { words } = this;
    const rule = node.kind === "rule" ? words.rule(node.name) : {};
    return {
      mark: node.counts ? "counts" : node.state,
      label: words.label(node),
      yours: words.yours(node),
      needed: words.needed(node),
      notes: [words.note(node), ...words.asides(node)].filter(Boolean),
      cite: rule.cite ?? "",
      page: rule.page ?? "",
    };
  }

  condition(node) {
    return { ...this.said(node), idle: !node.decisive, parts: node.parts.map((part) => this.condition(part)) };
  }

  // ---- what is missing, figures

  missing({ fact, kind, outlooks }) {
    const { words, name } = this;
    const { hint, status } = words.fact(fact);
    const asked = kind === "asked" || kind === "judged";
    return {
      kind,
      fact,
      label: words.nameOf(fact),
      question: asked ? words.asked(fact) : "",
      status,
      hint: (asked && hint) || "",
      outlooks: outlooks.map((one) => words.outlook(fact, one, name)),
    };
  }

  amounts() {
    const { amount } = this.proof;
    return amount === null ? [] : [...amount.before, amount].map((one) => this.amount(one));
  }

  amount(one) {
    const { words } = this;
    const notes = [...one.notes.map((note) => words.aside(note)), ...one.rounding.map((pair) => words.rounding(pair))];
    return {
      label: words.rule(one.name).label,
      formula: words.formula(one),
      rows: one.rows.map((row) => words.figure(row)),
      result: words.shown(one.result, words.rule(one.name).kind),
      notes,
    };
  }

  // ---- what would change it, and when

  changes(advice) {
    const { words } = this;
    return {
      barred: advice.bars.length > 0,
      lead: words.lead(advice),
      ways: advice.sets.map((set) => set.map((one) => words.alter(one))),
      bars: advice.bars.map((way) => way.map((one) => words.bar(one))),
      after: words.after(advice, this.name, this.definition.type.kind === "bool"),
      more: words.more(advice),
      then: advice.missing.map((path) => words.nameOf(path)),
    };
  }

  course() {
    const course = courseOf(this.answers, this.name);
    if (course === null) return null;
    const turns = course.stretches.filter((one) => !CLOSED.includes(one.status)).length > 1;
    return {
      lead: this.words.courseLead(course.lead),
      stretches: turns ? course.stretches.map((one) => this.stretch(one)) : [],
      earlier: turns ? course.earlier : 0,
      later: turns ? course.later : 0,
      complete: course.complete,
    };
  }

  stretch(one) {
    const { words, answers } = this;
    const settled = one.status === "value" || one.status === "unknown";
    return {
      mark: stateOf(settled ? one.value : NA),
      text: words.stretch(one, this.name),
      causes: one.first ? words.causes(one, answers.whole, one.first) : [],
      now: one.now,
    };
  }

  // ---- law and readings

  law(name) {
    const { cite = "", quote = "", page = "" } = this.words.rule(name);
    return { cite, quote, page };
  }

  reading({ id, letter, switched, others }) {
    const { question, letters, page = "" } = this.words.words.readings[id];
    const told = others.map((one) => ({ text: letters[one.letter], outcome: this.words.otherReading(one, this.name) }));
    return { id, question, text: letters[letter], switched, others: told, page };
  }
}

// The deciding parts that a reader has to see: a number explained before already stands in the condition.
function shownParts(node) {
  const told = (part) => node.kind === "test" && part.kind === "rule" && part.state === "value" && !part.parts.length;
  return node.reasons.filter((part) => !told(part));
}

// Beside what an "all" or a rule's guard lacks, what cannot be said yet: whoever mends the one must know of the other.
function pendingParts(node) {
  if (!["all", "rule"].includes(node.body.kind) || !isUnmet(node)) return [];
  return node.body.parts.filter((part) => part.state === "open" && !part.decisive);
}
