// The outcome of a self-check as elements, in the order and with the classes of explain/templates/explanation.html.j2.

const section = (title, ...children) => make("section", make("h2", title), children);

// A list of rows, or of texts; nothing where there are none.
const rowsIn = (selector, rows) => (rows.length ? make(selector, rows) : null);
const linesIn = (selector, texts) => rowsIn(selector, itemsOf("li", texts));
const itemsOf = (selector, texts) => texts.map((text) => make(selector, text));
const silent = (text) => element("span", { "aria-hidden": "true" }, text);

class OutcomeDom {
  // `unsure`: facts of which the reader said not to know them.
  constructor(page, view, unsure) {
    Object.assign(this, { page, view, unsure, ui: page.words.ui });
  }

  get lacking() {
    return LACKING.includes(this.view.mark);
  }

  // `ui.key`, a colon, and what it is said of.
  headed(selector, key, ...children) {
    return make(selector, this.ui[key] + this.ui.colon, children);
  }

  // The verdict, why, and what would change it.
  first() {
    const { view } = this;
    return [
      make("p.about", view.label),
      view.caveats.map((caveat) => make("p.caveat", this.headed("strong", "caveats"), caveat)),
      itemsOf("p.aside.standing", view.standing),
      this.why(),
      view.changes && this.changes(view.changes),
    ];
  }

  // When it changes, where the law says so, and every condition.
  rest() {
    const { view, ui } = this;
    const tree = make("ul.conditions", this.condition(view.tree));
    return [
      view.course && this.course(view.course),
      this.law(),
      view.remarks.length ? section(ui.remarks, linesIn("ul", view.remarks)) : null,
      this.readings(),
      section(ui.trace, make("details", make("summary", ui.trace_note), tree)),
    ];
  }

  // ---- why

  why() {
    const { view, ui } = this;
    const { given, routes, amounts } = view;
    return section(
      view.why,
      make("p", view.summary),
      view.no && make("p", view.no),
      amounts.map((amount, i) => this.amount(amount, i + 1 < amounts.length)),
      given.length ? [make("h3.given-head", ui.given), this.ways(given)] : null,
      given.length && routes.length ? make("h3.given-head", ui.chosen) : null,
      this.ways(routes),
      rowsIn(
        "ol.missing",
        view.missing.map((one) => this.missing(one)),
      ),
    );
  }

  ways(routes) {
    return routes.map(({ title, lacks, reasons, open, note, met }) => {
      const conditions = [...reasons.map((one) => this.reason(one)), ...open.map((one) => this.open(one))];
      return make(
        "div.card.way",
        title && make("h3", title, " ", lacks && make("span.lacks", lacks)),
        make("ul.conditions", conditions),
        note && make("p.also", note),
        met.length ? [this.headed("p.also", "met_too"), linesIn("ul.also", met)] : null,
      );
    });
  }

  said({ mark, label, joint = "" }) {
    const [sign, word] = this.page.words.states[mark];
    const state = make(`span.state.${mark}`, silent(sign), ` ${word}`);
    return [state, " ", make("span.what", label), joint && make("span.joint", " ", joint)];
  }

  pair({ yours, needed, notes }) {
    const row = (key, text) => text && make("div", this.headed("dt", key), make("dd", text));
    const pair = yours || needed ? make("dl.pair", row("yours", yours), row("needed", needed)) : null;
    return [pair, itemsOf("p.aside", notes)];
  }

  reason(one) {
    const inner = [...one.parts.map((part) => this.reason(part)), ...one.pending.map((part) => this.pending(part))];
    return make(`li.${one.mark}`, this.said(one), this.pair(one), rowsIn("ul.conditions", inner));
  }

  pending(one) {
    return make("li.open", this.said(one), " ", make("span.joint", one.yours));
  }

  open(one) {
    const aside = one.yours ? make("p.aside", one.yours) : this.headed("p.aside", "depends");
    return make("li.open", this.said(one), aside, linesIn("ul.depends", one.depends));
  }

  condition(one) {
    const { mark, idle, page, parts, cite } = one;
    const where = cite && make("small", " ", page ? outLink(page, cite) : cite);
    const inner = rowsIn(
      "ul.conditions",
      parts.map((part) => this.condition(part)),
    );
    return make(`li.${mark}${idle ? ".idle" : ""}`, this.said(one), where, this.pair(one), inner);
  }

  // Three unknowns never look alike: not asked, not known to the reader, for somebody to decide.
  missing({ kind, fact, label, question, status, hint, outlooks }) {
    const told = kind === "asked" && this.unsure.has(fact) ? this.page.t("said_unsure") : status;
    return make(
      `li.card.${kind}`,
      make("h3", question || label),
      make("p.kind-of", silent("? "), told),
      hint && this.headed("p.aside", "hint", hint),
      linesIn("ul.outlooks", outlooks),
    );
  }

  amount({ label, formula, rows, notes }, before) {
    return make(
      "div.card.amount",
      before ? this.headed("h3", "before", label) : make("h3", label),
      this.headed("p", "formula", formula),
      make(
        "ol",
        rows.map(([computed, result]) => make("li", computed, " = ", make("strong", result))),
      ),
      itemsOf("p.aside", notes),
    );
  }

  // ---- what would change it, and when

  changes({ barred, lead, ways, bars, after, more, then }) {
    const { ui } = this;
    const title = (i) => ways.length > 1 && make("h3", ui.way.replace("{}", i + 1));
    return make(
      "section.changes",
      make("h2", barred ? ui.bars : ui.changes),
      make("p", lead),
      ways.map((way, i) => make("div.card", title(i), linesIn("ul", way))),
      bars.map((way) => linesIn("ul.card.bars", way)),
      itemsOf("p", [after, more].filter(Boolean)),
      then.length ? [this.headed("p", "then_on"), linesIn("ul", then)] : null,
    );
  }

  course({ lead, stretches, earlier, later, complete }) {
    const { ui } = this;
    const aside = (key, count) => (count ? make("p.aside", ui[key].replace("{}", count)) : null);
    const rows = stretches.map(({ mark, text, causes, now }) =>
      make(
        `li.${mark}${now ? ".now" : ""}`,
        silent(`${this.page.words.states[mark][0]} `),
        text,
        causes.map((cause) => this.headed("p.aside", "cause", cause, ui.stop)),
      ),
    );
    return make(
      "section.course",
      make("h2", ui.course),
      make("p", lead),
      aside("more_before", earlier),
      rowsIn("ol.stretches", rows),
      aside("more_after", later),
      aside("incomplete", !complete),
    );
  }

  // ---- the law, and how it is read

  law() {
    const { ui, page } = this;
    const told = this.view.law.map(({ cite, quote, page: at }, i) => {
      const lang = /[\u3400-\u9fff]/.test(quote) ? "zh-CN" : "en";
      return make(
        "details",
        i ? this.headed("summary", "law_too", cite) : make("summary", cite),
        element("blockquote", { lang }, quote),
        at && make("p", outLink(at, page.t("whole_text"))),
      );
    });
    return told.length ? section(ui.law, told) : null;
  }

  readings() {
    const { ui, page } = this;
    const row = (key, text) => [make("dt", ui[key]), make("dd", text)];
    const told = this.view.readings.map(({ id, question, text, others, page: at }) =>
      make(
        "details.reading",
        make("summary", question, make("small", ` ${id}`)),
        make(
          "dl",
          row("adopted", text + ui.stop),
          others.map((one) => row("other", [one.text + ui.stop, one.outcome].join(ui.space))),
        ),
        at && make("p", outLink(`${at}#${id}`, page.t("reading_why"))),
      ),
    );
    return told.length ? section(ui.readings, told) : null;
  }
}
