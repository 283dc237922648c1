// The interview as pages use it: plain data in and out, values as in a request.
// policy.interview(name, day, given, readings) gives a talk that never changes: next() and result() tell where it stands,
// answer(values, unsure), unknown(), change(number, values, unsure), forget(number) and back() give another talk, or
// {error, errors} where a value is none, or nobody can be so; facts() and answers() tell what was said. The first next()
// takes longest; what it worked out is kept: a page that has nothing to do may call it before it is needed.

// An answer that no person can give together with the others; `facts` cannot be so together.
class Contradiction extends Error {
  constructor(facts) {
    super("contradiction");
    this.name = "Contradiction";
    this.facts = facts;
  }
}

// An interview that takes answers.
class Answering extends Interview {
  // The answer to the next question; its facts are known or not known to the person. Throws Contradiction.
  answer(values, unsure = new Set()) {
    const asking = this.next();
    const fits = asking.paths !== undefined && isAbout(asking, values, unsure);
    if (!fits) throw new TypeError("this is not what is asked for");
    return this.checked([...this.said, { asking, values, unsure }]);
  }

  // The person does not know.
  unknown() {
    const asking = this.next();
    if (asking.paths === undefined) throw new TypeError("nothing is asked for");
    return this.answer(new Map(), new Set(asking.paths));
  }

  // Another answer to the question that was answered as number 1, 2 … All others are kept. Throws RangeError,
  // Contradiction.
  change(number, values, unsure = new Set()) {
    const old = this.saidAs(number);
    if (!isAbout(old.asking, values, unsure)) throw new TypeError("this is not what was asked for");
    const said = this.said.map((one, at) => (at === number - 1 ? { ...old, values, unsure } : one));
    return this.checked(said);
  }

  // Without the answer of this number; all others are kept. Throws RangeError.
  forget(number) {
    this.saidAs(number);
    return new Answering(this.order, this.given, this.said.filter((_, at) => at !== number - 1));
  }

  // Without the last answer; where there is none, as it is.
  back() {
    return new Answering(this.order, this.given, this.said.slice(0, -1));
  }

  // The number of the answer that is about a fact, null where there is none.
  numberOf(path) {
    return this.said.findIndex((one) => one.asking.paths.includes(path)) + 1 || null;
  }

  saidAs(number) {
    if (!this.said[number - 1]) throw new RangeError(String(number));
    return this.said[number - 1];
  }

  checked(said) {
    const facts = this.known(said);
    if (!this.order.question.admissible(facts, this.order.day)) throw new Contradiction(facts);
    return new Answering(this.order, this.given, said);
  }
}

// Are these answers about what is asked for, all of it and nothing else?
function isAbout({ paths }, values, unsure) {
  const said = new Set([...values.keys(), ...unsure]);
  return said.size === paths.length && paths.every((path) => said.has(path));
}

const talkOf = (interview) => {
  const { program, question, day, readings } = interview.order;
  const taken = (made) => orRefused(() => talkOf(madeOrRefused(made, program, day, readings)));
  const read = (values) => valuesOfPaths(program, values);
  return Object.freeze({
    next: () => stepAsJson(question, interview.next()),
    result: () => stepAsJson(question, interview.result()),
    answer: (values, unsure = []) => taken(() => interview.answer(read(values), new Set(unsure))),
    unknown: () => taken(() => interview.unknown()),
    change: (number, values, unsure = []) => taken(() => interview.change(number, read(values), new Set(unsure))),
    forget: (number) => talkOf(interview.forget(number)),
    back: () => talkOf(interview.back()),
    numberOf: (path) => interview.numberOf(path),
    facts: () => factsAsJson(question.known, interview.facts),
    answers: () => interview.answers.map((said) => saidAsJson(question, said)),
  });
};

function madeOrRefused(made, program, day, readings) {
  try {
    return made();
  } catch (fault) {
    if (!(fault instanceof Contradiction)) throw fault;
    throw new Refused(violations(program, fault.facts, day, readings));
  }
}

// Values by the paths of facts; of a list of records its length. Throws Refused.
function valuesOfPaths(program, values) {
  const found = new Map();
  const faults = [];
  for (const [path, raw] of entriesOf(values)) {
    const fact = program.facts.get(stem(path));
    keepValue({ ...fact, name: path }, raw, faults, found);
  }
  if (faults.length) throw new Refused(faults);
  return found;
}

// A question {asked: true, paths, form, judged}, or a result {asked: false, status, value, complete, not_asked, …}.
function stepAsJson(question, { finding, ...step }) {
  if (finding === undefined) return { asked: true, ...step };
  const value = finding.value === null || finding.value === NA ? null : toJson(finding.value, question.kind);
  return { asked: false, status: finding.status, value, ...step };
}

function saidAsJson(question, { asking, values, unsure, used }) {
  const shown = [...values].map(([path, value]) => [path, toJson(value, jsonKind(question.of(path)))]);
  return { ...asking, values: Object.fromEntries(shown), unsure: [...unsure], used };
}

const jsonKind = ({ kind }) => (kind === "records" ? "integer" : kind);

FACE.interview = (program, name, day, given = {}, readings = {}) =>
  orRefused(() => {
    const request = readRequest(program, { as_of: day, facts: given, readings, only: [name] });
    return talkOf(Answering.about(program, request.only[0], request.asOf, request.facts, request.readings));
  });

// Facts by their paths as a request has them; a list that is known has all its records.
function factsAsJson(known, facts) {
  const shown = {};
  for (const [name, one] of known) {
    if (one.each || !facts.has(name)) continue;
    if (one.kind !== "records") {
      shown[name] = toJson(facts.get(name), one.kind);
      continue;
    }
    const fields = [...known.values()].filter((field) => field.each === name);
    shown[name] = Array.from({ length: Number(facts.get(name)) }, (_, at) => {
      const had = fields.filter((field) => facts.has(`${name}[${at + 1}].${field.name}`));
      return Object.fromEntries(had.map((f) => [f.name, toJson(facts.get(`${name}[${at + 1}].${f.name}`), f.kind)]));
    });
  }
  return shown;
}
