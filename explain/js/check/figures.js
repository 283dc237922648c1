// How a number or date came about, in words (explain/amounts.py).

class FigureWords extends AheadWords {
  formula({ n }) {
    return this.table("sums", String(n))?.[0] ?? "";
  }

  // What was computed, and what came of it.
  figure(row) {
    return [this.computed(row), this.shownPlainly(row.result)];
  }

  computed(row) {
    if (row.kind === "tier") return this.tier(row);
    if (row.kind === "sum") return row.values.map((value) => this.shownPlainly(value)).join(" + ");
    if (row.kind === "records") return this.ofRecords(row);
    const said = this.table("sums", String(row.n))?.[1] ?? "";
    return filled(said, (name) => {
      const [at, code] = name.split(":");
      return this.shown(row.values[Number(at)], code);
    });
  }

  // 100至160的部分：30 × 2.40元
  tier({ low, bound, part, rate }) {
    const [from, to] = [low, bound].map((one) => (one === null ? "" : this.shownPlainly(one)));
    const key = from && to ? "tier_between" : to ? "tier" : from ? "tier_above" : "tier_all";
    const where = this.capital(this.tell(key, { low: from, high: to }));
    return `${where}${this.words.ui.colon}${this.shownPlainly(part)} × ${this.shownPlainly(rate)}`;
  }

  // 3,100.00元（第1人） + 1,250.50元（第2人）
  ofRecords({ op, records, all }) {
    const { open, close, semicolon } = this.words.ui;
    if (op === "count" && records.length)
      return this.tell("counted", { names: this.several(records.map(([key]) => key)) });
    if (!records.length) return all ? this.words.say.none_counted : this.words.say.nobody;
    const shown = records.map(([key, had]) => this.shownPlainly(had) + open + this.ordinal(key) + close);
    if (op === "total") return shown.join(" + ");
    const dated = records.some(([, had]) => isDated(had.type ?? {}));
    const key = { largest: dated ? "latest" : "largest", smallest: dated ? "earliest" : "smallest" }[op];
    const names = shown.join(semicolon);
    return shown.length === 1 ? names : this.tell(key, { names });
  }

  // By which reading it was rounded.
  rounding([id, letter]) {
    const { letters, because } = this.words.readings[id];
    const chosen = this.tell("chosen", { id, text: letters[letter] });
    const adopted = letter === this.program.readings.get(id).adopted && because;
    return adopted ? chosen + this.tell("chosen_why", { text: because }) : chosen;
  }
}
