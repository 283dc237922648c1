// Which question next: the one after which the fewest questions are to be expected, over sample people
// (explain/interview/plan.py, where the two ways of counting are told). An estimate is [questions to expect, the topic
// to begin with, "" where there is none].

const PATIENCE = 1.03;
const PLAN_EXACT = 2_000;
const PLAN_AHEAD = 5_000;
const ALIKE = 1e-9;
const NEVER = 1e9;

const MOST_MASKS = 2 ** 20;
const NOTHING_TO_ASK = [0, ""];

// For facts that may be asked for: all but those of `closed`. `place`: of every path in the vocabulary.
class Plan {
  constructor(panel, topics, place, closed) {
    Object.assign(this, { panel, topics, place, closed, masks: panel.masks, work: 0 });
    const kept = ["open", "ready", "topics", "split", "simple", "best"];
    this.kept = Object.fromEntries(kept.map((name) => [name, new Map()]));
  }

  // The facts to ask for next; none where nothing can be asked.
  choose(cell, people) {
    const { topics } = this.open(cell);
    if (topics.size < 2) return topics.size ? onlyOf(topics).paths : [];
    const exactly = (topic) => this.followed(cell, topics.get(topic).facts, people, NEVER);
    let numbers = this.counted(PLAN_EXACT, topics.keys(), exactly);
    if (numbers.size < topics.size) numbers = this.ahead(cell, people);
    const limit = Math.min(...numbers.values()) * PATIENCE;
    for (const [topic, { paths }] of topics) if ((numbers.get(topic) ?? NEVER) <= limit) return paths;
    return [];
  }

  // {topics, names, …}: the topics that can be asked about, each with its {paths, facts}; the estimates where these may
  // be begun; the estimates of a single fact that is one of them.
  open(cell) {
    const { ready, open } = this.kept;
    return heldIn(ready, cell, () => heldIn(open, cell.facts, () => this.opened(cell.facts)));
  }

  opened(facts) {
    const lists = new Set([...this.closed].filter((path) => !isField(path)));
    const left = this.panel.paths.names(facts).filter((f) => !this.closed.has(f) && !lists.has(listOf(f)));
    const topics = new Map();
    for (const [topic, paths] of this.topics.open(left, this.place)) {
      topics.set(topic, { paths, facts: this.panel.paths.of(paths) });
    }
    const names = [...topics.keys()];
    const estimates = heldIn(this.kept.topics, inOrder(names).join("\n"));
    return { topics, names, estimates, begun: [names.length, names[0]], waiting: [names.length, ""] };
  }

  // What was worked out for a cell and some people.
  remember(kept, cell, people, find) {
    return heldIn(kept, cell.id * MOST_MASKS + people.id, find);
  }

  // Of topics, the questions to expect with each, as many as the work allows.
  counted(work, topics, count) {
    const numbers = new Map();
    this.work = work;
    try {
      for (const topic of topics) numbers.set(topic, count(topic));
    } catch (stopped) {
      if (!(stopped instanceof Spent)) throw stopped;
    }
    return numbers;
  }

  // ---- exactly

  // The fewest questions to expect. Throws Spent.
  best(cell, people) {
    const { topics } = this.open(cell);
    if (cell.known || !topics.size) return 0;
    return this.remember(this.kept.best, cell, people, () => {
      let least = NEVER;
      for (const { facts } of topics.values()) {
        const number = this.followed(cell, facts, people, least);
        if (number < least - ALIKE) least = number;
      }
      return least;
    });
  }

  // One question, and the fewest after it; not to the end where it comes to more than the limit.
  followed(cell, facts, people, limit) {
    let number = 1;
    for (const [left, those] of this.answers(cell, facts, people)) {
      number += (this.best(left, those) * those.size) / people.size;
      if (number >= limit - ALIKE) break;
    }
    return number;
  }

  // What is left after an answer, those who give it together; the most frequent first.
  answers(cell, facts, people) {
    return this.remember(heldIn(this.kept.split, facts), cell, people, () => {
      this.work -= cell.facts.size;
      if (this.work < 0) throw new Spent();
      const ways = new Map();
      for (const [left, those] of this.panel.answers(cell, facts, people)) {
        ways.set(left, this.masks.or(ways.get(left) ?? NO_ONE, those));
      }
      return [...ways].sort(([, a], [, b]) => b.size - a.size);
    });
  }

  // ---- by looking one question ahead

  // Of those that can be asked now, the simple rule's own first.
  ahead(cell, people) {
    const { topics } = this.open(cell);
    const first = this.begin(cell, people);
    const next = (topic) => 1 + this.after(cell, topics.get(topic).facts, people);
    const numbers = this.counted(PLAN_AHEAD, new Set([first, ...topics.keys()]), next);
    return numbers.size ? numbers : new Map([[first, 1]]);
  }

  after(cell, facts, people) {
    const ways = this.answers(cell, facts, people);
    return ways.reduce((all, [left, those]) => all + this.simple(left, those) * those.size, 0) / people.size;
  }

  // The questions to expect by the simple rule.
  simple(cell, people) {
    const { topics } = this.open(cell);
    if (cell.known || !topics.size) return 0;
    return this.remember(this.kept.simple, cell, people, () => {
      return 1 + this.after(cell, topics.get(this.begin(cell, people)).facts, people);
    });
  }

  begin(cell, people) {
    const now = this.open(cell);
    return this.estimate(cell, people, now)[1] || now.names[0];
  }

  // ---- the simple rule

  // The questions to expect, parts being asked about one after the other; `now`: topics that may be begun. In a plain
  // cell it is the same whoever is asked.
  estimate(cell, people, now) {
    if (cell.known || !people.size) return NOTHING_TO_ASK;
    if (!cell.parts.length) return this.single(cell, now);
    const key = cell.id * MOST_MASKS + (cell.plain ? 0 : people.id);
    return heldIn(now.estimates, key, () => this.estimated(cell, people, now));
  }

  estimated(cell, people, now) {
    const { op, parts } = cell;
    if (op === "not" || op === "holds") return this.estimate(parts[0], people, now);
    if (op === "and" || op === "or") return this.ranked(cell, people, now);
    if (op === "guard") {
      const [guard, body] = parts;
      return this.inTurn(people, now, [[guard, people], [body, this.masks.and(people, guard.yes)]]);
    }
    if (op === "choose") return this.inTurn(people, now, this.turnsOfChoice(parts, people));
    return this.leaf(cell, people, now);
  }

  turnsOfChoice(parts, people) {
    const turns = [];
    let rest = people;
    for (let i = 0; i < parts.length - 1; i += 2) {
      turns.push([parts[i], rest], [parts[i + 1], this.masks.and(rest, parts[i].yes)]);
      rest = this.masks.and(rest, parts[i].no);
    }
    return [...turns, [parts.at(-1), rest]];
  }

  // Of one fact.
  single(cell, now) {
    const { names, begun, waiting } = this.open(cell);
    return names.length && now.topics.has(names[0]) ? begun : waiting;
  }

  leaf(cell, people, now) {
    const { names } = this.open(cell);
    const first = names.find((topic) => now.topics.has(topic)) ?? "";
    const [number, begin] = this.inTurn(people, now, cell.parts.map((part) => [part, people]));
    return [Math.min(names.length, number), begin || first];
  }

  inTurn(people, now, turns) {
    let number = 0;
    let begin = "";
    for (const [cell, those] of turns) {
      const [more, first] = this.estimate(cell, those, now);
      number += (more * those.size) / people.size;
      begin ||= first;
    }
    return [number, begin];
  }

  // Parts in the order of questions by chance to settle it.
  ranked(cell, people, now) {
    const side = cell.op === "and" ? "no" : "yes";
    const order = [];
    for (const part of cell.parts) {
      if (part.known) continue;
      const asked = this.estimate(part, people, now);
      const settled = people.shared(part[side]);
      const cost = settled ? asked[0] / (settled / people.size) : NEVER + asked[0];
      order.push({ part, asked, settled, late: asked[1] === "", cost });
    }
    order.sort((a, b) => a.late - b.late || a.cost - b.cost);
    let [number, begin, rest] = [0, "", people];
    for (const { part, asked, settled } of order) {
      if (!rest.size) break;
      const [more, first] = rest === people || part.plain ? asked : this.estimate(part, rest, now);
      number += (more * rest.size) / people.size;
      begin ||= first;
      if (settled) rest = this.masks.without(rest, part[side]);
    }
    return [number, begin];
  }
}
