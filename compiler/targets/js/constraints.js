// What must hold of the facts of a request (compiler/request.py).

// Every constraint of the facts under what is known: [the constraint, the record ('' for the person), its value].
function constraintValues(program, environment) {
  const found = [];
  for (const fact of program.facts.values()) {
    for (const constraint of fact.constraints) {
      if (!fact.each) {
        found.push([constraint, "", run(constraint.condition, environment)]);
        continue;
      }
      for (const [i, there, record] of environment.records(fact.each)) {
        const value = junction("or", [negation(there), run(constraint.condition, record)]);
        found.push([constraint, `${fact.each}[${i}]`, value]);
      }
    }
  }
  return [...found, ...publishedValues(program, environment)];
}

// Those that turn on missing facts.
const tiesOf = (values) => values.map(([, , value]) => value).filter(isOpen);

// Is none of them certainly broken?
const allowed = (values) => values.every(([, , value]) => value !== false);

// A value that is supplied for a parameter agrees with the one that is published for the day.
function publishedValues(program, environment) {
  const found = [];
  for (const fact of program.facts.values()) {
    const given = environment.facts.get(fact.name);
    const row = given === undefined ? undefined : fact.rows.find((one) => covers(one, environment.asOf));
    if (row === undefined) continue;
    const condition = { n: -1, t: "const", value: row.value, type: fact.type, place: -1 };
    const constraint = { condition, kind: "inconsistent_facts", facts: [fact.name] };
    found.push([constraint, "", same(given, row.value)]);
  }
  return found;
}

// Is a version with such a first and last day in force on a day?
const covers = ({ since, until }, day) => (since === null || since <= day) && (until === null || day <= until);
