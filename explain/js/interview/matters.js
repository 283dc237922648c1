// Whether a fact can still matter, shown by an example: two people, alike but for this fact, who agree with all that is
// known, whom no constraint forbids, and who are answered differently (explain/interview/matters.py).

const PEOPLE_TRIED = 40;
const VALUES_TRIED = 6;

// `people` have a value for every fact on which the question may depend; `each`: the list of which a rule speaks record
// by record.
class Examples {
  constructor(question, people, day, each) {
    Object.assign(this, { question, people, day, each, form: question.form(day) });
    this.fields = [...question.known.values()].filter((known) => known.each);
    this.kept = { near: new WeakMap(), had: new Map() };
  }

  // Is there an example that this missing fact matters? A list does if a field of its first record does.
  show(path, facts) {
    const fields = this.fields.filter((field) => field.each === path);
    const varied = [path, ...fields.map((field) => `${path}[1].${field.name}`)];
    const near = heldIn(this.kept.near, facts, () => this.near(facts));
    return near.some((person) => varied.some((one) => this.differ(person, facts, one)));
  }

  // Those who agree best with what is known, as many of each outcome.
  near(facts) {
    const chosen = [...facts].filter(([, value]) => typeof value === "boolean" || typeof value === "string");
    const { outcomes } = this;
    const ranked = new Map();
    this.people.forEach((person, at) => {
      const differ = chosen.filter(([path, value]) => person.get(path) !== value).length;
      heldIn(ranked, outcomes[at], () => []).push({ differ, at });
    });
    const nearer = (a, b) => a.differ - b.differ || a.at - b.at;
    const placed = [...ranked.values()].flatMap((all) => all.sort(nearer).map((one, place) => ({ ...one, place })));
    placed.sort((a, b) => a.place - b.place || nearer(a, b));
    return placed.slice(0, PEOPLE_TRIED).map(({ at }) => this.people[at]);
  }

  // Of every person, what all yes/no rules of the person come to: a number for each sort of outcome.
  get outcomes() {
    return (this.kept.outcomes ??= this.outcomesOfAll());
  }

  outcomesOfAll() {
    const plain = [...this.form.rules].filter(([name]) => !this.each.get(name)).map(([, node]) => node);
    const nodes = [this.form.root, ...plain].filter((node) => node !== null);
    const sorts = new Map();
    return this.people.map((person) => {
      const world = new World(this.form, person, this.day);
      return heldIn(sorts, nodes.map((node) => spotSort(found(node, world))).join(), () => sorts.size);
    });
  }

  // Is the person answered differently with another value of this fact?
  differ(person, facts, path) {
    let first = null;
    for (const value of this.values(path, person)) {
      const outcome = this.outcome(this.completed(person, new Map(facts).set(path, value)));
      if (outcome === null) continue;
      first ??= outcome;
      if (!sameSpot(outcome, first)) return true;
    }
    return false;
  }

  // The person's own first.
  values(path, person) {
    const own = ownRecord(path, person);
    const { values } = this.question.of(path);
    const others = values.length ? values : this.valuesHad(own);
    const first = person.get(own) ?? null;
    return [first, ...others.filter((value) => first === null || !same(value, first))].slice(0, VALUES_TRIED + 2);
  }

  // The first different values that people have.
  valuesHad(path) {
    return heldIn(this.kept.had, path, () => {
      const had = this.people.filter((person) => person.has(path)).map((person) => person.get(path));
      return distinct(had).slice(0, VALUES_TRIED + 3);
    });
  }

  // Somebody who agrees with what is known. Records that the person has too few of are had over again.
  completed(person, facts) {
    const made = new Map();
    for (const known of [person, facts]) {
      for (const [path, value] of known) if (!isField(path)) made.set(path, value);
    }
    for (const { name, each } of this.fields) {
      for (let at = 1; at <= Number(made.get(each) ?? 0n); at++) {
        const path = `${each}[${at}].${name}`;
        const own = ownRecord(path, person);
        if (facts.has(path)) made.set(path, facts.get(path));
        else if (person.has(own)) made.set(path, person.get(own));
      }
    }
    return made;
  }

  // What the answer is; null where it is not certain, or such a person would be refused.
  outcome(facts) {
    const world = new World(this.form, facts, this.day);
    const refused = (tie) => [false, null].includes(found(tie, world));
    return this.form.root === null || this.ties.some(refused) ? null : found(this.form.root, world);
  }

  // The constraints that speak of facts that the people have.
  get ties() {
    return (this.kept.ties ??= this.tiesOfPeople());
  }

  tiesOfPeople() {
    const had = new Set(this.people.flatMap((person) => [...person.keys()].map(stem)));
    return this.form.ties.filter((_, at) => this.form.tied[at].every(([name]) => had.has(name)));
  }
}

// All numbers but nought are of one sort.
function spotSort(spot) {
  if (spot === null || spot === NA) return String(spot);
  if (typeof spot === "boolean" || typeof spot === "string" || spot === 0n) return keyOf(spot);
  return Array.isArray(spot) && !spot.length ? "()" : "1";
}
