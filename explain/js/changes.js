// The smallest sets of changes after which the answer is yes: of facts that the person may be advised to change, to
// values that no constraint forbids (explain/question/changes.py).

const MOST_CHANGES = 3;
const LISTED_SETS = 24;
// After so many trials, or so many whose outcome turns on facts that are missing, no more are made.
const MOST_TRIALS = 1500;
const MOST_UNKNOWN = 120;
// So many combinations of numbers are tried for one set of facts.
const TRIES = 600;
// So many spans are looked at in all, to find where something turns.
const CHANGE_STEPS = 60_000;

// What would make the answer yes, or, of what is no yes/no question, any value: { finding, sets, more, open, missing,
// obstacles, beyond, complete }. A set is a list of { path, old, new, low, high, by }: `old` is null where the fact is
// missing, `low`, `high` and `by` where there is no limit.
function changesOf(question, facts, day) {
  const goal = new Goal(question.boolean);
  const finding = question.ask(facts, day);
  if (!goal.certainNo(finding)) return waysFound(finding);
  const levers = new Levers(question, facts, day, goal);
  const effort = new Effort(CHANGE_STEPS);
  if (CLOSED.includes(finding.status) || levers.denied(new Set(levers.own))) {
    return waysFound(finding, { obstacles: obstaclesOf(levers, finding) });
  }
  const hitting = new Hitting(levers.own, (free) => levers.denied(free));
  const smallest = (settled) => smallestSets(new ChangeSearch(levers, effort, settled), hitting);
  const listed = (sets) => ({ more: sets.length > LISTED_SETS, complete: effort.complete });
  const sets = smallest(true);
  if (sets.length) return waysFound(finding, { sets: sets.slice(0, LISTED_SETS), ...listed(sets) });
  const open = levers.paths.every((path) => facts.has(path)) ? [] : smallest(false);
  if (open.length) {
    const made = new Map([...facts, ...open[0].map((change) => [change.path, change.new])]);
    const { missing } = question.ask(made, day);
    return waysFound(finding, { open: open.slice(0, LISTED_SETS), missing, ...listed(open) });
  }
  return waysFound(finding, { beyond: true, complete: effort.complete });
}

const waysFound = (finding, ways = {}) => ({
  finding,
  sets: [],
  more: false,
  open: [],
  missing: [],
  obstacles: [],
  beyond: false,
  complete: true,
  ...ways,
});

// All sets of the first size at which one helps, but no more than one above what is listed.
function smallestSets(search, hitting) {
  for (let size = 1; size <= MOST_CHANGES; size++) {
    const sets = [];
    for (const way of waysOfSize(search, hitting, size)) if (sets.push(way) > LISTED_SETS) break;
    if (sets.length) return sets;
  }
  return [];
}

function* waysOfSize(search, hitting, size) {
  for (const free of hitting.ofSize(size)) yield* search.ways(free);
}

// Values for the facts of a set, after which the answer is what is wished for (`settled`), or at least no certain no.
class ChangeSearch {
  constructor(levers, effort, settled) {
    Object.assign(this, { levers, effort, settled, question: levers.question });
    this.trials = this.unknown = 0;
    this.turns = new Map();
  }

  // All changes of yes/no facts and choices that help, each with the nearest numbers and dates.
  *ways(free) {
    const { facts } = this.levers;
    const paths = ordered(this.question.known.keys(), free);
    const isNumeric = (path) => this.question.of(path).numeric;
    const chosen = paths.filter((path) => !isNumeric(path));
    const axes = new Map(paths.filter(isNumeric).map((path) => [path, this.levers.axis(path)]));
    const others = chosen.map((p) => this.question.of(p).values.filter((v) => !facts.has(p) || !same(v, facts.get(p))));
    for (const values of product(others)) {
      const made = this.helps(new Map(chosen.map((path, i) => [path, values[i]])), axes);
      if (made !== null) yield paths.map((path) => this.change(path, made, axes));
    }
  }

  // The facts after a change that helps, the numbers as near to the present ones as can be; null where there is none.
  helps(chosen, axes) {
    const base = new Map([...this.levers.without(axes), ...chosen]);
    const paths = [...axes.keys()];
    const numbers = paths.map((path) => this.candidates(base, axes, path));
    const ranked = [];
    for (const ranks of product(numbers.map((own) => [...own.keys()]))) if (ranked.push(ranks) >= 40 * TRIES) break;
    ranked.sort((a, b) => addUp(a) - addUp(b));
    if (ranked.length > TRIES) this.effort.complete = false;
    for (const ranks of ranked.slice(0, TRIES)) {
      const made = new Map([...base, ...paths.map((path, i) => [path, axes.get(path).at(numbers[i][ranks[i]])])]);
      if (this.works(made)) return made;
    }
    return null;
  }

  // Other values of a number, at which something turns, the nearest to the present one first.
  candidates(base, axes, path) {
    const axis = axes.get(path);
    const old = this.levers.facts.get(path);
    const now = old === undefined ? axis.low : axis.number(old);
    const values = new Set([axis.low, axis.high, ...this.thresholds(base, axes).get(path)]);
    if (old !== undefined) values.delete(now);
    return [...values].sort((a, b) => ascending(sizeOf(a - now), sizeOf(b - now)) || ascending(a, b));
  }

  thresholds(base, axes) {
    const { levers, question, turns } = this;
    const known = question.withDefault(base);
    return heldIn(turns, `${[...axes.keys()].join()} ${factsKey(known)}`, () => {
      const reach = new Set(levers.paths);
      const within = ({ paths }) => paths.every((p) => reach.has(p)) && paths.some((p) => !known.has(p));
      const items = question.tests(known, levers.day).filter(within);
      const [missing, choices] = question.open(items, known);
      const world = new World(levers.form, known, levers.day);
      return thresholds(items, world, new Map([...missing, ...axes]), choices, this.effort);
    });
  }

  change(path, made, axes) {
    const old = this.levers.facts.get(path) ?? null;
    const value = made.get(path);
    if (!axes.has(path)) return { path, old, new: value, low: null, high: null, by: null };
    const axis = axes.get(path);
    const base = new Map([...made].filter(([other]) => other !== path));
    const here = axis.number(value);
    const found = new Set([axis.low, axis.high, ...this.thresholds(base, new Map([[path, axis]])).get(path)]);
    const turns = [...found].sort(ascending);
    let low = this.last(turns.filter((n) => n <= here).reverse().map((n) => [n, 0n]), base, axis);
    let high = this.last(turns.filter((n) => n >= here).map((n) => [n, 0n]), base, axis);
    const whole = this.question.of(path).axis(path);
    if (low === null && axis.low > whole.low) low = axis.low;
    if (high === null && axis.high < whole.high) high = axis.high;
    const by = this.question.of(path).kind === "date" ? this.by(base, axis, here) : null;
    const at = (n) => (n === null ? null : axis.at(n));
    return { path, old, new: value, low: at(low), high: at(high), by };
  }

  // The last day on which what the date dates may happen, the question being asked on that day.
  by(base, axis, here) {
    const { day } = this.levers;
    const days = new Set([here, ...this.thresholds(base, new Map([[axis.path, axis]])).get(axis.path)]);
    const dated = new Map(base).set(axis.path, here);
    for (const start of dayCandidates(this.question, dated, day, RUN.max(LOOK_UNTIL, day), this.effort)) {
      days.add(start - 1n).add(start);
    }
    const later = [...days].sort(ascending).filter((n) => n >= here);
    return this.last(later.map((n) => [n, n - day]), base, axis);
  }

  // Of these numbers, each with so many days later, the last that helps before one that does not; null where all do.
  last(numbers, base, axis) {
    let last = null;
    for (const [number, later] of numbers) {
      if (!this.works(new Map(base).set(axis.path, axis.at(number)), later)) return last;
      last = number;
    }
    return null;
  }

  works(facts, later = 0n) {
    const { question, goal, day } = this.levers;
    if (this.trials >= MOST_TRIALS || this.unknown >= MOST_UNKNOWN) return (this.effort.complete = false);
    this.trials++;
    const finding = question.glance(facts, day + later);
    if (finding.status === "unknown") this.unknown++;
    const helps = this.settled ? goal.met(finding) : !goal.certainNo(finding);
    return helps && question.admissible(facts, day + later);
  }
}
