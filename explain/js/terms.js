// The values that words are made of (explain/terms_base.py, terms.py, parameters.py, records.py).

const AGED = ["reached", "younger", "aged"];
const WITHIN = ["within", "within_rolled"];
const LISTS = new Set(["some", "every", "count", "total", "largest", "smallest"]);
const ROUNDINGS = [
  ...["round_half_up", "round_half_even", "round_half_down", "round_down", "round_up", "round_floor", "round_ceiling"],
];
const ARITHMETIC = [
  ...["add", "sub", "mul", "div", "neg", "max", "min", "add_period", "sub_period", "tiered"],
  ...["add_working_days", "sub_working_days", "next_working_day", "month_of", "first_day", "last_day", "year_of"],
  ...ROUNDINGS,
];
const VALUED = ["fact", "rule", "value_on", ...LISTS];

// A conclusion, whether it is in force on the program's days or not.
const definitionOf = (program, name) => program.definitions.get(name) ?? program.gone.get(name)[1];

// Which kind of unknown a fact is: asked, judged, published or told.
function unknownKind(program, path) {
  const fact = program.facts.get(stem(path));
  if (program.holidays !== null && fact.name === program.holidays.name) return "told";
  if (fact.change === "parameter") return "published";
  return fact.source === "authority_judgement" ? "judged" : "asked";
}

// Of a step and its parts; of a list only the list, whose records have nodes of their own.
function* namedSteps(step) {
  yield step;
  if (!LISTS.has(step.op)) for (const part of step.parts) yield* namedSteps(part);
}

// What has a name and a value in a formula.
function* termSteps(step) {
  if (VALUED.includes(step.op) || step.op === "as_of") yield step;
  else if (ARITHMETIC.includes(step.op)) for (const part of step.parts) yield* termSteps(part);
}

// Values of the steps of one evaluation; `environment` is the person's, or that of one record of a list.
class Terms {
  constructor(judge, environment = judge.environment) {
    Object.assign(this, { judge, environment });
  }

  within(records, number) {
    return new Terms(this.judge, this.environment.record(records, number));
  }

  // For a definition: it speaks of the record that is spoken of, or of the person.
  about(name) {
    const { each } = definitionOf(this.judge.program, name);
    return this.environment.bound.has(each) ? this : new Terms(this.judge);
  }

  // The fact of the person, or of the record that is spoken of.
  path(name) {
    const { each } = this.judge.program.facts.get(name);
    return each ? `${this.environment.bound.get(each)}.${name}` : name;
  }

  known(step) {
    return this.judge.settle(step.outcome);
  }

  // A step's value, or why it is not known.
  shown(step) {
    const value = this.known(step);
    if (value === null) return { open: this.missing(step) };
    return value === NA ? { na: true } : { value, type: step.expr.type };
  }

  missing(step) {
    const { program } = this.judge;
    const supplied = step.op === "value_on" && this.known(step.parts[0]) !== null;
    const name = supplied ? step.parts[1].name : step.name;
    return program.facts.has(name) && step.op !== "record" ? unknownKind(program, name) : "open";
  }

  // The steps whose values are shown as the person's: of a formula those named in it, then its own.
  ofYours(step) {
    if (VALUED.includes(step.op) || step.expr.type.kind !== "bool") return [step];
    if (AGED.includes(step.op)) return [step.parts[0], step.parts.at(-1)];
    const subject = step.parts[0];
    return ARITHMETIC.includes(subject.op) ? [...termSteps(subject), subject] : [...termSteps(subject)];
  }

  // The steps whose values are shown as what is required.
  ofNeeded(step) {
    return step.op === "value_on" || AGED.includes(step.op) ? [] : step.parts.filter((part) => part.op !== "const");
  }

  // The row that gave a value_on step its value: its number; -1 where it was supplied, or where the day is not known.
  row(step) {
    const day = this.known(step.parts[0]);
    const { rows } = this.judge.program.facts.get(step.parts[1].name);
    return isWhole(day) ? rows.findIndex((row) => covers(row, day)) : -1;
  }

  // ---- days and age ----

  // The last day of a period, where it can be computed.
  lastDay(step) {
    const end = endOf(step);
    return end === null ? null : this.day(end);
  }

  // The last day of a period before it is moved to a working day.
  rolledFrom(step) {
    const end = endOf(step);
    const rolled = end !== null && end.t === "apply" && end.op === "choose" ? end.args[1] : null;
    return rolled !== null && rolled.t === "apply" ? this.day(rolled.args[0]) : null;
  }

  day(expr) {
    const day = this.judge.settle(run(expr, this.environment));
    return isWhole(day) ? day : null;
  }

  // Completed years of age on a day, as the readings in force count them; null before birth, and where it is not known.
  age(step) {
    const [born, day] = [this.known(step.parts[0]), this.known(step.parts.at(-1))];
    if (!isWhole(born) || !isWhole(day)) return null;
    const guess = civil(day)[0] - civil(born)[0];
    return [guess, guess - 1n].find((years) => years >= 0n && this.birthday(born, years) <= day) ?? null;
  }

  birthday(born, years) {
    const rolling = this.setting("leap_birthday") === "mar_1";
    const day = strict(rolling ? "add_years_rolling" : "add_period", [born, [years, 0n, 0n]]);
    return this.setting("age_day") === "next_day" ? day + 1n : day;
  }

  // How a reading in force sets a calendar option; null where none does.
  setting(option) {
    const setters = [...this.judge.program.readings.values()].filter((r) => r.computable && r.calendar?.[0] === option);
    const reading = setters.at(-1);
    return reading === undefined ? null : new Map(reading.calendar[1]).get(this.environment.letter(reading.id));
  }
}

// The last day that `within` is made of (compiler/composites.py).
function endOf(step) {
  const meaning = step.expr.meaning ?? null;
  const until = meaning !== null && meaning.t === "apply" ? meaning.args[1] : null;
  return until !== null && until.t === "apply" ? until.args[1] : null;
}
