// A proof as plain data (explain/json_form.py), as reasons.js describes it. Facts on which something rests are found
// here.

function proofForm(proof, program) {
  const { answer, noSaid, limit, amount, window } = proof;
  const excepts = definitionOf(program, proof.about).excepts.filter((name) => program.conclusions.has(name));
  const grounds = new Grounds(proof.judge);
  const certain = limit === null && answer.status !== "unknown";
  const known = () => grounds.ofVerdict(proof.about, proof.root);
  const form = (route) => routeForm(route, grounds, known);
  return {
    version: 2,
    ...{ policy: program.about.name, as_of: iso(proof.asOf), about: proof.about },
    verdict: {
      ...{ step: proof.root.id, status: answer.status, value: valueForm(answer.value, answer.kind) },
      ...{ no: proof.no, no_said: noSaid, line: proof.line, yet: proof.yet, limit: limit && limitForm(limit) },
    },
    facts: certain ? known() : [],
    standing: { exception_to: excepts, window: window && windowForm(window) },
    why: proof.why,
    summary: proof.summary,
    routes: proof.routes.map(form),
    given: proof.given.map(form),
    missing: proof.missing.map((one) => missingForm(one, program, proof)),
    ...{ changes: null, timeline: null },
    amount: amount && amountForm(amount),
    readings: proof.readings.map((use) => readingForm(use, answer.kind)),
    basis_of_exceptions: proof.others,
    root: proof.root.id,
    nodes: Object.fromEntries([...proof.root.walk()].map((node) => [node.id, nodeForm(node)])),
  };
}

const dayForm = (day) => (day === null ? null : iso(day));
const valueForm = (value, kind) => (value === null ? null : toJson(value, kind));
const idsOf = (nodes) => nodes.map((node) => node.id);
const windowForm = ({ since, until }) => [dayForm(since), dayForm(until)];
const limitForm = ({ day, ...more }) => ({ day: iso(day), ...more });
const findingForm = ({ status, value }, kind) => ({ status, value: valueForm(value, kind) });

function shownForm(shown) {
  if (!("value" in shown)) return shown;
  const { value, type: { kind } } = shown;
  return value instanceof Ratio ? { number: decimalText(value), kind } : { value: toJson(value, kind), kind };
}

// `known` gives the facts of the verdict: those of a way of which nothing is settled but that it is met.
function routeForm(route, grounds, known) {
  const { node, conditions, gap, blocking, met, unmet, open, note, lacks } = route;
  return {
    ...{ step: node.id, conditions: idsOf(conditions), gap, blocking, met: idsOf(met), unmet: idsOf(unmet) },
    open: open.map((one) => ({ step: one.node.id, missing: one.missing })),
    note,
    facts: !lacks && conditions.length === open.length ? known() : grounds.ofRoute(route),
  };
}

function missingForm({ fact, kind, outlooks }, program, { root, answer }) {
  const { type } = program.facts.get(stem(fact));
  const told = ({ answers, outcome }) => ({
    answers: answers.map((value) => toJson(value, type.kind)),
    outcome: findingForm(outcome, answer.kind),
  });
  const asks = (node) => node.decisive && !node.parts.length && node.facts.includes(fact);
  const step = [...root.walk()].find(asks) ?? root;
  return { step: step.id, fact, kind, if: outlooks.map(told) };
}

function amountForm({ rows, result, notes, before, ...more }) {
  return {
    ...more,
    ...{ rows: rows.map(rowForm), result: shownForm(result) },
    ...{ notes: notes.map(asideForm), before: before.map(amountForm) },
  };
}

function rowForm({ values, records, result, ...row }) {
  const bounds = ["low", "bound", "part", "rate"].filter((key) => key in row);
  return {
    ...row,
    ...Object.fromEntries(bounds.map((key) => [key, row[key] && shownForm(row[key])])),
    ...(values && { values: values.map(shownForm) }),
    ...(records && { records: records.map(([key, ...had]) => [key, ...had.map(shownForm)]) }),
    result: shownForm(result),
  };
}

function asideForm({ spans, count, from, to, shown, ...aside }) {
  return {
    ...aside,
    ...(spans && { spans: spans.map((span) => span.map(iso)) }),
    ...(count && { count: Number(count) }),
    ...(from && { from: iso(from), to: iso(to) }),
    ...(shown && { shown: shownForm(shown) }),
  };
}

function readingForm({ others, ...use }, kind) {
  const plain = (outcome) => outcome === null || typeof outcome === "string";
  const told = ({ letter, outcome }) => ({ letter, outcome: plain(outcome) ? outcome : findingForm(outcome, kind) });
  return { ...use, others: others.map(told) };
}

// What is empty is left out.
function nodeForm(node) {
  const { kind, state, name, role, negated, decisive, facts, readings } = node;
  const { note, gives, record, yours, needed, step } = node;
  const values = [...node.values].map(([inner, shown]) => [inner.expr.n ?? "root", shownForm(shown)]);
  const form = {
    ...{ kind, state, name, role, negated, decisive, facts, readings, parts: idsOf(node.parts) },
    ...{ n: step?.expr.n ?? null, note, gives, record, yours, needed, values: Object.fromEntries(values) },
    ...{ age: node.age === null ? null : Number(node.age), last_day: dayForm(node.lastDay) },
    ...{ limit: node.limit && limitForm(node.limit), asides: node.asides.map(asideForm) },
  };
  const empty = (value) => value === null || (typeof value === "object" && !Object.keys(value).length);
  const filled = (value) => value === 0 || (value && !empty(value));
  return Object.fromEntries(Object.entries(form).filter(([key, value]) => key === "decisive" || filled(value)));
}

// Why a conclusion came out as it did. `full`: what other readings would give is computed for all; `ahead`: what would
// change it and when time does are told as well (prospects.js).
FACE.explain = (program, request, name, full = false, ahead = false) =>
  orRefused(() => {
    const answers = evaluate(program, request);
    const form = proofForm(proveReasons(answers, name, full), answers.program);
    return ahead ? { ...form, changes: adviceForm(answers, name), timeline: courseForm(answers, name) } : form;
  });
