// Program, facts, day -> answers (compiler/evaluate.py).

// { name, status, value, missing, articles, kind }: `value` is a run-time value, null where there is none.
const answerOf = (name, status, articles, kind = "bool", value = null, missing = []) => ({
  name,
  status,
  value,
  missing,
  articles,
  kind,
});

// { program, request, conclusions, norms, environment, whole }: `program` is the text of the day asked about, `whole`
// that of all days. Throws Refused.
function evaluate(whole, raw) {
  const request = readRequest(whole, raw);
  const program = whole.at(request.asOf);
  const evaluation = new Evaluation(program, request);
  const asked = request.only.length ? new Set(request.only) : program.conclusions;
  const order = [...program.conclusions.values()].filter((one) => asked.has(one.name));
  order.sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1]);
  const all = [...program.norms.values(), ...[...program.gone_norms.values()].map(([, norm]) => norm)];
  const norms = request.only.length ? [] : all.filter((norm) => norm.condition !== null);
  norms.sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    program,
    request,
    conclusions: new Map(order.map((one) => [one.name, evaluation.conclusion(one)])),
    norms: new Map(norms.map((one) => [one.id, evaluation.norm(one)])),
    environment: evaluation.environment,
    whole,
  };
}

// The exact decision on whatever is missing there.
function exactFor(environment, constraints) {
  const { facts } = environment.program;
  const lists = [...facts.values()].filter((fact) => fact.type.kind === "records").map((fact) => fact.name);
  const unknown = new Set(lists.filter((name) => !environment.facts.has(name)));
  return new Exact(new Everything(facts), constraints, unknown);
}

// One request against the program of its day. `brief`: of what is unknown the missing facts are not looked for.
class Evaluation {
  constructor(program, request, brief = false) {
    Object.assign(this, { program, request, brief });
    this.environment = new Environment(program, request.facts, request.asOf, request.readings);
    this.assumed = new Map();
    this.force = forceOf(program, request);
    this.decision = null;
  }

  get exact() {
    this.decision ??= exactFor(this.environment, tiesOf(constraintValues(this.program, this.environment)));
    return this.decision;
  }

  conclusion(definition) {
    const { name, type } = definition;
    const articles = definition.part ? [definition.part] : [];
    if (this.force && !definition.answered_before_force) {
      if (this.force !== "no") return answerOf(name, this.force, articles, type.kind);
      if (type.kind === "bool" && definition.guard === null) return answerOf(name, "value", articles, type.kind, false);
      return answerOf(name, "not_applicable", articles, type.kind);
    }
    if (this.program.gone.has(name)) return answerOf(name, this.program.gone.get(name)[0], articles, type.kind);
    const [value, missing, decided] = this.settle(this.environment.rule(name));
    if (!decided) return answerOf(name, "unknown", articles, type.kind, null, missing);
    if (value === NA) return answerOf(name, "not_applicable", articles, type.kind);
    return answerOf(name, "value", articles, type.kind, value);
  }

  // A norm that speaks of some kinds of enquirer does not apply to others; that comes first.
  norm(norm) {
    const articles = norm.part ? [norm.part] : [];
    if (this.force) return answerOf(norm.id, this.force === "no" ? "not_applies" : this.force, articles);
    const gone = this.program.gone_norms.get(norm.id);
    if (gone !== undefined) return answerOf(norm.id, gone[0], articles);
    let environment = this.environment;
    const enquirer = [...this.program.facts.values()].find((fact) => fact.norm_default !== null);
    if (norm.subject.length && enquirer !== undefined) {
      const kind = environment.facts.get(enquirer.name) ?? enquirer.norm_default;
      if (!norm.subject.includes(kind)) return answerOf(norm.id, "not_applies", articles);
      environment = this.withDefault(enquirer.name, enquirer.norm_default);
    }
    const [value, missing, decided] = this.settle(run(norm.condition, environment));
    if (!decided) return answerOf(norm.id, "unknown", articles, "bool", null, missing);
    return answerOf(norm.id, value === NA ? "not_applicable" : value === true ? "applies" : "not_applies", articles);
  }

  withDefault(name, value) {
    if (this.environment.facts.has(name)) return this.environment;
    if (!this.assumed.has(name)) this.assumed.set(name, this.environment.assuming(name, value));
    return this.assumed.get(name);
  }

  // [value, no missing facts, true], or [null, the facts that can still change it, false].
  settle(outcome) {
    if (!isOpen(outcome)) return [outcome, [], true];
    if (this.brief && this.exact.either(outcome, BRIEFLY)) return [null, [], false];
    const { value, missing } = this.exact.decide(outcome);
    if (value !== null) return [value, [], true];
    return [null, [...new Set(ordered(this.program.facts.keys(), missing).map((fact) => this.namedFact(fact)))], false];
  }

  // A field of a record that is known to be there by its path, one of an unknown list by the list's name.
  namedFact(fact) {
    return !fact.includes("[") || this.request.facts.has(listOf(fact)) ? fact : listOf(fact);
  }
}

// "" in force, else not_in_force, no_longer_in_force, or "no" (a reading that answers no before force).
function forceOf({ about, readings, before_force: [reading, settings] }, request) {
  if (about.repealed_from !== null && request.asOf >= about.repealed_from) return "no_longer_in_force";
  if (request.asOf >= about.in_force_from) return "";
  const letter = request.readings.get(reading) ?? (reading ? readings.get(reading).adopted : "");
  return settings.get(letter) ?? "not_in_force";
}

function caveatsOf({ about }, asOf) {
  const found = [];
  if (asOf < about.in_force_from) {
    const [zh, en] = [chinese(about.in_force_from), iso(about.in_force_from)];
    found.push({
      zh: `这份文件从${zh}起执行，您问的日子还没有施行。那时可能要看别的文件。`,
      en: `This document is in force from ${en}. On the day asked about, other documents may apply.`,
    });
  }
  if (about.last_verified !== null && asOf > about.last_verified) {
    const [zh, en] = [chinese(about.last_verified), iso(about.last_verified)];
    found.push({
      zh: `效力待核实：文本的效力只核对到${zh}。后来是否修改或者废止，请向发文机关确认。`,
      en: `Validity to be confirmed: the text was last verified for ${en}. Ask the issuer about changes.`,
    });
  }
  return found;
}

// ---- as plain data

function answerAsJson({ status, value, kind, missing, articles }) {
  const shown = { status };
  if (status === "value") shown.value = toJson(value, kind);
  if (status === "unknown") shown.missing = missing;
  if (articles.length) shown.articles = articles;
  return shown;
}

function normAsJson({ norms, gone_norms }, id, answer) {
  const { name, cite } = norms.get(id) ?? gone_norms.get(id)[1];
  return Object.assign(answerAsJson(answer), { name, cite });
}

function answersAsJson({ program, request, conclusions, norms }, lang) {
  return {
    policy: program.about.name,
    as_of: iso(request.asOf),
    answers: Object.fromEntries([...conclusions].map(([name, answer]) => [name, answerAsJson(answer)])),
    norms: Object.fromEntries([...norms].map(([id, answer]) => [id, normAsJson(program, id, answer)])),
    caveats: caveatsOf(program, request.asOf).map((caveat) => caveat[lang]),
  };
}

// What a function gives; of a request that is refused, { error, errors } instead.
function orRefused(answer, lang = "zh") {
  try {
    return answer();
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    const errors = refused.faults.map((one) => ({ kind: one.kind, facts: one.facts, message: one.message[lang] }));
    return { error: errors[0], errors };
  }
}

FACE.evaluate = (program, request, lang = "zh") =>
  orRefused(() => answersAsJson(evaluate(program, request), lang), lang);
