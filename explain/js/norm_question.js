// The same questions put to a norm (explain/question/ask.py): for callers outside of the script.

class NormQuestion extends Question {
  // Throws RangeError where there is no norm with a condition of this name.
  constructor(program, name, readings = new Map()) {
    super(program, name, readings, "bool");
    const times = program.epochs.length ? program.epochs.map(([, one]) => one) : [program];
    if (!times.some((one) => (one.norms.get(name)?.condition ?? null) !== null)) throw new RangeError(name);
  }

  answer(facts, day, brief) {
    const program = this.program.at(day);
    const request = { asOf: day, facts, readings: this.readings, only: [] };
    const norm = program.norms.get(this.name) ?? program.gone_norms.get(this.name)[1];
    return new NormEvaluation(program, request, brief).norm(norm);
  }

  // With what a norm takes the enquirer to be where the request does not say.
  withDefault(facts) {
    const { enquirer } = this;
    if (enquirer === null || facts.has(enquirer.name)) return facts;
    return new Map(facts).set(enquirer.name, enquirer.norm_default);
  }

  rootOf(program) {
    const norm = program.norms.get(this.name);
    return norm === undefined ? null : this.condition(program, norm);
  }

  condition(program, norm) {
    const condition = new Lowering(program, this.readings).node(norm.condition);
    if (!norm.subject.length || !this.person) return condition;
    const kinds = norm.subject.map((kind) => constNode(kind));
    const spoken = new RuleNode("in", [new RuleNode("fact", [], { name: this.enquirer.name }), ...kinds]);
    return new RuleNode("and", [spoken, condition]);
  }
}

const questionOf = (program, name, readings) =>
  program.conclusions.has(name) ? new Question(program, name, readings) : new NormQuestion(program, name, readings);
