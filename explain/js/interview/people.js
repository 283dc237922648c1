// Sample people that crowd the boundaries of the rules; how they are drawn is told in explain/question/people.py.

const BOUNDARY = 60;
const INSIDE = 25;
const PERSONS_LEAN = [20, 50, 80, 95];
const WISHING = 50;
const USUAL = 85;
const RECORDS_HAD = [0n, 1n, 1n, 2n, 2n, 3n, 4n, 6n];
const WIDE = { integer: [0n, 60n], money: [0n, 3_000_000n], decimal: [0n, 20_000_000n] };
const DRAWN_AGAIN = 24;
const TURNS_EFFORT = 20_000;

// What the people of one program on one day are drawn from.
class Crowd {
  constructor(program, day) {
    this.day = day;
    this.known = factsOf(program);
    this.known.delete(program.holidays?.name);
    const facts = [...program.facts.values()];
    this.usual = new Map(facts.filter((f) => f.norm_default !== null).map((f) => [f.name, f.norm_default]));
    const rows = facts.flatMap((fact) => fact.rows.map((row) => [fact.name, row]));
    this.published = new Map(rows.filter(([, row]) => covers(row, day)).map(([name, row]) => [name, row.value]));
    const view = program.at(day);
    this.forms = [...formsOfAll(view)];
    this.ties = this.forms[0];
    this.tiesOn = new Map();
    const yesNo = [...view.definitions.values()].filter((d) => d.type.kind === "bool" && !d.each && !d.internal);
    this.wishes = yesNo.map((d) => d.name);
    this.items = new Map();
    this.turns = new Map();
  }

  // Facts by their paths that keep every constraint.
  person(draw) {
    const wish = draw.chance(WISHING) && this.wishes.length ? draw.one(this.wishes) : "";
    const one = { facts: new Map(this.published), draw, leaning: draw.one(PERSONS_LEAN), wish, items: null };
    for (const [name, known] of this.known) {
      if (known.kind === "records") this.length(one, name, (known.limits ?? [0n, 6n])[1]);
    }
    const lengths = new Map();
    for (const [name, value] of one.facts) {
      if (this.known.get(name).kind === "records") lengths.set(name, Number(value));
    }
    one.items = this.comparisons(lengths);
    for (const [path, known] of this.paths(lengths)) this.give(one, path, known);
    return new Map([...one.facts].filter(([path]) => !this.published.has(path)));
  }

  // How many records a list has; no list where no number keeps the constraints.
  length(one, name, most) {
    const drawn = Array.from({ length: DRAWN_AGAIN }, () => one.draw.one(RECORDS_HAD));
    const all = Array.from({ length: Number(most) + 1 }, (_, number) => BigInt(number));
    for (const number of [...drawn.map((n) => (n < most ? n : most)), ...all]) {
      one.facts.set(name, number);
      if (this.keeps(one, name)) return;
    }
    one.facts.delete(name);
  }

  *paths(lengths) {
    for (const [name, known] of this.known) {
      if (known.kind === "records" || this.published.has(name)) continue;
      for (const path of pathsOf([[name, known.each]], NOBODY, lengths)) yield [path, known];
    }
  }

  // One more fact, drawn until it keeps the constraints.
  give(one, path, known) {
    if (this.lost(one)) one.wish = "";
    for (let tried = 0; tried < DRAWN_AGAIN; tried++) {
      one.facts.set(path, this.value(one, path, known));
      if (this.keeps(one, known.name) && (tried > DRAWN_AGAIN / 2 || !this.lost(one))) return;
    }
    for (const value of this.lastResort(one, path, known)) {
      one.facts.set(path, value);
      if (this.keeps(one, known.name)) return;
    }
    one.facts.delete(path);
  }

  keeps(one, name) {
    const { ties, tied } = this.ties;
    const concerned = () => ties.filter((_, n) => tied[n].some(([fact]) => fact === name));
    const world = new World(this.ties, one.facts, this.day);
    return heldIn(this.tiesOn, name, concerned).every((tie) => found(tie, world) !== false);
  }

  // Is the conclusion wished for a certain no?
  lost(one) {
    const node = this.ties.rules.get(one.wish);
    if (node === undefined) return false;
    return [false, NA].includes(found(node, new World(this.ties, one.facts, this.day)));
  }

  // Each value of a choice; the ends, and every turn, of a number.
  lastResort(one, path, known) {
    if (!known.numeric) return known.values;
    const axis = known.axis(path);
    const turns = this.allTurns(one, path, axis);
    return [axis.low, ...turns.flatMap((edge) => [edge - 1n, edge]), axis.high].map((number) => axis.at(number));
  }

  // ---- values

  value(one, path, known) {
    if (known.kind === "bool") return one.draw.chance(one.leaning);
    if (known.kind === "enum") {
      const usual = this.usual.get(known.name);
      return usual !== undefined && one.draw.chance(USUAL) ? usual : one.draw.one(known.choices);
    }
    const axis = known.axis(path);
    return axis.at(axis.within(this.number(one, path, axis, known.kind)));
  }

  number(one, path, axis, kind) {
    const { draw } = one;
    const sort = draw.below(100);
    if (sort < BOUNDARY) {
      const turns = this.someTurns(one, path, axis);
      if (turns.length) return draw.one(turns) + draw.between(-1n, 1n);
    }
    const [low, high] = this.wide(axis, kind);
    const turns = sort < BOUNDARY + INSIDE ? this.allTurns(one, path, axis) : [];
    if (!turns.length) return draw.between(low, high);
    const ends = [RUN.min(low, turns[0]), ...turns, RUN.max(high, turns.at(-1))];
    const at = draw.below(ends.length - 1);
    return draw.between(ends[at], ends[at + 1]);
  }

  wide(axis, kind) {
    const [low, high] = this.near(axis, kind);
    if (axis.high - axis.low <= 10_000n || axis.low > high || axis.high < low) {
      return [axis.low, RUN.min(axis.high, axis.low + 1_000_000_000n)];
    }
    return [RUN.max(low, axis.low), RUN.min(high, axis.high)];
  }

  near(axis, kind) {
    const month = monthOf(this.day);
    if (kind === "date") return [addPeriod(this.day, -70n, 0n, 0n), addPeriod(this.day, 3n, 0n, 0n)];
    if (kind === "month") return [month - 840n, month + 36n];
    return kind === "percent" ? [0n, axis.unit] : WIDE[kind];
  }

  // ---- turns

  // Of one comparison, with what is known already.
  someTurns(one, path, axis) {
    const ready = this.ready(one, path);
    one.facts.delete(path);
    return ready.length ? this.turnsFor(one, axis, one.draw.one(ready)) : [];
  }

  allTurns(one, path, axis) {
    one.facts.delete(path);
    return [...new Set(this.ready(one, path).flatMap((item) => this.turnsFor(one, axis, item)))].sort(ascending);
  }

  ready(one, path) {
    const items = one.items.get(path) ?? [];
    return items.filter(({ grounded }) => grounded.paths.every((p) => p === path || one.facts.has(p)));
  }

  turnsFor(one, axis, { number, form, grounded, ways }) {
    const others = grounded.paths.filter((p) => p !== axis.path).map((p) => keyOf(one.facts.get(p)));
    const key = `${number} ${axis.path} ${others.join()}`;
    return heldIn(this.turns, key, () => {
      const world = new World(form, one.facts, this.day);
      const way = heldIn(ways, axis.path, () => wayDown(form, grounded, axis.path));
      const soon = way && soonTurns(way, grounded, world, axis);
      return soon ?? edgesOf(grounded, world, axis, new Effort(TURNS_EFFORT));
    });
  }

  // By the path of each fact below them, numbered.
  comparisons(lengths) {
    return heldIn(this.items, [...lengths.values()].join(), () => {
      const table = new Map();
      const made = this.forms.flatMap((form) => grounded(form, lengths).map((one) => ({ form, grounded: one })));
      for (const [number, { form, grounded: one }] of made.entries()) {
        const item = { number, form, grounded: one, ways: new Map() };
        for (const path of one.paths) heldIn(table, path, () => []).push(item);
      }
      return table;
    });
  }
}

// All rules, norms and constraints under the readings adopted, what stands at one place once, however many rules are made
// of it; then, for each alternative, the comparisons that it alone has.
function* formsOfAll(program) {
  const base = formOfAll(program, new Map());
  const seen = new Set(base.tests.map((test) => shapeOf(test.node)));
  const whole = new Map();
  for (const test of base.tests) heldIn(whole, `${test.node.place} ${shapeOf(test.node)}`, () => test);
  yield { ...base, tests: [...whole.values()] };
  for (const reading of program.readings.values()) {
    for (const letter of reading.computable ? reading.letters : []) {
      if (letter === reading.adopted) continue;
      const other = formOfAll(program, new Map([[reading.id, letter]]));
      const shaped = other.tests.map((test) => [shapeOf(test.node), test]);
      const fresh = new Map(shaped.filter(([said]) => !seen.has(said)));
      for (const said of fresh.keys()) seen.add(said);
      yield { ...other, tests: [...fresh.values()] };
    }
  }
}

function formOfAll(program, letters) {
  const rules = [...program.definitions.values()].map(({ name, each }) => {
    const rule = new RuleNode("rule", [], { name });
    return each ? new RuleNode("every", [TRUE_NODE, rule], { name: each }) : rule;
  });
  const conditions = [...program.norms.values()].map((norm) => norm.condition).filter((one) => one !== null);
  const norms = conditions.map((one) => new Lowering(program, letters).node(one));
  return new Form(program, new RuleNode("and", [...rules, ...norms]), letters);
}
