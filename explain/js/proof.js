// The nodes of a proof (explain/proof.py), without words: what they say is told by `step`, `at` and the fields below.

const GROUPS = ["all", "any", "not", "cases", "exceptions", "unless"];
const LEAVES = ["rule", "fact", "test", "parameter"];

// The states of what stands in the way of a yes.
const LACKING = ["unmet", "not_applicable"];
const isUnmet = (node) => LACKING.includes(node.state);

// The state of a node with this value, null where it is open; `negated`: of the condition that it be false.
function stateOf(value, negated = false) {
  if (value === null) return "open";
  if (value === NA) return "not_applicable";
  if (typeof value !== "boolean") return "value";
  return value !== negated ? "met" : "unmet";
}

// One condition (or rule) and what it came to. Beside explain/proof.py: `yours` and `needed` tell whether such values
// are shown, `values` (step -> shown) which; `record` is the key of the record that it is named after.
class ProofNode {
  constructor(fields) {
    Object.assign(this, { name: "", role: "", negated: false, decisive: false, facts: [], readings: [], parts: [] });
    Object.assign(this, { note: "", gives: "", record: "", yours: false, needed: false, values: new Map() });
    Object.assign(this, { age: null, lastDay: null, limit: null, asides: [], step: null, at: null }, fields);
  }

  with(changes) {
    return Object.assign(Object.create(ProofNode.prototype), this, changes);
  }

  // Is it an exception that applies?
  get counts() {
    return (this.role === "exception" || this.role === "against") && this.state === "met" && !this.negated;
  }

  // Does a way ask for the opposite: of a condition that is negated, of an exception that stands in the way?
  get unwanted() {
    return this.negated || this.counts || (this.role === "against" && this.state === "open");
  }

  // Is it a conclusion by the text of another day?
  get former() {
    return this.kind === "rule" && this.name.includes("@");
  }

  // What a rule with exceptions says itself.
  get general() {
    return this.parts.at(-1);
  }

  *walk() {
    yield this;
    for (const part of this.parts) yield* part.walk();
  }

  // What a reader sees below it: a rule that only joins conditions is seen as that list of conditions.
  get body() {
    const only = this.kind === "rule" && this.parts.length === 1 ? this.parts[0] : null;
    return only !== null && GROUPS.includes(only.kind) ? only : this;
  }

  // The parts that fix its state.
  get reasons() {
    return this.body.parts.filter((part) => part.decisive);
  }
}

// The first node of this name that shows the rule itself, opened; null where there is none.
function openedNode(within, name) {
  for (const node of within.walk()) if (node.name === name && node.kind === "rule" && node.parts.length) return node;
  return null;
}
