// The policy object, and a request answered whole as plain data (compiler/evaluate.py): for callers outside of the
// script.

// What a policy offers, by name: functions of the program and more arguments. Later fragments add theirs.
const FACE = {};

// The policy of some data: { program, evaluate(request), … }.
function openPolicy(data) {
  const program = loadProgram(data);
  const bound = Object.entries(FACE).map(([name, offered]) => [name, (...args) => offered(program, ...args)]);
  return Object.freeze({ program, ...Object.fromEntries(bound) });
}

globalThis.Tiaoli = { open: openPolicy };

// Norms beside conclusions.
class NormEvaluation extends Evaluation {
  constructor(program, request, brief = false) {
    super(program, request, brief);
    this.assumed = new Map();
  }

  // A norm that speaks of some kinds of enquirer does not apply to others; that comes first.
  norm(norm) {
    if (this.force) return answerOf(this.force === "no" ? "not_applies" : this.force);
    const gone = this.program.gone_norms.get(norm.id);
    if (gone !== undefined) return answerOf(gone[0]);
    let environment = this.environment;
    const enquirer = [...this.program.facts.values()].find((fact) => fact.norm_default !== null);
    if (norm.subject.length && enquirer !== undefined) {
      const kind = environment.facts.get(enquirer.name) ?? enquirer.norm_default;
      if (!norm.subject.includes(kind)) return answerOf("not_applies");
      environment = this.withDefault(enquirer.name, enquirer.norm_default);
    }
    const [value, missing, decided] = this.settle(run(norm.condition, environment));
    if (!decided) return answerOf("unknown", "bool", null, missing);
    return answerOf(value === NA ? "not_applicable" : value === true ? "applies" : "not_applies");
  }

  // The environment with one more fact, where it is not known.
  withDefault(name, value) {
    if (this.environment.facts.has(name)) return this.environment;
    return heldIn(this.assumed, name, () => this.environment.assuming(name, value));
  }
}

// { program, request, conclusions, norms, environment, whole }: `program` is the text of the day asked about, `whole`
// that of all days. Throws Refused.
function evaluate(whole, raw) {
  const request = readRequest(whole, raw);
  const program = whole.at(request.asOf);
  const evaluation = new NormEvaluation(program, request);
  const asked = request.only.length ? new Set(request.only) : program.conclusions;
  const order = [...program.conclusions.values()].filter((one) => asked.has(one.name));
  order.sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1]);
  const all = [...program.norms.values(), ...[...program.gone_norms.values()].map(([, norm]) => norm)];
  const norms = request.only.length ? [] : all.filter((norm) => norm.condition !== null);
  norms.sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    program,
    request,
    conclusions: new Map(order.map((one) => [one.name, withArticles(evaluation.conclusion(one), one)])),
    norms: new Map(norms.map((one) => [one.id, withArticles(evaluation.norm(one), one)])),
    environment: evaluation.environment,
    whole,
  };
}

const withArticles = (answer, { part }) => ({ ...answer, articles: part ? [part] : [] });

// A value as an answer states it: dates ISO, money with two decimals, a list as a list; an integer as a Number where
// that is exact, else as a BigInt.
function toJson(value, kind) {
  if (typeof value === "boolean" || value === NA || typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((item) => toJson(item, "integer"));
  if (value instanceof Ratio) return decimalText(value);
  if (kind === "month") return isoMonth(value);
  if (kind === "date") return iso(value);
  if (kind === "money") return yuan(value);
  if (kind === "decimal" || kind === "percent") return String(value);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

// YYYY-MM
const isoMonth = (month) => `${padded(floorDiv(month, 12n), 4)}-${padded(floorMod(month, 12n) + 1n, 2)}`;

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
