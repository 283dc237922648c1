// Sample people for one conclusion: drawn of the facts alone on which it may depend under any reading, and those that
// constraints tie to them (explain/interview/crowd.py).

const CROWD_SEED = 20210;

// Always the same people of a number.
class SamplePeople {
  constructor(program, name, day) {
    const view = programAbout(program.at(day), name);
    this.crowd = new Crowd(view, day);
    this.wishes = view.definitions.get(name)?.type.kind === "bool" ? [name] : this.crowd.wishes;
  }

  // So many people, none of whom was drawn for the sake of this question.
  anybody(count) {
    return this.draw([], 1, count);
  }

  // So many others, half of whom were drawn so that a yes to this very question is likely; of a question that has no
  // yes, so that one of the rules below it is likely to.
  wishing(count) {
    return this.draw(this.wishes, -count, -1);
  }

  draw(wishes, first, last) {
    this.crowd.wishes = wishes;
    const people = [];
    for (let n = first; n <= last; n++) {
      people.push(new Map([...this.crowd.published, ...this.crowd.person(Draw.of(CROWD_SEED, n))]));
    }
    return people;
  }
}

// The part of a program of one day on which a conclusion rests.
function programAbout(program, name) {
  const waiting = [name];
  const rules = new Set();
  while (waiting.length) {
    const rule = waiting.pop();
    if (!program.definitions.has(rule) || rules.has(rule)) continue;
    rules.add(rule);
    waiting.push(...program.definitions.get(rule).rules);
  }
  const facts = new Set([...rules].flatMap((rule) => [...program.definitions.get(rule).facts]));
  const kept = withTied(program, facts);
  const view = {
    ...program,
    facts: new Map([...program.facts].filter(([key]) => kept.has(key))),
    definitions: new Map([...program.definitions].filter(([key]) => rules.has(key))),
    norms: new Map(),
    gone: new Map(),
    gone_norms: new Map(),
    epochs: [],
    at: () => view,
  };
  return view;
}

// With the facts that constraints tie to them, and the lists whose fields they are.
function withTied(program, facts) {
  const lists = [...facts].map((fact) => program.facts.get(fact).each).filter((each) => each);
  const grown = new Set([...lists, ...facts]);
  for (const fact of program.facts.values()) {
    for (const constraint of fact.constraints) {
      const tied = namedIn(fact, constraint);
      if (!disjoint(tied, grown)) for (const one of tied) grown.add(one);
    }
  }
  return grown.size === facts.size ? grown : withTied(program, grown);
}

// The facts that a constraint names.
function namedIn(fact, { condition }) {
  const names = new Set([fact.name]);
  for (const part of everythingIn(condition)) {
    if (part.t === "fact") names.add(part.name);
    else if (part.t === "quantified") names.add(part.records);
  }
  return names;
}
