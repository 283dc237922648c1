// How a number or date came about (explain/amounts.py): the formula, every operation with the person's numbers, the
// sources, what did not count; before it the computed numbers that it rests on. A row is one of
//   { kind: "operation", n, op, values, result }           values and results are as shown by terms.js
//   { kind: "tier", n, op, low, bound, part, rate, result }   what lies between two bounds; null: no bound
//   { kind: "sum", n, op, values, result }                 of the tiers before it
//   { kind: "records", n, op, records: [[key, shown]…], all, result }   which count, of how many

const COMPUTING = ["count", "total", "largest", "smallest"];

// Of the conclusion; null where no rule computes it.
function amountOf(judge, root) {
  const found = [...new Amounts(judge, root).of(root)];
  return found.length ? { ...found.at(-1), before: found.slice(0, -1) } : null;
}

// `seen` are the conclusions that were looked at.
class Amounts {
  constructor(judge, root) {
    Object.assign(this, { judge, root, seen: new Set() });
  }

  // What a rule's number rests on, and at last the number itself.
  *of(rule) {
    const node = valueNode(rule);
    if (node === null) return;
    for (const inner of node.kind === "rule" ? [node] : node.walk()) {
      if (inner.kind !== "rule" || this.seen.has(inner.name)) continue;
      this.seen.add(inner.name);
      yield* this.before(inner);
    }
    const { op } = node.step;
    if (ARITHMETIC.includes(op) || COMPUTING.includes(op)) yield this.amount(rule, node);
  }

  // A number computed elsewhere; conditions, and what speaks of one record, are told in the tree.
  *before(rule) {
    const definition = this.judge.program.definitions.get(rule.name);
    if (definition === undefined || definition.each || !LIMITS.has(definition.type.kind)) return;
    const opened = rule.parts.length ? rule : openedNode(this.root, rule.name);
    if (opened !== null) yield* this.of(opened);
  }

  amount(rule, { id, step, at }) {
    const operations = [...operationsOf(step)];
    const notes = [...namedSteps(step)].flatMap((inner) => notesOf(inner, at));
    return {
      step: id,
      name: rule.name,
      n: step.expr.n,
      rows: operations.flatMap((inner) => rowsOf(inner, at)),
      result: at.shown(step),
      rounding: operations.filter((s) => ROUNDINGS.includes(s.op)).flatMap((s) => s.readings),
      notes: distinct(notes, noteKey),
      before: [],
    };
  }
}

// The part of a rule that gave its value.
function valueNode(rule) {
  let node = rule.parts.at(-1)?.role === "body" ? rule.parts.at(-1) : null;
  while (node !== null && (node.kind === "cases" || node.kind === "exceptions")) {
    node = node.reasons.find((p) => ["then", "else", "instead", "general"].includes(p.role)) ?? null;
  }
  return node !== null && node.state === "value" ? node : null;
}

// The operations of a formula, innermost first.
function* operationsOf(step) {
  if (ARITHMETIC.includes(step.op)) for (const part of step.parts) yield* operationsOf(part);
  if (ARITHMETIC.includes(step.op) || COMPUTING.includes(step.op)) yield step;
}

// ---- rows ----

function rowsOf(step, at) {
  if (step.op === "tiered") return tierRows(step, at);
  return [COMPUTING.includes(step.op) ? recordsRow(step, at) : operationRow(step, at)];
}

function operationRow(step, at) {
  const values = step.parts.map((part) => at.shown(part));
  return { kind: "operation", n: step.expr.n, op: step.op, values, result: at.shown(step) };
}

// A row a tier in which a part of the amount lies, then their sum.
function tierRows(step, at) {
  const values = step.parts.map((part) => at.known(part));
  if (values.includes(null)) return [operationRow(step, at)];
  const [amount, ...tiers] = values;
  const types = step.parts.slice(1).map((part) => part.expr.type);
  const own = { n: step.expr.n, op: step.op };
  const shown = (value, type) => ({ value, type });
  const kind = step.parts[0].expr.type;
  const rows = [];
  let low = 0n;
  for (let i = 0; i < tiers.length; i += 2) {
    const last = i + 1 === tiers.length;
    const rate = last ? i : i + 1;
    const part = MATHS.sub(last || lt(amount, tiers[i]) ? amount : tiers[i], low);
    const inside = lt(0n, part) ? part : 0n;
    if (inside !== 0n || !rows.length) {
      const bounds = { low: low === 0n ? null : shown(low, kind), bound: last ? null : shown(tiers[i], kind) };
      const taken = { part: shown(inside, kind), rate: shown(tiers[rate], types[rate]) };
      const result = shown(MATHS.mul(inside, tiers[rate]), step.expr.type);
      rows.push({ kind: "tier", ...own, ...bounds, ...taken, result });
    }
    low = tiers[i];
  }
  const sum = { kind: "sum", ...own, values: rows.map((row) => row.result), result: at.shown(step) };
  return rows.length > 1 ? [...rows, sum] : rows;
}

// The records that count, and those that do not.
function countingRecords(step, at) {
  const [yes, no] = [[], []];
  for (const [record, inside] of recordsOf(step, at)) {
    const [tests] = splitRecord(record, step);
    (tests.every((test) => inside.known(test) === true) ? yes : no).push([record, inside]);
  }
  return [yes, no];
}

// Which records count, and what each has; of a count nothing.
function recordsRow(step, at) {
  const [yes] = countingRecords(step, at);
  const had = ([record, inside]) => (step.op === "count" ? [] : [inside.shown(splitRecord(record, step)[1])]);
  const records = yes.map((one) => [one[0].name, ...had(one)]);
  return { kind: "records", n: step.expr.n, op: step.op, records, all: step.parts.length, result: at.shown(step) };
}

// ---- notes ----

// Sources of published figures, days and records that did not count.
function notesOf(step, at) {
  const found = dayRemarks(step, at);
  if (step.op === "value_on" && at.row(step) >= 0) {
    found.push({ kind: "row", name: step.parts[1].name, row: at.row(step) });
  }
  const [, no] = COMPUTING.includes(step.op) ? countingRecords(step, at) : [[], []];
  if (no.length) found.push({ kind: "left_out", records: no.map(([record]) => record.name) });
  return found;
}

// Notes that read the same are told once.
function noteKey({ kind, name = "", row = "", spans = [], count = "", from = "", to = "", records = [] }) {
  return [kind, name, row, spans.join(), count, from, to, records.join()].join("\n");
}
