// The kinds of "no" (explain/kinds.py): what stands in the way of the closest way to a yes.

const FOR_GOOD = ["immutable"];
const BY_ANOTHER = ["judgement", "third_party"];
const LAST_OF_DAYS = dayNumber(2100n, 12n, 31n);

// Tells of conditions that are not met what could mend them.
class Kinds {
  constructor(judge) {
    this.judge = judge;
    this.last = judge.environment.but(undefined, LAST_OF_DAYS);
  }

  // The kind of a "no" (`value`; else not applicable) whose ways these are, and what must be said of it: null, or
  // { kind, facts }.
  of(routes, name, value) {
    const { unmet, bars } = routes[0];
    const said = (kind, facts) => [kind, { kind, facts: [...new Set(facts)].slice(0, 2) }];
    const dated = unmet.some((node) => this.ofDays(node)) && this.timed(name, value);
    if (dated || unmet.some((node) => this.dated(node))) return said("dates", []);
    if (unmet.some((node) => node.counts)) return ["excepted", null];
    for (const [kind, classes] of [["fixed", FOR_GOOD], ["decision", BY_ANOTHER]]) {
      const never = (node) => this.never(node, classes);
      const ends = unmet.filter(never).flatMap(endsOf).filter(never);
      if (ends.length) return said(kind, ends.flatMap((node) => node.facts));
    }
    return bars.length ? said("fixed", bars) : ["not_met", null];
  }

  // Is one of these conditions never to be met, or not to be hoped for?
  closed(unmet, classes = ["immutable", "harmful"]) {
    return unmet.some((node) => this.never(node, classes) || this.dated(node));
  }

  // Does a condition rest on facts of these classes of change alone? What time brings about is left out.
  never(node, classes) {
    return barredNode(node, (inner) => this.rests(inner, classes) && !this.comes(inner));
  }

  rests(node, classes) {
    const known = (path) => this.judge.environment.facts.has(path) && classes.includes(this.classOf(path));
    return node.facts.length > 0 && node.facts.every(known);
  }

  // Is a condition met by the last of all days, the facts kept?
  comes(node) {
    if (node.step === null || !looksAtDay(node.step)) return false;
    return stepAgain(node.step, this.last.where(node.at.environment.bound)) === !node.negated;
  }

  // Does a condition rest on the day alone?
  dated(node) {
    return barredNode(node, ({ step }) => {
      const parts = step === null ? [] : [...everythingIn(step.expr)].map((part) => part.t);
      return parts.includes("as_of") && !parts.some((t) => t === "fact" || t === "rule" || t === "quantified");
    });
  }

  // Does a condition, or one below it, look at the day? A rule that is explained elsewhere may.
  ofDays(node) {
    for (const part of node.walk()) {
      if (part.step !== null && looksAtDay(part.step)) return true;
      if (part.kind === "rule" && !part.parts.length) return true;
    }
    return false;
  }

  // Is it no on this day whatever the facts are? `value`: it is a no, else not applicable.
  timed(name, value) {
    const judge = Judge.of(this.judge.environment.but(new Map()));
    const outcome = judge.environment.rule(name);
    const wanted = value ? holds(outcome) : applicable(outcome);
    return wanted === false || (isOpen(wanted) && judge.exact.found(wanted, true, BRIEFLY) === false);
  }

  classOf(path) {
    const { program, facts, asOf } = this.judge.environment;
    return changeOf(program.facts.get(stem(path)), facts.get(path), asOf);
  }

  // Given facts that can never change because of which these conditions cannot all be met on this day even where all
  // that is lacking is put right; looked for only where open constraints concern what is lacking.
  bars(conditions) {
    const unmet = unmetOf(conditions);
    if (this.closed(unmet, FOR_GOOD)) return [];
    const { definitions } = this.judge.program;
    const named = (part) => [...(definitions.get(part.name)?.facts ?? part.facts.map(stem))];
    const lacks = unmet.flatMap(endsOf).flatMap((end) => [...end.walk()].flatMap(named));
    const bars = (path) => !isField(path) && !lacks.includes(path) && FOR_GOOD.includes(this.classOf(path));
    let kept = [...this.judge.environment.facts.keys()].filter(bars);
    const close = (paths) => {
      const judge = this.judge.only(paths);
      const tied = judge.open.some((tie) => lacks.some((name) => tie.support.has(name)));
      return tied && judge.clash(conditions.map((node) => askedOf(node, judge)));
    };
    if (!close(kept)) return [];
    for (const path of [...kept].reverse()) {
      const rest = kept.filter((other) => other !== path);
      if (close(rest)) kept = rest;
    }
    return kept;
  }
}

// A day, or the month it lies in, as facts of this type are.
const dayAs = ({ kind }, day) => (kind === "month" ? monthOf(day) : day);

// Who can change a fact; a date that is not over yet may be another's to change than one that is.
function changeOf(fact, value, day) {
  const ahead = isDated(fact.type) && isWhole(value) && value >= dayAs(fact.type, day);
  return (ahead ? fact.change_if_future : "") || fact.change;
}

function looksAtDay(step) {
  return [...everythingIn(step.expr)].some((part) => part.t === "as_of");
}

// What a way asks for: that a condition be met, that an exception not count.
function askedOf(node, judge) {
  const outcome = outcomeAgain(node, judge);
  return node.unwanted ? negation(outcome) : outcome;
}

const outcomeAgain = (node, judge) => stepAgain(node.step, judge.environment.where(node.at.environment.bound));

// Of a condition that is not met those below it that are not, and have none below them.
function endsOf(node) {
  const inner = unmetOf(relevantParts(node.body));
  return inner.length ? inner.flatMap(endsOf) : [node];
}

// Is a condition that is not met barred: all its ways, or what it cannot do without?
function barredNode(node, barred) {
  const inner = relevantParts(node.body).filter(isUnmet).map((part) => barredNode(part, barred));
  if (inner.length) return node.body.kind === "any" ? inner.every(Boolean) : inner.some(Boolean);
  return isUnmet(node) && barred(node);
}
