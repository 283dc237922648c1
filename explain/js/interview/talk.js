// The interview as pages use it: plain data in and out, values as in a request.
// policy.interview(name, day, given, readings) gives a talk that never changes: next() and result() tell where it stands,
// answer(values, unsure), unknown(), change(number, values, unsure), forget(number) and back() give another talk, or
// {error, errors} where a value is none, or nobody can be so; facts() and answers() tell what was said. The first next()
// takes longest; what it worked out is kept: a page that has nothing to do may call it before it is needed.

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
    keepValue({ ...(fact.type.kind === "records" ? lengthOf(fact) : fact), name: path }, raw, faults, found);
  }
  if (faults.length) throw new Refused(faults);
  return found;
}

// A list is asked for by its length.
const lengthOf = ({ limits }) => ({ type: { kind: "integer" }, limits: limits ?? LIMITS.get("records") });

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
    return talkOf(Interview.about(program, request.only[0], request.asOf, request.facts, request.readings));
  });
