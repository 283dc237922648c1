// What a policy offers callers outside of the script, beside its answers and proofs.

// For callers from outside: readings as a plain mapping or a Map.
FACE.question = (program, name, readings = {}) => questionOf(program, name, new Map(entriesOf(readings)));

// `name` may be any name of the conclusion.
const ofOne = (program, request, name, tell) =>
  orRefused(() => {
    const asked = isMapping(request) ? new Map([...entriesOf(request), ["only", [name]]]) : request;
    return tell(evaluate(program, asked), program.names.get(name) ?? name);
  });

// ---- what prospects.js finds, as plain data

function adviceForm(answers, name) {
  const advice = adviceOn(answers, name);
  if (advice === null) return null;
  const sets = advice.sets.map((one) => one.map((change) => changeForm(answers.program, change)));
  return { ...advice, sets, bars: advice.bars.map((way) => way.map(obstacleForm)) };
}

function changeForm(program, { path, old, new: value, low, high, by }) {
  const { kind } = program.facts.get(stem(path)).type;
  const shown = (one) => valueForm(one, kind);
  return { fact: path, old: shown(old), new: shown(value), low: shown(low), high: shown(high), by: dayForm(by) };
}

const obstacleForm = ({ kind, path, who, day, until }) => ({
  kind,
  fact: path,
  who,
  day: dayForm(day),
  until: dayForm(until),
});

function courseForm(answers, name) {
  const course = courseOf(answers, name);
  if (course === null) return null;
  const { kind } = answers.conclusions.get(name);
  const stretches = course.stretches.map((one) => {
    return { ...one, first: dayForm(one.first), last: dayForm(one.last), value: valueForm(one.value, kind) };
  });
  return { ...course, lead: { kind: course.lead.kind, day: dayForm(course.lead.day) }, stretches };
}

FACE.changes = (program, request, name) => ofOne(program, request, name, adviceForm);
FACE.timeline = (program, request, name) => ofOne(program, request, name, courseForm);
