// Why the answer is another from a day on: the conditions of rules that change between the day before and the day, the
// text, the instrument's own dates, or facts that cannot be so on one of the two days (explain/question/causes.py).

// `kind`: condition (`said` by the rule so, at `place`; it `becomes` true, false, or null where it depends on a missing
// fact), day (a number computed from the day), version (the text of `rule` is another), force, constraint. `record`: of
// which record, "" of the person.
const causeOf = (kind, rule = "", said = "", place = null, becomes = null, record = "") => ({
  kind,
  rule,
  said,
  place,
  becomes,
  record,
});

// Causes, each once.
const distinctCauses = (causes) => distinct(causes, JSON.stringify);
const truthOf = (spot) => (typeof spot === "boolean" ? spot : null);

// Why the answer of the day before, the first finding, is another on this day. [] where nothing tells.
function causesOf(question, facts, day, was, is) {
  const statuses = [was.status, is.status];
  if (statuses.includes("refused")) return [...brokenConstraints(question, facts, day)];
  const [old, fresh] = [question.form(day - 1n), question.form(day)];
  const lacking = old.root === null || fresh.root === null;
  if (lacking || CLOSED.some((status) => statuses.includes(status))) {
    return [lacking ? causeOf("version", question.name) : causeOf("force")];
  }
  const known = question.spread(facts, day);
  const texts = old === fresh ? [] : rewritten(old, fresh).map((name) => causeOf("version", name));
  const at = (form) => found(form.root, new World(form, known, day));
  if (texts.length && !sameSpot(at(old), at(fresh))) return texts;
  const walk = new CauseWalk(new World(fresh, known, day - 1n), new World(fresh, known, day));
  const told = distinctCauses([...walk.down(fresh.root, question.name, NOBODY)]);
  if (told.length) return told;
  const turned = turnedTests(question, facts, walk.before, walk.after);
  return turned.length ? turned : texts;
}

// The rules whose text is another; of one that is new or gone, the rules that name it are.
function rewritten(old, fresh) {
  const names = [...fresh.rules.keys()].filter((name) => old.rules.has(name));
  return names.filter((name) => shapeOf(old.rules.get(name)) !== shapeOf(fresh.rules.get(name)));
}

function* brokenConstraints(question, facts, day) {
  const form = question.form(day);
  const [before, after] = [new World(form, facts, day - 1n), new World(form, facts, day)];
  for (const tie of form.ties) {
    const now = found(tie, after);
    if ((found(tie, before) === false) !== (now === false)) {
      yield causeOf("constraint", "", tie.said, tie.place, now !== false);
    }
  }
}

// Down from the question through whatever changed, to the comparisons that did.
class CauseWalk {
  constructor(before, after) {
    this.before = before;
    this.after = after;
  }

  changed(node, bound) {
    return !sameSpot(found(node, this.before, bound), found(node, this.after, bound));
  }

  *down(node, rule, bound, outer = null) {
    if (!this.changed(node, bound)) return;
    if (node.op === "rule") {
      yield* this.down(this.after.form.rules.get(node.name), node.name, bound);
      return;
    }
    const compares = COMPARISONS.has(node.op);
    const said = node.place !== null && (outer === null || !compares) ? node : outer;
    if (node.op === "day" || compares) {
      yield this.cause(said ?? node, node, rule, bound);
    } else if (LISTS.has(node.op)) {
      yield* this.records(node, rule, bound);
    } else {
      const inner = ["and", "or", "not"].includes(node.said) ? null : said;
      for (const part of this.parts(node, bound)) yield* this.down(part, rule, bound, inner);
    }
  }

  // The parts that can have changed it: of 且 that became false those that did; of cases the conditions, and only if
  // none of these changed the values.
  parts(node, bound) {
    const now = found(node, this.after, bound);
    if ((node.op === "and" || node.op === "or") && now === (node.op === "or")) {
      return node.parts.filter((part) => found(part, this.after, bound) === now);
    }
    if (node.op !== "choose") return node.parts;
    const last = node.parts.length - 1;
    const turned = node.parts.filter((part, at) => at % 2 === 0 && at < last && this.changed(part, bound));
    return turned.length ? turned : node.parts.filter((_, at) => at % 2 || at === last);
  }

  *records(node, rule, bound) {
    const number = this.after.facts.get(node.name) ?? 0n;
    for (let i = 1; i <= number; i++) {
      for (const part of node.parts) yield* this.down(part, rule, bound.with(node.name, i));
    }
  }

  // Worded by the innermost operator of the rule's own text.
  cause(said, node, rule, bound) {
    const becomes = truthOf(found(said, this.after, bound));
    return causeOf(node.op === "day" ? "day" : "condition", rule, said.said, said.place, becomes, bound.key);
  }
}

// Where only what is missing changes: the comparisons of the day that turn, else those of it with missing facts, else
// those in constraints that turn.
function turnedTests(question, facts, before, after) {
  const turned = [];
  const open = [];
  const tied = [];
  for (const { test, bound, paths } of question.tests(facts, after.day)) {
    if (!test.dated) continue;
    const { node, rule, tie } = test;
    const now = found(node, after, bound);
    const kind = tie < 0 ? "condition" : "constraint";
    const cause = causeOf(kind, rule, node.said, node.place, truthOf(now), bound.key);
    if (!sameSpot(found(node, before, bound), now)) (tie < 0 ? turned : tied).push(cause);
    else if (tie < 0 && paths.some((path) => !facts.has(path))) open.push(cause);
  }
  return distinctCauses([turned, open, tied].find((causes) => causes.length) ?? []);
}
