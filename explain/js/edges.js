// Where the comparisons of rules turn: the values of a number or date, or the days asked about, at which one changes
// from true to false or back, everything else being as it is (explain/question/edges.py).

// The day asked about, among the paths of facts.
const DAY = "";
const HUGE = 2n ** 24n;
const STEPS = 200_000;
const MOST_COMBINED = 400;
const MOST_VALUES = 60;

// What may vary: whole numbers from `low` to `high`, of units (decimals are counted in millionths).
class Axis {
  constructor(path, low, high, unit = 1n) {
    this.path = path;
    this.low = low;
    this.high = high;
    this.unit = unit;
  }

  // The value of a fact.
  at(number) {
    return this.unit === 1n ? number : ratio(number, this.unit);
  }

  // The nearest number that it may be.
  within(number) {
    return RUN.min(RUN.max(number, this.low), this.high);
  }

  number(value) {
    return (top(value) * this.unit) / bottom(value);
  }

  // The ends that mean something: those of the calendar do not.
  get ends() {
    const calendar = LIMITS.get("date");
    return [this.low, this.high].filter((n) => !calendar.includes(n));
  }
}

// Of a fact of this kind.
function axisOf(path, kind, limits) {
  return new Axis(path, ...(limits ?? LIMITS.get(kind)), IN_MILLIONTHS.includes(kind) ? MILLIONTHS : 1n);
}

// What a search may still spend; `complete` is false once it was not enough.
class Effort {
  constructor(steps = STEPS) {
    this.steps = steps;
    this.complete = true;
  }

  spend() {
    this.steps--;
    if (this.steps < 0) this.complete = false;
    return this.steps >= 0;
  }
}

// Every comparison {test, bound, paths}, for each record that it speaks of; `lengths`: how many records each list has.
function grounded(form, lengths) {
  const made = [];
  for (const test of form.tests) {
    const records = (name) => Array.from({ length: lengths.get(name) ?? 0 }, (_, i) => `${name}[${i + 1}]`);
    for (const keys of product(test.lists.map(records))) {
      const bound = new Bound(new Map(test.lists.map((name, i) => [name, keys[i]])));
      made.push({ test, bound, paths: pathsOf(test.facts, bound, lengths) });
    }
  }
  return made;
}

// ---- one comparison

// Where what is found over spans of whole numbers changes: the first number of every stretch but the first.
function turnsOf(at, low, high, effort) {
  const edges = [];
  const search = (first, last) => {
    const spot = at(first, last);
    if (first === last || isSure(spot) || !effort.spend()) return [spot, spot];
    const middle = halfway(first, last);
    const [start, before] = search(first, middle);
    const [after, end] = search(middle + 1n, last);
    if (!sameSpot(before, after)) edges.push(middle + 1n);
    return [start, end];
  };
  search(low, high);
  return edges.sort(ascending);
}

const ascending = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// Of a very wide span of numbers the middle of their lengths, as amounts are rarely astronomical.
function halfway(low, high) {
  if (high - low < HUGE) return floorDiv(low + high, 2n);
  if (low < 0n && high >= 0n) return low < -1n ? -1n : 0n;
  if (low < 0n) return -halfway(-high, -low) - 1n;
  const root = squareRoot((low > 1n ? low : 1n) * high);
  return root < high - 1n ? root : high - 1n;
}

// The greatest integer whose square is not above n.
function squareRoot(n) {
  let root = 1n << BigInt(n.toString(16).length * 2);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

// Where one comparison turns as one fact, or the day, varies.
function edgesOf(item, world, varied, effort) {
  const facts = new Map(item.paths.filter((p) => world.facts.has(p)).map((p) => [p, world.facts.get(p)]));
  const at = (low, high) => {
    const spot = between(varied.at(low), varied.at(high));
    if (varied.path === DAY) return found(item.test.node, new World(world.form, facts, spot), item.bound);
    facts.set(varied.path, spot);
    return found(item.test.node, new World(world.form, facts, world.day), item.bound);
  };
  return turnsOf(at, varied.low, varied.high, effort);
}

// Where a number or date that a rule computes changes as the day varies.
function numberEdges(root, world, varied, effort) {
  const at = (low, high) => found(root, new World(world.form, world.facts, between(low, high)));
  return turnsOf(at, varied.low, varied.high, effort);
}

// ---- all comparisons, with other facts open

// The values of open facts at which something turns: of each path the marks {number, by}, `by` the open facts by whose
// values the number was found.
class Reach {
  constructor(world, axes, choices, effort) {
    Object.assign(this, { world, axes, choices, effort });
    this.marks = new Map();
    for (const [path, axis] of axes) {
      const starts = path === DAY ? [axis.low] : axis.ends;
      this.marks.set(path, starts.map((number) => ({ number, by: new Set() })));
    }
    this.done = new Map();
  }

  // Adds the turns of a comparison for every combination of the other open facts' values: are there new ones?
  widen(number, item, varied) {
    const others = item.paths.filter((p) => p !== varied.path && !this.world.facts.has(p));
    const known = others.map((p) => this.values(p, varied.path));
    if (!others.every((p) => this.axes.has(p) || this.choices.get(p)?.length)) this.effort.complete = false;
    let grew = false;
    let tried = 0;
    for (const combination of product(known)) {
      if (tried++ >= MOST_COMBINED) {
        this.effort.complete = false;
        break;
      }
      grew = this.attempt(number, item, varied, others, combination) || grew;
    }
    return grew;
  }

  // The values [value, by] of another open fact that were not found by the one that varies; any, where nothing turns.
  values(path, varied) {
    const axis = this.axes.get(path);
    if (axis === undefined) return (this.choices.get(path) ?? []).map((value) => [value, new Set()]);
    const marks = this.marks.get(path);
    const used = marks.length ? marks : [{ number: axis.low, by: new Set() }];
    return used.filter((m) => !m.by.has(varied)).map((m) => [axis.at(m.number), new Set(m.by).add(path)]);
  }

  attempt(number, item, varied, others, values) {
    const key = `${number} ${varied.path} ${values.map(([value]) => keyOf(value)).join()}`;
    const edges = heldIn(this.done, key, () => {
      const facts = new Map(this.world.facts);
      others.forEach((p, i) => facts.set(p, values[i][0]));
      return edgesOf(item, new World(this.world.form, facts, this.world.day), varied, this.effort);
    });
    const by = union(values.map(([, one]) => one));
    let grew = false;
    for (const edge of edges) {
      for (const n of varied.path === DAY ? [edge] : [edge - 1n, edge]) grew = this.add(varied, n, by) || grew;
    }
    return grew;
  }

  add(varied, number, by) {
    const marks = this.marks.get(varied.path);
    if (marks.some((m) => m.number === number && contains(by, m.by))) return false;
    if (marks.length >= MOST_VALUES && varied.path !== DAY) {
      this.effort.complete = false;
      return false;
    }
    marks.push({ number, by });
    return true;
  }
}

// For each axis (a Map by path) the values on both sides of every turn, and its ends; of the day, the first days of all
// stretches. Facts that are neither known nor an axis take each of their `choices`. Where the day is an axis, what
// depends on it tells nothing about other facts.
function thresholds(items, world, axes, choices, effort) {
  const reach = new Reach(world, axes, choices, effort);
  for (let round = 0; round <= axes.size; round++) {
    let grew = false;
    items.forEach((item, number) => {
      const own = item.paths.filter((p) => axes.has(p) && !world.facts.has(p));
      const varied = axes.has(DAY) && item.test.dated ? [DAY] : own;
      for (const p of varied) grew = reach.widen(number, item, axes.get(p)) || grew;
    });
    if (!grew) break;
  }
  const sorted = (marks) => [...new Set(marks.map((m) => m.number))].sort(ascending);
  return new Map([...reach.marks].map(([path, marks]) => [path, sorted(marks)]));
}
