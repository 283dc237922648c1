// What was said in a self-check, and what to ask next and why: an interview (explain/js/interview/) with what a page
// needs beside it.

// Answers that cannot be together: `broken` are [constraint, record], `facts` all that was said, of a `day`.
class BrokenAnswers extends Error {
  constructor(broken, { facts, day }) {
    super();
    Object.assign(this, { broken, facts, day });
  }
}

// It never changes; every answer makes a new one. `said`: [{ asking, values, unsure }]; an asking is { paths, form,
// judged }.
class Inquiry extends Interview {
  get name() {
    return this.order.question.name;
  }

  get day() {
    return this.order.day;
  }

  // The text of the day.
  get view() {
    return this.order.program.at(this.day);
  }

  // The same day and question, with these answers. Throws BrokenAnswers.
  with(said) {
    const made = new Inquiry(this.order, this.given, said);
    const environment = new Environment(this.view, made.facts, this.day);
    const broken = constraintValues(this.view, environment).filter(([, , value]) => value === false);
    if (broken.length) throw new BrokenAnswers(broken, made);
    return made;
  }

  answer(asking, values, unsure) {
    return this.with([...this.said, { asking, values, unsure }]);
  }

  // Another answer to the question that was answered as number `at`; all others are kept.
  change(at, values, unsure) {
    return this.with(this.said.map((one, i) => (i === at ? { ...one, values, unsure } : one)));
  }

  // How many questions there may be at most, this one included; null where a list is still to come.
  most() {
    const open = this.result().not_asked;
    if (open.some((path) => this.view.facts.get(stem(path)).type.kind === "records")) return null;
    return new Set(open.map((path) => this.order.topics.ofPath(path))).size;
  }

  // The innermost rules, from the conclusion on, in which one of the facts stands.
  why(paths) {
    const { question } = this.order;
    const form = question.form(this.day);
    if (form.root === null) return [];
    const world = new World(form, question.spread(this.facts, this.day), this.day);
    return [...new Set(whyRules(form.root, this.name, new Set(paths), world, NOBODY, new Set()))];
  }
}

// ---- why (explain/interview/why.py)

function* whyRules(node, rule, asked, world, bound, seen) {
  const spot = found(node, world, bound);
  if (node.op !== "fact" && isSure(spot)) return;
  if (node.op === "rule") {
    const key = `${node.name}\n${bound.key}`;
    if (seen.has(key)) return;
    seen.add(key);
    yield* whyRules(world.form.rules.get(node.name), node.name, asked, world, bound, seen);
  } else if (node.op === "fact") {
    if (asked.has(pathOf(node, bound))) yield rule;
  } else if (LISTS.has(node.op)) {
    if (asked.has(node.name)) yield rule;
    const length = world.facts.get(node.name);
    for (let at = 1; at <= (isWhole(length) ? length : 0n); at++) {
      const inner = bound.with(node.name, at);
      for (const part of node.parts) yield* whyRules(part, rule, asked, world, inner, seen);
    }
  } else {
    for (const part of alivePartsOf(node, world, bound)) yield* whyRules(part, rule, asked, world, bound, seen);
  }
}

// The parts; of cases, those that may still be so.
function* alivePartsOf(node, world, bound) {
  if (node.op !== "choose") {
    yield* node.parts;
    return;
  }
  for (let i = 0; i + 1 < node.parts.length; i += 2) {
    const holding = found(node.parts[i], world, bound);
    yield node.parts[i];
    if (holding !== false) yield node.parts[i + 1];
    if (holding === true) return;
  }
  yield node.parts.at(-1);
}
