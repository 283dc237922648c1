// A program (compiler/program.py, compiler/expressions.py) out of the plain data that compiler/targets/javascript.py
// writes. Attributes are called as in Python; mappings are Maps, numbers BigInts.

function loadProgram(data) {
  const load = new Loader(data);
  const common = {
    about: load.about(),
    facts: named(data.facts.map((row) => load.fact(row))),
    readings: named(data.readings, "id"),
    before_force: [data.before_force[0], new Map(data.before_force[1])],
    names: new Map(data.names.map((name) => (typeof name === "string" ? [name, name] : name))),
    holidays: load.holidays,
  };
  const views = data.epochs.map(([first, view]) => [BigInt(first), loadView(load, common, view)]);
  const epochs = views.length > 1 ? views : [];
  const last = views.at(-1)[1];
  const at = (day) => epochs.findLast(([first]) => first <= day)?.[1] ?? program;
  const program = Object.freeze({ ...last, epochs, at });
  return program;
}

const named = (items, key = "name") => new Map(items.map((item) => [item[key], item]));

// The program as it reads in one epoch.
function loadView(load, common, view) {
  const definitions = withFacts(view.definitions.map((at) => load.definition(at)));
  const gone = new Map(view.gone.map(([name, status, at]) => [name, [status, load.definition(at)]]));
  const every = [...definitions.values(), ...[...gone.values()].map(([, definition]) => definition)];
  const program = Object.freeze({
    ...common,
    definitions,
    norms: named(view.norms.map((at) => load.norms[at]), "id"),
    gone,
    gone_norms: new Map(view.gone_norms.map(([id, status, at]) => [id, [status, load.norms[at]]])),
    conclusions: named(every.filter((one) => !one.each && !one.internal)),
    epochs: [],
    at: () => program,
  });
  return program;
}

// Definitions with the rules that each names and all the facts that it may depend on (compiler/graph.py, in_order).
function withFacts(definitions) {
  const complete = new Map();
  for (const one of definitions) {
    const parts = [one.guard, one.body].filter((e) => e !== null).flatMap((e) => [...everythingIn(e)]);
    const rules = [...new Set(parts.filter((x) => x.t === "rule").map((x) => x.name))];
    const own = parts.map((x) => (x.t === "fact" ? x.name : x.t === "quantified" ? x.records : "")).filter(Boolean);
    const inherited = rules.filter((rule) => complete.has(rule)).map((rule) => complete.get(rule).facts);
    complete.set(one.name, Object.freeze({ ...one, facts: union([new Set(own), ...inherited]), rules }));
  }
  return complete;
}

// The expression and all parts of its surface form, in text order.
function* walkIn(expr) {
  yield expr;
  for (const part of partsOf(expr)) yield* walkIn(part);
}

function partsOf(expr) {
  if (expr.t === "apply") return expr.args;
  if (expr.t === "switch") return [...expr.by.values()];
  return expr.t === "quantified" ? [expr.condition, expr.value].filter((part) => part !== null) : [];
}

// The expression and all parts of it, meanings of composite operators included.
function* everythingIn(expr) {
  for (const part of walkIn(expr)) {
    yield part;
    if (part.t === "apply" && part.meaning !== null) yield* everythingIn(part.meaning);
  }
}

// Reads the rows of the data; what a row leaves out is empty.
class Loader {
  constructor(data) {
    this.data = data;
    this.types = data.types.map(([kind, choices = [], exact = true]) => Object.freeze({ kind, choices, exact }));
    this.holidays = data.holidays && holidaysOf(data.holidays);
    this.exprs = [];
    for (const row of data.exprs) this.exprs.push(this.expr(row));
    this.norms = data.norms.map((row) => this.norm(row));
  }

  about() {
    const { name, ...days } = this.data.about;
    return { name, ...Object.fromEntries(Object.entries(days).map(([key, day]) => [key, dayOrNull(day)])) };
  }

  // A row is [kind, type, place, …]; it names earlier rows by their number. Places are equal where their numbers are.
  expr([t, type, place, ...more]) {
    const node = { n: this.exprs.length, t, type: this.types[type], place };
    return Object.freeze({ ...node, ...this.parts(t, more) });
  }

  parts(t, more) {
    switch (t) {
      case "const":
        return { value: this.value(more[0]) };
      case "fact":
      case "rule":
        return { name: more[0], number: more[1] };
      case "apply":
        return { op: more[0], args: more[1].map((at) => this.exprs[at]), meaning: this.at(more[2]) };
      case "switch":
        return { reading: more[0], by: new Map(more[1].map(([letter, at]) => [letter, this.exprs[at]])) };
      case "quantified":
        return { op: more[0], records: more[1], condition: this.at(more[2]), value: this.at(more[3]) };
      default:
        return {};
    }
  }

  at(row) {
    return row === undefined || row === null ? null : this.exprs[row];
  }

  value(shown) {
    if (typeof shown === "number") return BigInt(shown);
    if (Array.isArray(shown)) return shown.map((item) => this.value(item));
    if (typeof shown !== "object") return shown;
    if (shown.holidays) return this.holidays;
    const [n, d] = shown.number.split("/").map(BigInt);
    return d === undefined ? n : new Ratio(n, d);
  }

  fact({ limits, norm_default = null, constraints = [], rows = [], ...row }) {
    const empty = { entity: "", source: "", change: "", change_if_future: "", each: "", parameter: false };
    return Object.freeze({
      ...empty,
      ...row,
      type: this.types[row.type],
      limits: limits ? limits.map((end) => this.value(end)) : null,
      norm_default: norm_default === null ? null : this.value(norm_default),
      constraints: constraints.map(([at, kind, facts]) => ({ condition: this.exprs[at], kind, facts })),
      rows: rows.map(([since, until, value]) => ({ ...windowOf([since, until]), value: this.value(value) })),
    });
  }

  definition(at) {
    const empty = { readings: [], part: "", each: "", excepts: [] };
    const { type, guard, body, window, ...row } = this.data.definitions[at];
    const flags = { answered_before_force: false, internal: false, facts: new Set(), rules: [] };
    const parts = { type: this.types[type], guard: this.at(guard), body: this.exprs[body], window: windowOf(window) };
    return Object.freeze({ ...empty, ...flags, ...row, ...parts });
  }

  norm({ condition, window, ...row }) {
    return Object.freeze({ subject: [], part: "", ...row, condition: this.at(condition), window: windowOf(window) });
  }
}

function holidaysOf({ name, first, last, closed, opened }) {
  const [off, on] = [closed, opened].map((days) => new Set(days.map(BigInt)));
  return new Holidays(name, BigInt(first), BigInt(last), off, on);
}

const dayOrNull = (day) => (day === null ? null : BigInt(day));

// The first and last day of a version; null where it is not limited.
const windowOf = (days) => ({ since: dayOrNull(days?.[0] ?? null), until: dayOrNull(days?.[1] ?? null) });
