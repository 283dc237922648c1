// On which readings a conclusion rests, and what the other alternative would give this person (explain/readings.py).

// Every reading passed on the way, the conclusion's own and those that were switched first. What the others would give
// is computed for those, and for all where the explanation is a full one.
function readingsUsed(root, judge, answer, full) {
  const places = new Map();
  for (const node of root.walk()) {
    for (const id of node.readings) {
      if (!places.has(id) || (node.decisive && !places.get(id).decisive)) places.set(id, node);
    }
  }
  const uses = [...places].map(([id, node]) => readingUse(judge, root, node, judge.program.readings.get(id)));
  const ranked = uses.sort((a, b) => b.main - a.main);
  return ranked.map((use) => ({ ...use, others: otherLetters(use, judge, root.name, answer, full) }));
}

function readingUse(judge, root, node, reading) {
  const letter = judge.environment.letter(reading.id);
  const switched = letter !== reading.adopted;
  return { id: reading.id, step: node.id, main: switched || root.readings.includes(reading.id), letter, switched };
}

function otherLetters(use, judge, name, answer, full) {
  const reading = judge.program.readings.get(use.id);
  const dated = use.id === judge.program.before_force[0] || answer.status.includes("force");
  const silent = dated || !(use.main || full) || !reading.computable;
  const outcome = (letter) => (silent ? null : otherOutcome(judge, use.id, letter, name, answer));
  const others = reading.letters.filter((letter) => letter !== use.letter);
  return others.map((letter) => ({ letter, outcome: outcome(letter) }));
}

// What the other alternative would give: null where it is not looked into, same, open (still), or a finding. Where the
// same formula is left, nothing need be decided again.
function otherOutcome(judge, reading, letter, name, answer) {
  const now = { status: answer.status, value: answer.value };
  const other = judge.under(reading, letter);
  const alike = other.exact === judge.exact && other.environment.rule(name) === judge.environment.rule(name);
  const later = alike ? now : other.find(name);
  if (later === null || !sameFinding(later, now)) return later;
  return now.status === "unknown" ? "open" : "same";
}
