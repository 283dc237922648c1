// Texts with blanks, and values as a person reads them (explain/words.py, explain/site/check_words.py). `words` are the
// tables of one language.

// The text with every blank filled by give(name, inner text), the inner blanks first.
function filled(text, give) {
  for (let end; (end = text.indexOf("\ue001")) >= 0;) {
    const start = text.lastIndexOf("\ue000", end);
    const [name, inner = ""] = text.slice(start + 1, end).split("\ue002");
    text = text.slice(0, start) + give(name, inner) + text.slice(end + 1);
  }
  return text;
}

const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");
const signed = (text, make) => (text.startsWith("-") ? `-${make(text.slice(1))}` : make(text));

// A number as a decimal; to four places where it has no end.
function shownDecimal(number) {
  const text = decimalText(number);
  if (!text.includes("/")) return text;
  const size = sizeOf(top(number));
  const scaled = (size * 20000n + bottom(number)) / (2n * bottom(number));
  return `${top(number) < 0n ? "-" : ""}${scaled / 10000n}.${String(scaled % 10000n).padStart(4, "0")}…`;
}

class ValueWords {
  constructor(words) {
    this.words = words;
    this.zh = words.lang === "zh";
  }

  say(zh, en) {
    return this.zh ? zh : en;
  }

  // A sentence of `words.say`, of a pair that for one or for many by `values.n`.
  tell(key, values = {}) {
    return this.fill(this.words.say[key], values);
  }

  fill(said, values = {}) {
    const text = Array.isArray(said) ? said[Number(values.n) === 1 ? 0 : 1] : said;
    return filled(text, (name) => String(values[name] ?? ""));
  }

  listed(items, last = "") {
    if (this.zh) return items.join("、");
    if (items.length < 2 || !last) return items.join(", ");
    return `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1)}`;
  }

  capital(text) {
    return text.slice(0, 1).toUpperCase() + text.slice(1);
  }

  // ---- days and numbers

  date(day) {
    if (this.zh) return chinese(day);
    const [year, month, ofMonth] = civil(day);
    return `${ofMonth} ${this.words.say.months[Number(month) - 1]} ${year}`;
  }

  month(number) {
    const [year, of] = [floorDiv(number, 12n), Number(floorMod(number, 12n))];
    return this.zh ? `${year}年${of + 1}月` : `${this.words.say.months[of]} ${year}`;
  }

  weekday(day) {
    return this.words.say.weekdays[Number(floorMod(day - 1n, 7n))];
  }

  // 2024年2月10日至17日; 10 to 17 February 2024
  span(first, last) {
    if (first === last) return this.date(first);
    const [[year, month, day], [other, later, end]] = [civil(first), civil(last)];
    const [sameYear, sameMonth] = [year === other, monthOf(first) === monthOf(last)];
    if (this.zh) {
      const rest = sameMonth ? `${end}日` : sameYear ? `${later}月${end}日` : this.date(last);
      return `${this.date(first)}至${rest}`;
    }
    const name = sameMonth ? "" : ` ${this.words.say.months[Number(month) - 1]}`;
    return `${sameYear ? `${day}${name}` : this.date(first)} to ${this.date(last)}`;
  }

  age(years) {
    return this.tell("ages", { n: years });
  }

  money(fen) {
    const amount = isWhole(fen) ? yuan(fen) : shownDecimal(ratio(fen.n, fen.d * 100n));
    const shown = signed(amount, (text) => {
      const [whole, rest] = text.split(".");
      return grouped(whole) + (rest === undefined ? "" : `.${rest}`);
    });
    return shown + this.say("元", " yuan");
  }

  number(value, kind) {
    if (kind === "money") return this.money(value);
    if (kind === "percent") return `${shownDecimal(MATHS.mul(value, 100n))}%`;
    return isWhole(value) ? signed(String(value), grouped) : shownDecimal(value);
  }

  // ---- values

  // `code`: the kind of a number, or c and the number of a table of choices.
  value(value, code) {
    if (value === NA) return this.words.states.not_applicable[1];
    if (typeof value === "boolean") return this.words.say.bool[value ? 0 : 1];
    if (Array.isArray(value)) return this.listed(value.map((item) => this.choice(item, code)));
    if (typeof value === "string") return this.choice(value, code);
    return code === "date" ? this.date(value) : code === "month" ? this.month(value) : this.number(value, code);
  }

  choice(word, code) {
    return this.words.choices[Number(code.slice(1))]?.[word] ?? word;
  }

  // What was found of a step, or why it is not known.
  shown(found, code) {
    if (found.na) return this.words.states.not_applicable[1];
    if ("value" in found) return this.value(found.value, code);
    return this.words.unknown[found.open] ?? this.words.states.open[1];
  }

  // The same where no table gives a code: by the type alone.
  shownPlainly(found) {
    return this.shown(found, found.type ? this.codeOf(found.type) : "");
  }

  codeOf({ kind, choices }) {
    if (!choices.length) return kind;
    return `c${this.words.choices.findIndex((table) => Object.keys(table).join() === choices.join())}`;
  }
}
