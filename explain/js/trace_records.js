// What is said of a list of records, as nodes of a condition tree: a node a record (explain/trace_records.py).

// The records of a list whose length is known, each with the place that speaks of it.
function recordsOf(step, at) {
  return step.parts.map((record, i) => [record, at.within(step.expr.records, i + 1)]);
}

// A node of each.
function recordNodes(tree, step, id, at, make) {
  return recordsOf(step, at).map(([record, inside], i) => make(tree, step, record, `${id}.${i + 1}`, inside));
}

// The conditions under which a record counts, and what it has then.
function splitRecord(record, step) {
  const tests = record.parts.slice(0, step.expr.condition !== null ? 1 : 0);
  const value = step.expr.value !== null ? record.parts.at(-1) : null;
  return step.op === "count" && value !== null ? [[...tests, value], null] : [tests, value];
}

// `some` is met by any record, `every` by all.
function allOrAnyNode(tree, step, id, role, at) {
  const parts = recordNodes(tree, step, id, at, testedRecord);
  return withoutRecords(tree.make(step, id, step.op === "some" ? "any" : "all", role, false, at, parts));
}

function withoutRecords(node) {
  return node.with({ asides: node.parts.length || node.state === "open" ? [] : [{ kind: "nobody" }] });
}

// One record: it has what is asked for, or, of `every`, is not among those that are looked at.
function testedRecord(tree, step, record, id, at) {
  const [tests, value] = splitRecord(record, step);
  if (!tests.length) return tree.node(value, id, "", at).with({ record: record.name });
  const denied = step.op === "every";
  const parts = tests.map((test, i) => tree.node(test, `${id}.${i + 1}`, "", at, denied));
  parts.push(tree.node(value, `${id}.${parts.length + 1}`, "", at));
  const outcome = denied ? junction("or", [negation(tests[0].outcome), value.outcome]) : record.outcome;
  const node = tree.make(record.with({ outcome }), id, denied ? "any" : "all", "", false, at, parts);
  return node.with({ record: record.name });
}

// A number, total or extreme: which records count, and with what.
function countedNode(tree, step, id, role, at) {
  const parts = recordNodes(tree, step, id, at, countedRecord);
  return withoutRecords(tree.make(step, id, "test", role, false, at, parts));
}

function countedRecord(tree, step, record, id, at) {
  const [tests, value] = splitRecord(record, step);
  const parts = tests.map((test, i) => tree.node(test, `${id}.${i + 1}`, "", at));
  if (value !== null && value.op !== "fact") parts.push(tree.node(value, `${id}.${parts.length + 1}`, "", at));
  const outcome = junction("and", tests.map((test) => test.outcome));
  const node = tree.make(record.with({ outcome }), id, "record", "", false, at, parts);
  const facts = value !== null && value.op === "fact" ? [...new Set([...node.facts, at.path(value.name)])] : node.facts;
  const aside = countedAside(node.state, value, at);
  return node.with({ record: record.name, yours: false, needed: false, facts, asides: [aside], name: "" });
}

function countedAside(state, value, at) {
  if (state !== "met") return { kind: "record", state: state === "open" ? "open" : "counts_not" };
  return { kind: "record", state: "counts", ...(value !== null ? { n: value.expr.n, shown: at.shown(value) } : {}) };
}
