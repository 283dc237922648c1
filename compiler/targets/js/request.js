// A request -> facts, or every fault of it (compiler/request.py, compiler/request_values.py). A request is what
// JSON.parse gives, { as_of, facts, readings, only }; facts, readings and records may be Maps too. A whole number is a
// safe Number or a BigInt: JSON in JavaScript does not tell 5.0 from 5.

const FAULTS = [
  "malformed_request",
  "invalid_as_of",
  "unknown_conclusion",
  "unknown_reading",
  "unknown_fact",
  "duplicate_fact",
  "wrong_type",
  "invalid_enum",
  "invalid_date",
  "date_in_future",
  "negative_amount",
  "out_of_range",
  "inconsistent_facts",
];

// A request that cannot be answered; `faults` in the order of FAULTS, the first one decides.
class Refused extends Error {
  constructor(faults) {
    const sorted = [...faults].sort((a, b) => FAULTS.indexOf(a.kind) - FAULTS.indexOf(b.kind));
    super(sorted.map((one) => one.message.en).join("; "));
    this.faults = sorted;
  }
}

const faultOf = (kind, facts, zh, en) => ({ kind, facts, message: { zh, en } });

// { asOf, facts, readings, only } of a request that is valid: facts and readings are Maps. Throws Refused.
function readRequest(program, raw) {
  const given = isMapping(raw) ? new Map(entriesOf(raw)) : null;
  const [facts, readings] = ["facts", "readings"].map((key) => (given?.has(key) ? given.get(key) : {}));
  const only = given?.get("only") ?? [];
  if (given === null || !isMapping(facts) || !isMapping(readings) || !isNames(only)) {
    throw new Refused([faultOf("malformed_request", [], "请求的形状不对", "the request is malformed")]);
  }
  const faults = [];
  const asOf = readDay(given.get("as_of"), faults);
  const names = readOnly(program, only, faults);
  const letters = readReadings(program, readings, faults);
  const known = readFacts(program, facts, faults);
  if (asOf !== null) faults.push(...violations(program, known, asOf, letters));
  if (faults.length) throw new Refused(faults);
  return { asOf, facts: known, readings: letters, only: names };
}

const isMapping = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const entriesOf = (mapping) => (mapping instanceof Map ? [...mapping] : Object.entries(mapping));
const isNames = (value) => Array.isArray(value) && value.every((item) => typeof item === "string");

function readDay(value, faults) {
  const day = typeof value === "string" ? fromIso(value) : null;
  if (day === null) {
    faults.push(faultOf("invalid_as_of", [], "评估日缺失或不是存在的日期", "as_of is absent or no existing date"));
  }
  return day;
}

function readOnly(program, names, faults) {
  const found = [];
  for (const given of names) {
    const name = program.names.get(given) ?? given;
    const [zh, en] = [`没有叫 “${given}” 的结论`, `no conclusion is called "${given}"`];
    if (program.conclusions.has(name)) found.push(name);
    else faults.push(faultOf("unknown_conclusion", [given], zh, en));
  }
  return found;
}

function readReadings(program, given, faults) {
  const found = new Map();
  for (const [id, letter] of entriesOf(given)) {
    const reading = program.readings.get(id);
    const declared = reading !== undefined && reading.letters.includes(letter);
    const [zh, en] = [`没有读法 “${id}” 的这个选项`, `reading "${id}" has no such alternative`];
    if (declared && (letter === reading.adopted || reading.computable)) found.set(id, letter);
    else faults.push(faultOf("unknown_reading", [id], zh, en));
  }
  return found;
}

// ---- facts

// The facts of the person, then for each list its length and the fields of its records.
function readFacts(program, given, faults) {
  const order = new Map([...program.facts.keys()].map((name, at) => [name, at]));
  const found = new Map();
  for (const [fact, raw] of knownIn(program, given, faults, "")) {
    if (fact.type.kind === "records") readRecords(program, fact, raw, faults, found);
    else keepValue(fact, raw, faults, found);
  }
  const rank = (one) => (one.facts.length ? (order.get(stem(one.facts[0])) ?? -1) : -1);
  faults.sort((a, b) => rank(a) - rank(b));
  return found;
}

// The facts that are given and not null, of the person or of one record; a name that is none is a fault.
function* knownIn(program, given, faults, each) {
  const seen = new Set();
  for (const [rawName, raw] of entriesOf(given)) {
    const name = program.names.get(rawName) ?? rawName;
    const fact = program.facts.get(name);
    if (fact?.each !== each) {
      const zh = fact ? `“${rawName}” 不属于这里` : `没有叫 “${rawName}” 的事实`;
      const en = fact ? `"${rawName}" does not belong here` : `no fact is called "${rawName}"`;
      faults.push(faultOf("unknown_fact", [rawName], zh, en));
      continue;
    }
    if (seen.has(name)) {
      faults.push(faultOf("duplicate_fact", [name], `事实 “${name}” 给了两次`, `the fact "${name}" is given twice`));
    }
    seen.add(name);
    if (raw !== null) yield [fact, raw];
  }
}

// A list is its length; its records' fields are facts called household[2].member_age.
function readRecords(program, fact, raw, faults, found) {
  if (!Array.isArray(raw) || !raw.every(isMapping)) return faults.push(badValue("wrong_type", fact));
  const most = (fact.limits ?? LIMITS.get("records"))[1];
  if (raw.length > most) return faults.push(badValue("out_of_range", fact));
  found.set(fact.name, BigInt(raw.length));
  for (const [at, record] of raw.entries()) {
    for (const [one, value] of knownIn(program, record, faults, fact.name)) {
      keepValue({ ...one, name: `${fact.name}[${at + 1}].${one.name}` }, value, faults, found);
    }
  }
}

function keepValue(fact, raw, faults, found) {
  const [value, kind] = readValue(fact, raw);
  if (kind) faults.push(badValue(kind, fact));
  else found.set(fact.name, value);
}

const WRONG = {
  wrong_type: ["类型不对", "of the wrong type"],
  invalid_enum: ["不在取值之中", "not among its values"],
  invalid_date: ["不是存在的日期", "no existing date"],
  negative_amount: ["是负数", "negative"],
  out_of_range: ["超出范围", "out of range"],
};

function badValue(kind, fact) {
  const [zh, en] = WRONG[kind];
  return faultOf(kind, [fact.name], `${fact.name}：${zh}`, `${fact.name}: ${en}`);
}

function violations(program, facts, asOf, readings) {
  const today = program.at(asOf);
  const values = constraintValues(today, new Environment(today, facts, asOf, readings));
  return values.filter(([, , value]) => value === false).map(([constraint, record]) => {
    const paths = constraint.facts.map((name) => (today.facts.get(name).each ? `${record}.${name}` : name));
    const names = paths.join("、");
    return faultOf(constraint.kind, paths, `${names} 不符合要求`, `${names}: not as required`);
  });
}

// ---- values that are no numbers

Object.assign(READERS, {
  bool: (raw) => (typeof raw === "boolean" ? [raw, ""] : [null, "wrong_type"]),
  enum: readChoice,
});

function readChoice(raw, fact) {
  if (typeof raw !== "string") return [null, "wrong_type"];
  return fact.type.choices.includes(raw) ? [raw, ""] : [null, "invalid_enum"];
}
