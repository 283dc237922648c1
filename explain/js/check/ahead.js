// What would change the answer, and when time does, in words (explain/prospect_words.py, explain/turns.py).

const MOST_CAUSES = 3;

class AheadWords extends VerdictWords {
  // ---- changes

  lead({ kind, sets, bars }) {
    if (kind !== "changes") return this.words.say[kind];
    const n = (sets.length ? sets : bars).length;
    return this.fill(this.words.say.lead[`${n === 1 ? 0 : 1}${sets[0].length === 1 ? 0 : 1}`], { n });
  }

  after({ kind }, about, boolean) {
    if (kind !== "changes") return "";
    const goal = { status: "value", value: true };
    return boolean ? this.tell("after", { claim: this.claim(about, goal) }) : this.words.say.result;
  }

  more({ more, complete }) {
    return more ? this.words.say.others : complete ? "" : this.words.say.maybe;
  }

  alter({ path, old, new: value, low, high, by }) {
    const say = this.words.say;
    const fixedChoice = ["bool", "enum"].includes(this.program.facts.get(stem(path)).type.kind);
    const texts = { label: this.nameOf(path), new: this.told(path, value), old: this.told(path, old) };
    const lines = [this.tell((old === null ? "set" : "alter") + (fixedChoice ? "" : "_n"), texts)];
    const fixedEnds = [low, high].every((end) => end !== null && same(end, value));
    if (!fixedChoice && !fixedEnds) lines.push(this.range(path, low, high));
    if (by !== null) lines.push(this.fill(say.by, { day: this.date(by) }));
    return lines.filter(Boolean).join(this.words.ui.space);
  }

  told(path, value) {
    return value === null ? "" : this.valueOf(path, value);
  }

  range(path, low, high) {
    if (low === null && high === null) return "";
    const dated = isDated(this.program.facts.get(stem(path)).type);
    const said = this.words.say.range[dated ? "d" : "n"][low !== null && high !== null ? 0 : low !== null ? 1 : 2];
    const text = this.fill(said, { low: this.told(path, low), high: this.told(path, high) });
    return this.zh ? text : this.capital(text);
  }

  bar({ kind, path, who, day, until }) {
    const { bars, bar_days, somebody } = this.words.say;
    if (["day", "not_in_force", "no_longer_in_force"].includes(kind)) {
      const at = day ?? until;
      return this.fill(bar_days[day !== null ? 0 : until !== null ? 1 : 2], { day: at && this.date(at) });
    }
    const named = isField(path) ? undefined : this.words.who[who];
    return this.fill(bars[kind], { label: this.nameOf(path), who: named ?? somebody });
  }

  // ---- the course of time

  courseLead({ kind, day }) {
    const { lasting, coming, result_from, perhaps_from } = this.words.say;
    const shown = day && this.date(kind === "lasting" ? day - 1n : day);
    if (kind === "lasting" || kind === "coming") {
      return this.fill((kind === "lasting" ? lasting : coming)[day === null ? 1 : 0], { day: shown });
    }
    return this.fill(kind === "result" ? result_from : perhaps_from, { day: shown });
  }

  stretch(one, about) {
    const { colon, stop } = this.words.ui;
    return this.days(one.first, one.last) + colon + this.foundIn(one, about) + stop;
  }

  foundIn({ status, value, moving }, about) {
    if (moving) return this.words.say.moving;
    return this.words.say.found[status] ?? this.claim(about, { status, value });
  }

  days(first, last) {
    const { span, always } = this.words.say;
    if (first === null && last === null) return always;
    if (this.zh && first !== null && last !== null) return this.span(first, last);
    const said = span[first === null ? 1 : last === null ? 0 : 2];
    return this.fill(said, { day: this.date(first ?? last), later: last === null ? "" : this.date(last) });
  }

  // Why a stretch begins: `words` are those of its first day.
  causes({ causes, status }, whole, first) {
    const words = new AheadWords(this.words, whole.at(first), first);
    const told = causes.map((cause) => words.cause(cause, status)).filter(Boolean);
    return [...new Set(told)].slice(0, MOST_CAUSES);
  }

  cause(cause, status) {
    const { turns } = this.words.say;
    switch (cause.kind) {
      case "day":
        return turns.day;
      case "constraint":
        return status === "refused" ? turns.fits_not : turns.fits;
      case "force":
        return status === "no_longer_in_force" ? turns.ends : turns.begins;
      case "version":
        return this.fill(turns.version, {
          label: this.program.conclusions.has(cause.rule) ? this.rule(cause.rule).label : "",
        });
      default:
        return this.turned(cause);
    }
  }

  // The condition as the rule says it.
  turned({ n, becomes, record }) {
    const label = this.condition(n, becomes === false);
    const shown = record && label ? this.joined(this.record(record), label) : label;
    return becomes === null ? this.fill(this.words.say.turns.open, { label: shown }) : shown;
  }

  // The expression of this number in words; a fact or a rule by its name.
  condition(n, negated) {
    const row = this.table("nodes", negated ? `-${n}` : String(n));
    if (row !== undefined) return row[0];
    for (const { guard, body } of this.program.definitions.values()) {
      for (const expr of [guard, body].filter(Boolean).flatMap((one) => [...walkIn(one)])) {
        if (expr.n === n) return this.ownLabel({ kind: expr.t, name: expr.name, negated });
      }
    }
    return "";
  }
}
