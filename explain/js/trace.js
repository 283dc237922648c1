// The condition tree of a proof (explain/trace.py): the steps of a rule's surface form, each with its exact state,
// rules opened once. Exceptions and lists of records have files of their own.

const NODE_KINDS = { and: "all", or: "any", none_of: "all", choose: "cases" };
const GROUPING = [...Object.keys(NODE_KINDS), "with_exceptions", "some", "every"];
const OWN_NODES = ["rule", "value_on", ...LISTS];
const TREE_TRIES = 5;

// Builds the tree. A rule's key is its name and the record that it speaks of.
class Tree {
  constructor(judge) {
    Object.assign(this, { judge, terms: new Terms(judge), window: null });
    Object.assign(this, { keys: new Map(), opened: new Map(), wanted: new Map() });
  }

  // The tree of a conclusion. A rule is opened where it first takes part in deciding: what is decisive is known only
  // once the tree is there, so that it may have to be built again.
  of(name) {
    const definition = this.judge.program.definitions.get(name);
    this.window = definition.window;
    const expr = { t: "rule", name, type: definition.type, n: null };
    const step = new Step("rule", name, this.judge.environment.rule(name), [], expr);
    let root = null;
    for (let tried = 0; tried < TREE_TRIES; tried++) {
      for (const table of [this.keys, this.opened]) table.clear();
      root = markedNode(this.rule(step, "1", "", this.terms), true);
      const wanted = this.better(root);
      if (sameMaps(wanted, this.wanted)) break;
      this.wanted = wanted;
    }
    return root;
  }

  // Where rules should be opened instead of where they first come. A place that is there no more is given up.
  better(root) {
    const wanted = new Map([...this.wanted].filter(([key, id]) => this.keys.has(id) && this.opened.has(key)));
    const first = new Map();
    for (const { decisive, id } of root.walk()) {
      const key = decisive ? this.keys.get(id) : undefined;
      if (key !== undefined && !first.has(key)) first.set(key, id);
    }
    for (const [key, id] of first) if ((this.opened.get(key) ?? id) !== id) wanted.set(key, id);
    return wanted;
  }

  // ---- one method a kind ----

  // `test`: the single condition in which a rule stands, and whether it is negated.
  node(step, id, role, at, negated = false, test = null) {
    if (step.op === "not") {
      const inner = step.parts[0];
      if (!GROUPING.includes(inner.op)) return this.node(inner, id, role, at, !negated);
      return negated ? this.node(inner, id, role, at) : this.not(inner, id, role, at);
    }
    if (GROUPING.includes(step.op)) return negated ? this.not(step, id, role, at) : this.group(step, id, role, at);
    if (step.op === "rule") return this.rule(step, id, role, at, negated, test);
    if (LISTS.has(step.op)) return countedNode(this, step, id, role, at);
    return this.leaf(step, id, role, at, negated);
  }

  rule(step, id, role, at, negated = false, test = null) {
    const definition = this.judge.program.definitions.get(step.name);
    if (definition === undefined) {
      const over = this.judge.program.gone.get(step.name)[0] === "no_longer_in_force";
      return this.make(step, id, "rule", role, negated, at).with({ asides: [{ kind: "gone", name: step.name, over }] });
    }
    const inside = at.about(step.name);
    const again = this.again(definition, id, inside);
    const parts = again ? [] : this.opening(definition, id, inside, negated, test);
    const node = this.make(step, id, "rule", role, negated, inside, parts, definition.readings);
    return node.with({
      yours: node.yours && definition.type.kind !== "bool",
      needed: node.needed && negated && !definition.excepts.length,
      note: again ? "see_above" : node.note || node.body.note,
      asides: sameWindow(definition.window, this.window) ? [] : versionAside(definition),
    });
  }

  // The guard and the body of a rule.
  opening(definition, id, at, negated, test) {
    const parts = [];
    if (definition.guard !== null) {
      parts.push(this.node(traceStep(definition.guard, at.environment), `${id}.1`, "guard", at));
    }
    if (parts.length && !this.isTold(definition, parts[0], negated, at, test)) return parts;
    const inner = `${id}.${parts.length + 1}`;
    const body = traceStep(definition.body, at.environment);
    const excepts = definition.excepts.length > 0;
    parts.push(excepts ? exceptionConditions(this, definition, body, inner, at) : this.node(body, inner, "body", at));
    return parts;
  }

  // Is there anything to tell of what a rule itself says? Where its guard fails, only what stands in the way as well:
  // it, or the condition in which its number stands, is not as it must be, or it would not apply whatever becomes of the
  // facts of the guard.
  isTold({ name, body, guard, type }, node, negated, at, test) {
    if (!isUnmet(node)) return true;
    const now = at.environment;
    let value = this.judge.settle(run(body, now));
    if (value === NA) return run(body, withoutFactsOf(guard, now)) === NA;
    if (test && value !== null) {
      const other = now.but();
      other.rules.set(name, value);
      value = this.judge.settle(run(test[0].expr, other.where(now.bound)));
    }
    return test ? value !== !test[1] : type.kind === "bool" && value !== !negated;
  }

  // Was it opened before, for the same record?
  again(definition, id, at) {
    const key = `${definition.name}\n${at.environment.bound.get(definition.each) ?? ""}`;
    this.keys.set(id, key);
    if ((this.wanted.get(key) ?? id) !== id || this.opened.has(key)) return true;
    this.opened.set(key, id);
    return false;
  }

  leaf(step, id, role, at, negated) {
    if (step.op === "value_on") return this.parameter(step, id, role, at, negated);
    const test = step.expr.type.kind === "bool" ? [step, negated] : null;
    const parts = openingsOf(step).map((inner, i) => this.node(inner, `${id}.${i + 1}`, "", at, false, test));
    const kind = step.op === "fact" ? "fact" : "test";
    const node = this.make(step, id, kind, role, negated, at, parts, calendarReadings(step));
    if (VALUE_ROLES.includes(role)) return node.with({ yours: node.yours && step.op !== "const" });
    return node.with({ asides: [...stepsOfNode(step)].flatMap((inner) => dayRemarks(inner, at)) });
  }

  // A published figure with its source; below it what its day rests on.
  parameter(step, id, role, at, negated) {
    const parts = openingsOf(step.parts[0]).map((inner, i) => this.node(inner, `${id}.${i + 1}`, "", at));
    const node = this.make(step, id, "parameter", role, negated, at, parts);
    const row = at.row(step);
    const { name } = step.parts[1];
    const given = row < 0 && at.known(step.parts[1]) !== null;
    const source = row >= 0 ? [{ kind: "row", name, row }] : given ? [{ kind: "given" }] : [];
    return node.with({ name, asides: source });
  }

  group(step, id, role, at) {
    if (step.op === "with_exceptions") return exceptionsNode(this, step, id, role, at);
    if (LISTS.has(step.op)) return allOrAnyNode(this, step, id, role, at);
    const last = step.parts.length - 1;
    const parts = step.parts.map((part, i) => {
      const own = step.op !== "choose" ? "" : i === last ? "else" : i % 2 ? "then" : "if";
      return this.node(part, `${id}.${i + 1}`, own, at, step.op === "none_of");
    });
    return this.make(step, id, NODE_KINDS[step.op], role, false, at, parts);
  }

  not(inner, id, role, at) {
    const part = this.node(inner, `${id}.1`, "", at);
    return this.make(inner, id, "not", role, true, at, [part]);
  }

  // ---- a node ----

  make(step, id, kind, role, negated, at, parts = [], readings = []) {
    const state = stateOf(this.judge.settle(step.outcome), negated);
    const leaf = LEAVES.includes(kind);
    const yours = ((leaf && state !== "not_applicable") || state === "value") && hasYours(step);
    const needed = leaf && step.expr.type.kind === "bool" && hasNeeded(step);
    const shown = [...(yours ? at.ofYours(step) : []), ...(needed ? at.ofNeeded(step) : [])];
    const node = new ProofNode({
      id,
      kind,
      state,
      name: step.name,
      role,
      negated,
      parts,
      yours,
      needed,
      step,
      at,
      facts: factsOfNode(step, at, state === "open"),
      readings: [...new Set([...step.readings.map(([reading]) => reading), ...readings])],
      values: new Map(shown.map((inner) => [inner, at.shown(inner)])),
      age: yours && AGED.includes(step.op) ? at.age(step) : null,
      lastDay: needed && WITHIN.includes(step.op) ? at.lastDay(step) : null,
    });
    const undecided = relevantParts(node).filter((part) => !VALUE_ROLES.includes(part.role));
    const settled = isOpen(step.outcome) && state !== "open" && undecided.every((part) => part.state === "open");
    const lacks = state === "unmet" && joins(node);
    if (settled) return node.with({ note: lacks ? "clash" : "whatever" });
    const open = lacks ? parts.filter((part) => part.state === "open") : [];
    return open.length > 1 && clashOf(this.judge, open) ? node.with({ note: "clash" }) : node;
  }
}

// Roles of what a rule with exceptions gives.
const VALUE_ROLES = ["instead", "general"];

// Can these conditions surely not all be met together?
function clashOf(judge, nodes) {
  return judge.clash(nodes.map(({ step, unwanted }) => (unwanted ? negation(step.outcome) : step.outcome)));
}

// The same where nothing is known of the facts of an expression.
function withoutFactsOf(expr, environment) {
  const gone = new Set();
  for (const { t, name, records } of everythingIn(expr)) {
    if (t === "rule") for (const fact of environment.program.definitions.get(name)?.facts ?? []) gone.add(fact);
    else if (t === "fact" || t === "quantified") gone.add(t === "fact" ? name : records);
  }
  const kept = [...environment.facts].filter(([path]) => !gone.has(stem(path)) && !gone.has(listOf(path)));
  return environment.but(new Map(kept)).where(environment.bound);
}

// Is there a value of the person's to be told of, and one required?
const hasYours = (step) => VALUED.includes(step.op) || step.expr.type.kind !== "bool" || step.parts.length > 0;
const hasNeeded = (step) => !UNNEEDING.includes(step.op);
const UNNEEDING = ["const", "choose", "with_exceptions", ...LISTS, ...ARITHMETIC];

// A step and its parts, but for those that have nodes of their own.
function* stepsOfNode(step) {
  yield step;
  for (const part of step.parts) if (!OWN_NODES.includes(part.op)) yield* stepsOfNode(part);
}

// The parts that have nodes of their own: rules, parameters, what is said of lists.
function openingsOf(step) {
  return OWN_NODES.includes(step.op) ? [step] : step.parts.flatMap(openingsOf);
}

// The facts that a condition names, and, where it is open, those that only its meaning rests on.
function factsOfNode(step, at, open) {
  const named = [...namedSteps(step)];
  const names = new Set(named.filter((s) => s.op === "fact").map((s) => at.path(s.name)));
  for (const s of named) if (LISTS.has(s.op)) names.add(s.name);
  const hidden = open && isOpen(step.outcome) && !openingsOf(step).length;
  for (const path of hidden ? at.judge.named(step.outcome.support) : []) names.add(path);
  return [...names];
}

// The readings that choose how this condition counts days.
function calendarReadings(step) {
  const meaning = step.expr.meaning ?? null;
  if (meaning === null) return [];
  return [...everythingIn(meaning)].filter((part) => part.t === "switch").map((part) => part.reading);
}

function sameMaps(a, b) {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

const sameWindow = (a, b) => a.since === b.since && a.until === b.until;

// Which text a rule is, where there may be another on another day (explain/standing.py).
function versionAside(definition) {
  const { since, until } = definition.window;
  return definition.internal || (since === null && until === null) ? [] : [{ kind: "version", name: definition.name }];
}
