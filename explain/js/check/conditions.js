// The nodes of a condition tree in words: label, value, requirement (explain/terms.py, explain/trace.py).

const BRIEFLY_NAMED = ["rule", "fact", "test", "parameter"];

class ConditionWords extends ValueWords {
  // Of the day asked about: `program` is the text of that day.
  constructor(words, program, day) {
    super(words);
    Object.assign(this, { program, day });
    const before = words.epochs.filter(([first]) => BigInt(first) <= day);
    this.other = BigInt(words.since) <= day ? null : (before.at(-1)?.[1] ?? null);
  }

  // ---- names

  table(kind, key) {
    return this.other?.[kind]?.[key] ?? this.words[kind][key];
  }

  rule(name) {
    return this.table("rules", name);
  }

  fact(path) {
    return this.words.facts[stem(path)];
  }

  // 家庭成员第2人; Household, record 2
  record(key) {
    const { label, counter } = this.fact(listOf(key));
    return this.tell("record", { label, n: numberOf(key), counter });
  }

  ordinal(key) {
    return this.tell("ordinal", { n: numberOf(key), counter: this.fact(listOf(key)).counter });
  }

  // Records of one list, three or more in a row together.
  several(keys) {
    const rows = [];
    for (const key of keys) {
      const row = rows.at(-1);
      if (row && numberOf(key) === numberOf(row.at(-1)) + 1) row.push(key);
      else rows.push([key]);
    }
    const said = (row) => {
      if (row.length < 3) return row.map((key) => this.ordinal(key));
      const { counter } = this.fact(listOf(row[0]));
      return [this.tell("ordinals", { n: numberOf(row[0]), last: numberOf(row.at(-1)), counter })];
    };
    return this.listed(rows.flatMap(said), "and");
  }

  joined(record, label) {
    return record + this.words.ui.colon + label;
  }

  // 家庭成员第2人：年龄
  nameOf(path) {
    const { label } = this.fact(path);
    return isField(path) ? this.joined(this.record(recordOf(path)), label) : label;
  }

  valueOf(path, value) {
    const { kind, counter } = this.fact(path);
    return kind === "records" ? `${value}${this.say(counter, "")}` : this.value(value, kind);
  }

  // The question for a fact; of a record, which one comes first.
  asked(path) {
    const { ask, kind } = this.fact(path);
    if (!ask || kind === "records" || !isField(path)) return ask ?? "";
    return this.joined(this.record(recordOf(path)), ask);
  }

  // ---- nodes

  row(node) {
    const n = node.step?.expr.n;
    if (n === undefined || n === null) return undefined;
    return this.table("nodes", node.negated ? `-${n}` : String(n));
  }

  label(node) {
    if (!node.record) return this.ownLabel(node);
    const grouped = ["all", "any", "not", "record"].includes(node.kind);
    return grouped ? this.record(node.record) : this.joined(this.record(node.record), this.ownLabel(node));
  }

  ownLabel(node) {
    if (node.limit) return this.words.ui.day;
    if (node.kind === "not") return this.words.groups.not;
    if (node.kind === "rule") {
      const { label, excepts } = this.rule(node.name);
      if (node.step === null) return label;
      return excepts
        ? this.fill(this.words.say.excepted[node.negated ? 1 : 0], { label })
        : this.maybeDenied(label, node);
    }
    if (node.kind === "fact") return this.maybeDenied(this.fact(node.name).label, node);
    return this.row(node)?.[0] ?? this.words.groups[node.kind] ?? "";
  }

  maybeDenied(label, node) {
    return node.negated ? this.tell("denied", { label }) : label;
  }

  // Its name where there is no room for its parts.
  brief(node) {
    if (node.role === "exception" || node.role === "against") return this.exception(node.name);
    if (BRIEFLY_NAMED.includes(node.kind) || node.record) return this.label(node);
    const row = this.row(node);
    if (row !== undefined && node.kind !== "not") return row[0];
    return this.conditionsOn(node.parts.flatMap((part) => this.aboutOf(part)));
  }

  exception(name) {
    return this.tell("exception", { label: this.rule(name).label });
  }

  aboutOf(node) {
    if (node.kind === "rule") return [this.rule(node.name).label];
    if (node.kind === "parameter") return [this.fact(node.name).label];
    if (node.kind !== "fact" && node.kind !== "test") return node.parts.flatMap((part) => this.aboutOf(part));
    return node.facts.length ? node.facts.map((path) => this.nameOf(path)) : [this.label(node)];
  }

  conditionsOn(all) {
    const names = [...new Set(all)];
    let shown = this.few(names);
    if (shown.length === names.length) return this.tell("about", { names: this.listed(shown) });
    if (this.zh) return this.tell("about", { names: this.listed(shown) + this.tell("and_more", { n: names.length }) });
    if (shown.length === 3) shown = shown.slice(0, 2);
    return this.tell("about", {
      names: this.listed(shown) + this.tell("and_more", { n: names.length - shown.length }),
    });
  }

  // The first names, at most three and as many as there is room for.
  few(names) {
    const size = (text) => (this.zh ? [...text].length : text.split(/\s+/).filter(Boolean).length);
    const room = this.zh ? 18 : 14;
    let shown = 1;
    const used = (count) => addUp(names.slice(0, count).map(size));
    while (shown < Math.min(3, names.length) && used(shown + 1) <= room) shown++;
    return names.slice(0, shown);
  }

  // ---- your value, and what is required

  yours(node) {
    if (!node.yours) return "";
    if (node.limit) return this.date(this.day);
    if (node.kind === "rule") return this.shown(onlyOf(node.values), this.rule(node.name).kind);
    if (node.kind === "fact") return this.shown(onlyOf(node.values), this.fact(node.name).kind);
    const row = this.row(node);
    return row === undefined ? this.shownPlainly(onlyOf(node.values)) : this.worded(row[1] ?? "", node);
  }

  needed(node) {
    if (!node.needed) return "";
    if (node.limit) return this.tell(node.limit.over ? "day_after" : "day_before", { day: this.date(node.limit.day) });
    if (node.kind === "rule" || node.kind === "fact") return this.words.say.bool[node.negated ? 1 : 0];
    return this.worded(this.row(node)?.[2] ?? "", node);
  }

  // A text with the node's values filled in.
  worded(text, node) {
    const values = new Map([...node.values].map(([step, found]) => [String(step.expr.n), found]));
    return filled(text, (name, inner) => {
      if (name === "day") return this.date(this.day);
      if (name === "l") return node.lastDay === null ? "" : this.tell("last", { day: this.date(node.lastDay) });
      const [number, code] = name.slice(1).split(":");
      const found = values.get(number) ?? { open: "open" };
      if (name[0] === "a") return this.aged(found, values.get(inner), node.age);
      if (name[0] === "b") return "value" in found ? this.shown(found, code) : inner;
      if (name[0] === "=") return "open" in found ? "" : ` = ${this.shown(found, code)}`;
      return this.shown(found, code);
    });
  }

  aged(born, at, years) {
    if (!("value" in born)) return this.shown(born, "date");
    const text = this.tell("born", { day: this.date(born.value) });
    if (years === null || at === undefined || !("value" in at)) return text;
    return this.tell("age", { born: text, day: this.date(at.value), age: this.age(years) });
  }

  note(node) {
    return node.note === "see_above" ? this.words.ui.see_above : node.note ? this.words.say[node.note] : "";
  }

  asides(node) {
    return node.asides.map((aside) => this.aside(aside)).filter(Boolean);
  }

  aside(one) {
    switch (one.kind) {
      case "idle":
        return one.spans
          ? this.tell("idle", { days: this.spans(one.spans) })
          : this.tell("idle_many", { n: one.count });
      case "opened":
        return this.tell("opened", { days: this.spans(one.spans) });
      case "moved":
        return this.moved(one);
      case "row":
        return this.fact(one.name).rows[one.row];
      case "version":
        return this.rule(one.name).version?.[0] ?? "";
      case "gone":
        return this.rule(one.name).gone?.[1] ?? "";
      case "inherited":
        return this.inherited(one.names);
      case "record":
        return this.counting(one);
      case "left_out":
        return this.tell("left_out", { names: this.several(one.records) });
      default:
        return this.words.say[one.kind];
    }
  }

  inherited(names) {
    const shown = names.map((name) => `“${this.rule(name).label}”`).join(this.say("、", ", "));
    return this.tell(names.length > 1 ? "inherited_many" : "inherited", { names: shown });
  }

  counting({ state, shown }) {
    if (state === "open") return this.words.states.open[1];
    if (state !== "counts") return this.words.say.counts_not;
    return this.words.say.counts + (shown ? this.words.ui.colon + this.shownPlainly(shown) : "");
  }

  moved({ from, to }) {
    const later = this.zh ? withoutYear(this.date(to), to, from) : this.date(to);
    return this.tell("moved", { day: this.date(from), why: this.weekday(from), later, then: this.weekday(to) });
  }

  // 2024年9月14日至15日、21日至22日
  spans(spans) {
    const shown = spans.map(([first, last]) => this.span(first, last));
    if (!this.zh) return this.listed(shown, "and");
    return this.listed(shown.map((text, i) => (i ? withoutMonth(text, spans[i][0], spans[i - 1][1]) : text)));
  }
}

const after = (text, mark) => text.slice(text.indexOf(mark) + 1);

// Without the year where it is that of the day before it, and without the month where it is that too.
function withoutYear(text, day, before) {
  return civil(day)[0] === civil(before)[0] ? after(text, "年") : text;
}

function withoutMonth(text, day, before) {
  return monthOf(day) === monthOf(before) ? after(text, "月") : withoutYear(text, day, before);
}
