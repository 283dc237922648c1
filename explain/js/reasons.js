// Answers -> proof without words (explain/reasons.py): why, why not, what is missing, how an amount was computed, on
// which readings it rests. `proofForm` (proof_form.js) gives it as JSON; what stands there:
//
// {
//   version, policy, as_of, about,
//   verdict: { step, status, value, no,                      // as Python's JSON form
//              no_said: null | { kind: "dates" | "fixed" | "decision", facts: [path…] },
//              line: "undecided" | "no_version" | "no_answer" | "claim",     // which headline
//              yet,                                          // it is a no that may change
//              limit: null | { day, over, rule } },          // rule: the rule's own dates, not the instrument's
//   facts: [path…],
//   standing: { exception_to: [name…], window: null | [since, until] },
//   why: "why_yes" | "why_no" | "why_na" | "why_value" | "missing",
//   summary: { step, plain: null | "since" | "not_applicable" | one of why, decided: null | decided.js },
//   routes, given: [{ step, conditions: [id…],               // conditions in order: the title is made of their names
//                     gap, blocking, met: [id…], unmet: [id…], open: [{ step, missing: [path…] }],
//                     note, facts: [path…] }],              // note: as of a node, or closed
//   missing: [{ step, fact, kind, if: [{ answers: [value…], outcome: { status, value } }] }],
//   changes, timeline,                                       // null, or as prospects.js has them
//   amount: null | { step, name, n, rows: [row…], result, rounding: [[reading, letter]…], notes: [aside…],
//                    before: [amount…] },                    // n: the formula; row: amounts.js
//   readings: [{ step, id, main, letter, switched,
//                others: [{ letter, outcome: null | "same" | "open" | { status, value } }] }],
//   basis_of_exceptions: [name…],
//   root, nodes: { id: {
//     kind, state, name, role, negated, decisive, facts, readings, parts,   // as Python's JSON form
//     n,         // number of the expression it shows, the form under the letters in force (of a record: its list's)
//     note,      // see_above | whatever | clash
//     gives,     // of an exception: the state of what it would give
//     record,    // `household[2]` where the label is that record's, followed by the node's own but for all, any, not
//     yours, needed,  // true where a value of the person's, and one required, is shown
//     values,    // { n: shown } of what yours and needed are made of: terms.js
//     age, last_day,  // completed years of reached, younger, aged; the last day of within
//     limit,     // of the node of a day outside the dates: { day, over }
//     asides: [aside…] } }                                   // what is empty is left out
// }
//
// shown: { value, kind } | { number, kind } (no integer; of money so many fen) | { na: true }
//      | { open: "asked" | "judged" | "published" | "told" | "open" }
// aside: { kind: "idle", spans } | { kind: "idle", count } | { kind: "opened", spans } | { kind: "supplied" }
//      | { kind: "moved", from, to } | { kind: "row", name, row } | { kind: "given" } | { kind: "version", name }
//      | { kind: "gone", name, over } | { kind: "inherited", names } | { kind: "nobody" }
//      | { kind: "record", state: "open" | "counts" | "counts_not", n, shown } | { kind: "left_out", records: [key…] }
// In the proof itself values are run-time values, a node is a ProofNode with its `step` and `at` (steps.js, terms.js).

// The proof of one conclusion that was asked for. `full`: what other readings would give is computed for all.
function proveReasons(answers, name, full = false) {
  return new ProofMaker(answers, definitionOf(answers.program, name), answers.conclusions.get(name), full).proof();
}

class ProofMaker {
  constructor(answers, definition, answer, full) {
    Object.assign(this, { answers, definition, answer, full, program: answers.program });
    this.day = answers.request.asOf;
    this.judge = Judge.of(answers.environment);
    const outcome = answers.environment.rule(definition.name);
    if (isOpen(outcome) && ["value", "unknown", "not_applicable"].includes(answer.status)) {
      this.judge.known.set(outcome, [answer.status === "not_applicable" ? NA : answer.value, answer.missing]);
    }
    this.kinds = new Kinds(this.judge);
  }

  // Outside the dates of the instrument, or of the rule, no condition is looked at.
  proof() {
    const limit = outsideDates(this.program, this.definition, this.day);
    const root = limit !== null ? this.dated(limit) : new Tree(this.judge).of(this.definition.name);
    const { status } = this.answer;
    const cause = causeNode(root, status);
    const [routes, given] = limit !== null ? [[], []] : this.ways(root, cause);
    const [no, noSaid] = this.no(routes, limit !== null);
    const why = limit !== null ? "why_yes" : this.why();
    const body = root.parts.at(-1) ?? root;
    return {
      about: this.definition.name,
      asOf: this.day,
      answer: this.answer,
      root,
      routes,
      given,
      limit,
      no,
      noSaid,
      why,
      ...this.headline(routes, limit),
      summary: limit !== null ? { step: cause.id, plain: "since", decided: null } : this.summary(why, cause, body),
      missing: this.answer.missing.map((path) => this.missingFact(path)),
      amount: limit === null && computedAnswer(this.answer) ? amountOf(this.judge, root) : null,
      readings: readingsUsed(root, this.judge, this.answer, this.full),
      others: body.kind === "exceptions" ? decidingNames(body, this.program) : [],
      window: this.window(limit),
      judge: this.judge,
    };
  }

  // ---- what there is to know of conditions beside what they came to ----

  missing(node) {
    return this.judge.missing(node.step.outcome);
  }

  clash(nodes) {
    return clashOf(this.judge, nodes);
  }

  // ---- the verdict and the ways ----

  // Why (or why not), and the conditions on which a value was computed.
  ways(root, cause) {
    if (this.answer.status === "unknown") return [[], []];
    if (!computedAnswer(this.answer)) return [routesOf(cause, this, beyondGuard(root, cause)), []];
    const guard = root.parts[0]?.role === "guard" ? root.parts[0] : null;
    return [chosenRoutes(root.general, this), guard !== null ? routesOf(guard, this) : []];
  }

  // The kind of a "no", and of a value that does not apply, and what must be said of it.
  no(routes, dated) {
    if (this.answer.value !== false && this.answer.status !== "not_applicable") return [null, null];
    if (dated || !routes.length) return [dated ? "dates" : "not_met", null];
    return this.kinds.of(routes, this.definition.name, this.answer.status === "value");
  }

  headline(routes, limit) {
    const { status, value } = this.answer;
    if (status === "unknown") return { line: "undecided", yet: false };
    if (limit !== null && limit.rule) return { line: "no_version", yet: false };
    if (limit !== null && status.endsWith("in_force")) return { line: "no_answer", yet: false };
    const open = (route) => !route.bars.length && !this.kinds.closed(route.unmet);
    return { line: "claim", yet: value === false && routes.some(open) };
  }

  why() {
    const { status, kind, value } = this.answer;
    if (status !== "value") return status === "unknown" ? "missing" : "why_na";
    return kind !== "bool" ? "why_value" : value ? "why_yes" : "why_no";
  }

  summary(why, cause, body) {
    if (why === "why_na" && cause.kind === "test" && cause.state === "not_applicable") {
      return { step: cause.id, plain: "not_applicable", decided: null };
    }
    const decided = decidedBy(body, this.program);
    const alone = why === "why_yes" || why === "why_value" || body.parts.some((part) => part.counts);
    return { step: cause.id, plain: decided !== null && alone ? null : why, decided };
  }

  // The dates of its text, where they must be told.
  window(limit) {
    return limit === null && versionAside(this.definition).length ? this.definition.window : null;
  }

  // The tree of a day on which the document does not answer: that day beside the day it needs.
  dated(limit) {
    const { status, value } = this.answer;
    const state = status !== "value" ? "not_applicable" : value === true ? "met" : "unmet";
    const shown = { yours: true, needed: true, limit };
    const day = new ProofNode({ id: "1.1", kind: "test", state: "unmet", decisive: true, ...shown });
    const [reading] = this.program.before_force;
    const readings = reading && !limit.over && !limit.rule ? [reading] : [];
    const { name } = this.definition;
    return new ProofNode({ id: "1", kind: "rule", state, readings, decisive: true, parts: [day], name });
  }

  // ---- what is missing ----

  missingFact(path) {
    const kind = unknownKind(this.program, path);
    const outlooks = kind === "asked" || kind === "judged" ? this.outlooks(path) : [];
    return { fact: path, kind, outlooks };
  }

  // The answers that alone settle the question, those with the same outcome together.
  outlooks(path) {
    const { type } = this.program.facts.get(stem(path));
    if (type.kind !== "bool" && type.kind !== "enum") return [];
    const found = [];
    for (const value of type.choices.length ? type.choices : [true, false]) {
      const judge = this.judge.assuming(path, value);
      const finding = judge.possible ? judge.find(this.definition.name) : null;
      if (finding === null || finding.status === "unknown") continue;
      const like = found.find(({ outcome }) => sameFinding(outcome, finding));
      if (like !== undefined) like.answers.push(value);
      else found.push({ answers: [value], outcome: finding });
    }
    return found;
  }
}

// The day from which the rule answers, or (`over`) answers no more; null where it answers. `rule`: it is the rule that
// is out of its dates, rather than the instrument.
function outsideDates(program, definition, day) {
  const limit = outsideInstrument(program, day);
  if (limit !== null && !definition.answered_before_force) return limit;
  if (program.definitions.has(definition.name)) return null;
  const over = program.gone.get(definition.name)[0] === "no_longer_in_force";
  const { since, until } = definition.window;
  return { day: over ? (until ?? 0n) + 1n : since ?? 0n, over, rule: limit === null };
}

function outsideInstrument({ about: { repealed_from, in_force_from } }, day) {
  if (repealed_from !== null && day >= repealed_from) return { day: repealed_from, over: true, rule: false };
  return day < in_force_from ? { day: in_force_from, over: false, rule: false } : null;
}
