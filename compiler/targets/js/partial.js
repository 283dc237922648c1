// Evaluation and partial evaluation, which are one thing (compiler/partial.py): `run` folds everything that the known
// facts decide; what is left is a value or a Residual. Connectives are strong Kleene with NA. Facts and readings are
// Maps.

const CONDITIONS = ["and", "or", "not", "le", "lt", "eq", "in"];
const IN_MILLIONTHS = ["decimal", "percent"];
const ENDLESS = 10n ** 60n;

class Environment {
  constructor(program, facts, asOf, readings = new Map()) {
    this.program = program;
    this.facts = facts;
    this.asOf = asOf;
    this.readings = readings;
    this.rules = new Map();
    this.missing = new Map();
    this.person = null;
    this.bound = new Map();
    this.each = new Map();
  }

  // What is known of a fact; of a field, for the record that is spoken of. Days beyond the calendar of holidays, each
  // with its number, are like the records of a list that is not known.
  fact(name, number = 0) {
    const fact = this.program.facts.get(name);
    let path = fact.each ? `${this.bound.get(fact.each)}.${name}` : name;
    const value = this.facts.get(path);
    if (value !== undefined) return value;
    if (number) {
      for (const record of this.bound.values()) number = 1000 * number + numberOf(record);
      path = `${name}[${number}].${name}`;
    }
    const missing = heldIn(this.missing, path, () => factResidual(path));
    return IN_MILLIONTHS.includes(fact.type.kind) ? strict("div", [missing, MILLIONTHS]) : missing;
  }

  // A definition's outcome, NA where no version of it is in force; one about records is of the record spoken of.
  rule(name) {
    const definition = this.program.definitions.get(name);
    if (definition === undefined) return NA;
    if (!definition.each && this.person !== null) return this.person.rule(name);
    return heldIn(this.rules, name, () => define(definition, this));
  }

  // Another evaluation, of other facts or on another day; nothing of this one is kept.
  but(facts = this.facts, asOf = this.asOf) {
    return new Environment(this.program, facts, asOf, this.readings);
  }

  // The same where one record of a list is spoken of.
  record(records, number) {
    const key = `${records}[${number}]`;
    return heldIn(this.each, key, () => {
      const inner = this.but();
      inner.missing = this.missing;
      inner.person = this.person ?? this;
      inner.bound = new Map(this.bound).set(records, key);
      return inner;
    });
  }

  // The same where these records are spoken of: a Map of the names of their lists.
  where(bound) {
    let found = this;
    for (const [records, key] of bound) found = found.record(records, numberOf(key));
    return found;
  }

  // The records of a list, as many as there may be: [number, whether it is there, its environment].
  *records(records) {
    const number = this.fact(records);
    const [, limit] = this.program.facts.get(records).limits ?? LIMITS.get("records");
    const most = isOpen(number) ? limit : number;
    for (let i = 1; i <= most; i++) yield [i, strict("le", [BigInt(i), number]), this.record(records, i)];
  }

  letter(reading) {
    return this.readings.get(reading) || this.program.readings.get(reading).adopted;
  }

  // The same with one more fact; definitions that cannot depend on it are not computed again.
  assuming(name, value) {
    const other = this.but(new Map(this.facts).set(name, value));
    other.missing = this.missing;
    for (const [rule, outcome] of this.rules) {
      if (!this.program.definitions.get(rule).facts.has(stem(name))) other.rules.set(rule, outcome);
    }
    return other;
  }
}

// A definition's outcome: its body's where the guard is true, NA where it is false or NA.
function define(definition, environment) {
  if (definition.excepts.length) return holds(run(definition.body, environment));
  if (definition.guard === null) return run(definition.body, environment);
  return guarded(run(definition.guard, environment), () => run(definition.body, environment));
}

// The value of an expression, or what is left of it.
function run(expr, environment) {
  switch (expr.t) {
    case "apply":
      return expr.meaning === null ? applied(expr, environment) : run(expr.meaning, environment);
    case "fact":
      return environment.fact(expr.name, expr.number);
    case "const":
      return expr.value;
    case "rule":
      return environment.rule(expr.name);
    case "switch":
      return run(expr.by.get(environment.letter(expr.reading)), environment);
    case "quantified":
      return quantified(expr, environment);
    default:
      return environment.asOf;
  }
}

function applied({ op, args }, environment) {
  const value = (arg) => run(arg, environment);
  if (op === "and" || op === "or") return junction(op, args, value);
  if (op === "not") return negation(value(args[0]));
  if (op === "choose") return choose(args.map((arg) => () => value(arg)));
  return strict(op, args.map(value));
}

// ---- one function a connective; exact.js uses the same ones to put values into residuals

const itself = (outcome) => outcome;

// 且 and 或 of any number of parts; `of` tells the outcome of each.
function junction(op, parts, of = itself) {
  const dominant = op === "or";
  const left = new Set();
  let inapplicable = false;
  for (const each of parts) {
    const part = of(each);
    if (part === dominant) return dominant;
    if (part === NA) inapplicable = true;
    else if (isOpen(part) && part.op === op) {
      for (const arg of part.args) arg === NA ? (inapplicable = true) : left.add(arg);
    } else if (isOpen(part)) left.add(part);
  }
  if (!left.size) return inapplicable ? NA : !dominant;
  if (left.size === 1 && !inapplicable) return [...left][0];
  return Residual.of(op, inapplicable ? [...left, NA] : [...left]);
}

function negation(part) {
  if (isOpen(part)) return part.op === "not" ? part.args[0] : Residual.of("not", [part]);
  return part === NA ? NA : !part;
}

const OPPOSITE = { and: "or", or: "and" };

// Does a condition hold (is it, with `truth` false, surely not so)? One that is not applicable is neither.
function holds(part, truth = true) {
  if (!isOpen(part)) return part === truth;
  if (part.whole) return truth ? part : negation(part);
  const { op, args } = part;
  if (op === "and" || op === "or") return junction(truth ? op : OPPOSITE[op], args, (arg) => holds(arg, truth));
  if (op === "not") return holds(args[0], !truth);
  if (op === "guard" || op === "choose") return ofCases(part, (value) => holds(value, truth));
  return junction("and", [applicable(part), truth ? part : negation(part)]);
}

// Is something applicable?
function applicable(part) {
  if (!isOpen(part)) return part !== NA;
  const { op, args, whole } = part;
  if (whole) return true;
  if (op === "and" || op === "or" || op === "not") return junction("or", [holds(part), holds(part, false)]);
  if (op === "guard" || op === "choose") return ofCases(part, applicable);
  return junction("and", args, applicable);
}

// What is asked of the value of the case that is so; no where none is.
function ofCases(part, ask) {
  const cases = part.op === "choose" ? part.args : [...part.args, NA];
  let answer = ask(cases.at(-1));
  for (let i = cases.length - 3; i >= 0; i -= 2) {
    const otherwise = junction("and", [holds(cases[i], false), answer]);
    answer = junction("or", [junction("and", [holds(cases[i]), ask(cases[i + 1])]), otherwise]);
  }
  return answer;
}

function guarded(guard, body) {
  if (guard === false || guard === NA) return NA;
  const value = body();
  return guard === true || value === NA ? value : Residual.of("guard", [guard, value]);
}

// Functions for condition, value, condition, value, …, value: the value of the first condition that is true.
function choose(parts) {
  const left = [];
  for (let i = 0; i < parts.length - 1; i += 2) {
    const condition = parts[i]();
    if (condition === false) continue;
    if (condition === NA) return left.length ? Residual.of("choose", [...left, NA]) : NA;
    const value = parts[i + 1]();
    if (condition === true) return casesOf(left, value);
    left.push(condition, value);
  }
  return casesOf(left, parts.at(-1)());
}

// Cases from the last one up: two with one value are one; a yes or no that a condition decides is logic.
function casesOf(left, last) {
  let outcome = last;
  for (let i = left.length - 2; i >= 0; i -= 2) outcome = eitherOf(left[i], left[i + 1], outcome);
  return outcome;
}

function eitherOf(condition, value, other) {
  if (isOpen(condition) && condition.whole) {
    if (value === other || (!isOpen(value) && !isOpen(other) && same(value, other))) return value;
    if (value === true) return junction("or", [condition, other]);
    if (value === false) return junction("and", [negation(condition), other]);
    if (other === true) return junction("or", [negation(condition), value]);
    if (other === false) return junction("and", [condition, value]);
  }
  const more = isOpen(other) && other.op === "choose" ? other.args : [other];
  return Residual.of("choose", [condition, value, ...more]);
}

// A primitive: NA where an argument is NA or the divisor is zero, a residual where an argument is unknown.
function strict(op, args) {
  if (args.includes(NA) || (op === "div" && args[1] === 0n)) return NA;
  if (!args.some(isOpen)) return RUN[op](...args);
  if (op === "div" && isOpen(args[1])) {
    return guarded(negation(strict("eq", [args[1], 0n])), () => Residual.of(op, args));
  }
  return op === "tiered" && !rising(args) ? tiersOf(args) : comparedOrOpen(op, args);
}

// A residual; but a comparison that is decided by how much its sides can be at all is decided.
function comparedOrOpen(op, args) {
  const made = Residual.of(op, args);
  if ((op !== "le" && op !== "lt") || !made.whole) return made;
  const [left, right] = args;
  const known = (truth, one, other) => one !== null && other !== null && RUN[op](one, other) === truth;
  if (known(true, boundOf(left, "max"), boundOf(right, "min"))) return true;
  return known(false, boundOf(left, "min"), boundOf(right, "max")) ? false : made;
}

// The least ("min") or the most ("max") that a number is which cases make of constants; null of others.
function boundOf(number, end) {
  if (!isOpen(number)) return number;
  const { op, args } = number;
  if (op !== "add" && op !== "choose") return null;
  const parts = op === "add" ? args : args.filter((_, i) => i % 2 || i === args.length - 1);
  const bounds = parts.map((part) => boundOf(part, end));
  return bounds.includes(null) ? null : bounds.reduce((a, b) => RUN[op === "add" ? op : end](a, b));
}

// Do marginal rates surely make an amount no smaller? Then their sum is monotone in the amount.
function rising([, ...tiers]) {
  const rates = tiers.filter((_, i) => i % 2 === 1 || i === tiers.length - 1);
  return !tiers.some(isOpen) && rates.every((rate) => le(0n, rate));
}

// Marginal rates as a sum of products, each monotone in what it is made of.
function tiersOf([amount, ...tiers]) {
  let total = 0n;
  let low = 0n;
  for (let i = 0; i < tiers.length; i += 2) {
    const last = i + 1 === tiers.length;
    const high = last || tiers[i] === amount ? amount : strict("min", [amount, tiers[i]]);
    const share = strict("mul", [strict("max", [0n, strict("sub", [high, low])]), tiers[last ? i : i + 1]]);
    total = total === 0n ? share : strict("add", [total, share]);
    if (!last) low = low === 0n ? tiers[i] : strict("max", [low, tiers[i]]);
  }
  return total;
}

// ---- lists of records: unfolded, so that nothing below knows of them

// What is said of a list: of its records if their number is known, else of as many as there may be, each if it is
// there.
function quantified(expr, environment) {
  const counted = [];
  const values = [];
  for (const [, there, record] of environment.records(expr.records)) {
    counted.push(junction("and", expr.condition === null ? [there] : [there, run(expr.condition, record)]));
    if (expr.value !== null) values.push(() => run(expr.value, record));
  }
  return QUANTIFIED[expr.op](counted, values);
}

// `counted` tells of each record whether it counts, `values` are functions for what is asked of it.
const QUANTIFIED = {
  some: (counted, values) =>
    junction("or", counted.keys(), (i) => counted[i] !== false && junction("and", [counted[i], values[i]()])),
  every: (counted, values) =>
    junction("and", counted.keys(), (i) => counted[i] === false || junction("or", [negation(counted[i]), values[i]()])),
  count: (counted, values) => sumOf(counted.map((c, i) => choose([() => alike(c, values[i]), () => 1n, () => 0n]))),
  total: (counted, values) => sumOf(counted.map((c, i) => choose([() => c, values[i], () => 0n]))),
  largest: (counted, values) => extreme("max", -ENDLESS, counted, values),
  smallest: (counted, values) => extreme("min", ENDLESS, counted, values),
};

const alike = (counts, value) =>
  value === undefined || counts === false ? counts : junction("and", [counts, value()]);

function sumOf(parts) {
  let total = 0n;
  for (const part of parts) if (part !== 0n) total = total === 0n ? part : strict("add", [total, part]);
  return total;
}

// The largest (smallest) of what counts; not applicable where nothing counts.
function extreme(op, least, counted, values) {
  const parts = counted.map((c, i) => choose([() => c, values[i], () => least]));
  return guarded(junction("or", counted), () => (parts.length > 1 ? strict(op, parts) : parts[0]));
}
