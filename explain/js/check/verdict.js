// The verdict, the ways to it, what is missing, and readings, in words (explain/sentences.py, explain/decided.py).

class VerdictWords extends ConditionWords {
  // ---- the verdict

  // What a finding says of a conclusion, without the day and without a full stop. `yet`: a no that may still change.
  claim(name, { status, value }, yet = false) {
    const rule = this.rule(name);
    if (status === "unknown") return rule.open;
    if (status === "not_applicable") return rule.na;
    if (typeof value !== "boolean") return this.fill(rule.yes, { value: this.value(value, rule.kind) });
    return value ? rule.yes : (yet && rule.yet) || rule.no;
  }

  headline(proof) {
    const { about, answer, line, yet, limit, asOf } = proof;
    const day = this.date(asOf);
    if (line === "undecided") return this.tell("undecided", { n: answer.missing.length, day });
    if (line === "no_version") return this.fill(this.rule(about).gone[0], { day });
    if (line === "no_answer") return this.tell(limit.over ? "over" : "before", { day });
    return this.tell("headline", { day, claim: this.claim(about, answer, yet) });
  }

  summary(proof) {
    const { plain, decided } = proof.summary;
    if (plain === "since") return this.since(proof);
    if (plain === "not_applicable") return this.words.say.inapplicable;
    const told = decided === null ? "" : this.decided(decided);
    if (plain === null) return told;
    const said = { missing: "missing", why_value: "computed" }[plain] ?? plain;
    return [told, this.tell(said, { n: proof.routes.length })].filter(Boolean).join(this.words.ui.space);
  }

  since({ about, limit }) {
    if (limit.rule) return this.rule(about).gone[1];
    return this.tell(limit.over ? "ceased" : "since", { day: this.date(limit.day) });
  }

  noSaid({ noSaid }) {
    if (noSaid === null) return "";
    const names = noSaid.facts.map((path) => `“${this.nameOf(path)}”`);
    return this.fill(this.words.say.no[noSaid.kind], { names: this.listed(names) });
  }

  // ---- which exception decided

  decided(one) {
    const say = this.words.say;
    switch (one.kind) {
      case "whatever":
        return say.either_way;
      case "none":
        return say.none_counts;
      case "general":
        return this.afterAsides(one.asides, say.general);
      case "counting":
        return this.afterAsides(one.asides, this.counted(one));
      default:
        return this.tell(one.open.length > 1 ? "if_any" : "if_one", { names: this.openNames(one.open) });
    }
  }

  openNames(names) {
    return names.map((name) => this.cited(name)).join(this.words.ui.semicolon);
  }

  counted({ counting, targets }) {
    const names = this.exceptions(counting);
    if (counting.length > 1) return this.tell("by_many", { n: counting.length, names });
    if (!targets.length) return this.tell("by_one", { names });
    const others = this.listed(
      targets.map((name) => `“${this.rule(name).label}”`),
      "and",
    );
    return this.tell("by_other", { names, others });
  }

  afterAsides(asides, last) {
    const told = asides.map(([those, against]) => {
      const [s, them] = those.length > 1 ? ["s", "them"] : ["", "it"];
      const [more, sets] = against.length > 1 ? ["s", "set"] : ["", "sets"];
      const [names, others] = [this.exceptions(those), this.exceptions(against)];
      return this.tell("aside", { names, others, s, them, more, sets });
    });
    return [...told, last].join(this.words.ui.space);
  }

  exceptions(names) {
    return this.listed(
      names.map((name) => this.cited(name)),
      "and",
    );
  }

  // “残疾人免费”（第六条第二款）
  cited(name) {
    const { label, cite } = this.rule(name);
    const { open, close } = this.words.ui;
    return `“${label}”${cite ? open + cite + close : ""}`;
  }

  // ---- ways

  // 情况一：本市农业户籍劳动力、灵活就业人员等3项; "" where there is only one.
  title(route, number, count) {
    if (count === 1) return "";
    const { node, conditions } = route;
    const names = (node.role === "exception" ? [node] : conditions).map((one) => this.brief(one));
    const shown = this.few(names);
    const rest = names.length - shown.length;
    const more = rest ? this.tell("more", { n: this.zh ? names.length : rest }) : "";
    const named = shown.join(this.say("、", "; ")) + more;
    return this.fill(this.words.say.ways[Math.min(number, 11) - 1], { n: number, names: named });
  }

  lacks({ gap, blocking, open }) {
    const told = [
      ["blocking", blocking],
      ["unmet", gap - blocking],
      ["unsettled", open.length],
    ];
    return told
      .filter(([, n]) => n)
      .map(([key, n]) => this.tell(key, { n }))
      .join(this.say("，", ", "));
  }

  // ---- what is missing

  outlook(path, { answers, outcome }, about) {
    const { kind } = this.fact(path);
    const all = this.program.facts.get(stem(path)).type.choices;
    const rest = all.filter((value) => !answers.includes(value));
    const but = rest.length === 1 && answers.length > 1;
    const names = (but ? rest : answers).map((value) => this.value(value, kind));
    const last = names.length > 1 ? names.pop() : "";
    const first = names.join(this.say("”、“", "”, “"));
    const named = last ? `${first}${this.say("”或者“", "” or “")}${last}` : first;
    const { colon, stop } = this.words.ui;
    return this.tell(but ? "but" : "answered", { names: named }) + colon + this.claim(about, outcome) + stop;
  }

  // ---- readings

  otherReading({ outcome }, about) {
    if (outcome === null) return "";
    if (outcome === "same") return this.words.say.same;
    if (outcome === "open") return this.words.say.still;
    return this.tell("changed", { claim: this.claim(about, outcome) });
  }
}
