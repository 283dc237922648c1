// The steps of an evaluation (compiler/steps.py): every part of a rule's surface form with what it came to.

// `op` is fact, rule, as_of, const or an operator's symbol; `outcome` a value or a residual; `readings` the pairs
// [id, letter] that chose this form.
class Step {
  constructor(op, name, outcome, parts, expr, readings = []) {
    Object.assign(this, { op, name, outcome, parts, expr, readings });
  }

  with(changes) {
    return Object.assign(Object.create(Step.prototype), this, changes);
  }
}

// The step of an expression, with all its parts evaluated (not only those that decide).
function traceStep(expr, environment) {
  const readings = [];
  while (expr.t === "switch") {
    const letter = environment.letter(expr.reading);
    readings.push([expr.reading, letter]);
    expr = expr.by.get(letter);
  }
  const outcome = run(expr, environment);
  if (expr.t === "quantified") {
    return new Step(expr.op, expr.records, outcome, [...recordSteps(expr, environment)], expr, readings);
  }
  if (expr.t === "apply") {
    const parts = expr.args.filter((a) => !leftOut(a, environment)).map((a) => traceStep(a, environment));
    return new Step(expr.op, "", outcome, parts, expr, readings);
  }
  return new Step(expr.t, expr.name ?? "", outcome, [], expr, readings);
}

// A step a record of a list whose length is known: whether it counts, and its part of the value.
function* recordSteps(expr, environment) {
  const number = environment.fact(expr.records);
  for (let i = 1; isWhole(number) && i <= number; i++) {
    const record = environment.record(expr.records, i);
    const parts = partsOf(expr).map((x) => traceStep(x, record));
    const outcome = junction("and", parts.filter((p) => p.expr.type.kind === "bool").map((p) => p.outcome));
    yield new Step("record", `${expr.records}[${i}]`, outcome, parts, expr);
  }
}

// An item that the reading in force does not have.
function leftOut(expr, environment) {
  if (expr.t !== "switch") return false;
  const form = expr.by.get(environment.letter(expr.reading));
  return form.t === "const" && typeof form.value === "boolean";
}

// What a step comes to in another environment (explain/grounds.py, again).
function stepAgain(step, environment) {
  if (step.op !== "record") return run(step.expr, environment);
  const inner = environment.record(step.expr.records, numberOf(step.name));
  const tests = partsOf(step.expr).filter((x) => x.type.kind === "bool").map((x) => run(x, inner));
  if (step.expr.op === "every" && tests.length === 2) return junction("or", [negation(tests[0]), tests[1]]);
  return junction("and", tests);
}
