// Program, facts, day -> answers (compiler/evaluate.py).

// { status, value, missing, kind }: `value` is a run-time value, null where there is none.
const answerOf = (status, kind = "bool", value = null, missing = []) => ({ status, value, missing, kind });

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
    this.force = forceOf(program, request);
    this.decision = null;
  }

  get exact() {
    const ties = () => tiesOf(constraintValues(this.program, this.environment));
    return (this.decision ??= exactFor(this.environment, ties()));
  }

  conclusion(definition) {
    const { name, type } = definition;
    if (this.force && !definition.answered_before_force) {
      if (this.force !== "no") return answerOf(this.force, type.kind);
      if (type.kind === "bool" && definition.guard === null) return answerOf("value", type.kind, false);
      return answerOf("not_applicable", type.kind);
    }
    if (this.program.gone.has(name)) return answerOf(this.program.gone.get(name)[0], type.kind);
    const [value, missing, decided] = this.settle(this.environment.rule(name));
    if (!decided) return answerOf("unknown", type.kind, null, missing);
    if (value === NA) return answerOf("not_applicable", type.kind);
    return answerOf("value", type.kind, value);
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
    return !isField(fact) || this.request.facts.has(listOf(fact)) ? fact : listOf(fact);
  }
}

// "" in force, else not_in_force, no_longer_in_force, or "no" (a reading that answers no before force).
function forceOf({ about, readings, before_force: [reading, settings] }, request) {
  if (about.repealed_from !== null && request.asOf >= about.repealed_from) return "no_longer_in_force";
  if (request.asOf >= about.in_force_from) return "";
  const letter = request.readings.get(reading) ?? (reading ? readings.get(reading).adopted : "");
  return settings.get(letter) ?? "not_in_force";
}
