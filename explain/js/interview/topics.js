// What is asked together, and what may be asked at all (explain/interview/topics.py).

const ASKED = 0;
const LEVELS = { asked: ASKED, judged: 1 };

// Where there are more questions than these, yes/no facts that must all be so are one question too.
const MANY_QUESTIONS = 12;

// `kinds`: of every fact, asked, judged, published or told; `types`: its type; `together`: topics by fact. Where there
// is much to ask, a decision that settles the matter alone is asked for as if it were the person's own.
class Topics {
  constructor(form, kinds, types, day) {
    const [together, much] = togetherIn(form, kinds, types);
    Object.assign(this, { kinds: new Map(kinds), types, together, kept: new Map() });
    for (const [name, kind] of much ? kinds : []) {
      const settled = () => isSure(found(form.root, new World(form, new Map([[name, true]]), day)));
      if (kind === "judged" && types.get(name) === "bool" && settled()) this.kinds.set(name, "asked");
    }
  }

  // The topic of a fact: its own path, or what it is asked together with.
  ofPath(path) {
    return heldIn(this.kept, path, () => this.topicOf(path));
  }

  topicOf(path) {
    if (isField(path) && this.types.get(stem(path)) === "bool" && this.level(path) === ASKED) {
      return `${listOf(path)}.${stem(path)}`;
    }
    return this.together.get(path) ?? path;
  }

  // When it is asked: facts of a lower level come first; null: never.
  level(path) {
    return LEVELS[this.kinds.get(stem(path))] ?? null;
  }

  // What can be asked where these facts are missing, in the order of the vocabulary. Of the fields of a list only once
  // its length is known; of numbers in several records, only the first.
  open(facts, place) {
    const missing = new Set(facts);
    const ready = facts.filter((path) => listOf(path) === path || !missing.has(listOf(path)));
    const levels = ready.map((path) => [this.level(path), path]).filter(([level]) => level !== null);
    const now = Math.min(...levels.map(([level]) => level));
    const asked = levels.filter(([level]) => level === now).map(([, path]) => path);
    const topics = new Map();
    for (const path of asked.sort((a, b) => place.get(a) - place.get(b))) {
      heldIn(topics, this.ofPath(path), () => []).push(path);
    }
    const fields = new Set();
    for (const topic of [...topics.keys()].filter((one) => isField(one))) {
      const field = `${listOf(topic)}.${stem(topic)}`;
      if (fields.has(field)) topics.delete(topic);
      fields.add(field);
    }
    return topics;
  }
}

// Topics of the facts of the person that rules name as alternatives; then, where there is much to ask, of those that
// they ask for together, and of those by which exceptions to one rule are told. Each fact belongs to the first. And
// whether there is much to ask.
function togetherIn(form, kinds, types) {
  const tops = form.root === null ? [] : [form.root, ...form.rules.values()];
  const nodes = tops.flatMap((top) => [...walkNode(top)]);
  const topics = new Map();
  const group = (op, named) => {
    for (const { parts } of nodes.filter((node) => node.op === op)) {
      const names = new Set(parts.flatMap((part) => [...named(part, form, types)]));
      const found = [...names].filter((name) => !topics.has(name) && kinds.get(name) === "asked");
      if (found.length > 1) for (const name of found) topics.set(name, `${found[0]}+`);
    }
  };
  group("or", alternatives);
  const named = nodes.filter(({ op, name }) => op === "fact" && kinds.get(name) in LEVELS);
  const asked = new Set(named.map(({ name }) => topics.get(name) ?? name));
  const much = asked.size > MANY_QUESTIONS;
  for (const op of much ? ["and", "choose"] : []) group(op, required);
  return [topics, much];
}

// What stands behind names, and beside nothing but what is left out under the reading.
function inside(node, form) {
  const live = node.parts.filter((part) => part.op !== "const");
  if (node.op === "rule") return inside(form.rules.get(node.name), form);
  return ["holds", "and", "or"].includes(node.op) && live.length === 1 ? inside(live[0], form) : node;
}

// The yes/no facts that a rule asks for, or denies, all together; what other rules deny is theirs to name.
function* required(node, form, types) {
  const { op, name, each, parts } = inside(node, form);
  if (op === "fact" && types.get(name) === "bool" && !each) yield name;
  const deeper = op === "and" || (op === "not" && parts[0].op !== "rule");
  for (const part of deeper ? parts : []) yield* required(part, form, types);
}

// The yes/no facts by which an alternative is called: itself, or the only one of its conditions that is not denied.
function* alternatives(node, form, types) {
  const { op, name, each, parts } = inside(node, form);
  if (op === "fact") {
    if (types.get(name) === "bool" && !each) yield name;
  } else if (op === "or") {
    for (const part of parts) yield* alternatives(part, form, types);
  } else if (op === "and") {
    const plain = parts.filter((part) => part.op !== "not");
    const denied = parts.filter((part) => part.op === "not").map((part) => part.parts[0]);
    if (plain.length === 1 && denied.every((part) => part.op === "fact")) yield* alternatives(plain[0], form, types);
  }
}
