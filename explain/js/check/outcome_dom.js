// The outcome of a self-check as elements, in the order and with the classes of explain/templates/explanation.html.j2.

const section = (page, title, ...children) => make("section", {}, make("h2", {}, title), children);

class OutcomeDom {
  // `unsure`: facts of which the reader said not to know them.
  constructor(page, view, unsure) {
    Object.assign(this, { page, view, unsure, ui: page.words.ui });
  }

  text(said) {
    return this.page.text(said);
  }

  get lacking() {
    return ["unmet", "not_applicable"].includes(this.view.mark);
  }

  // The verdict, why, and what would change it.
  first() {
    const { view, ui } = this;
    return [
      make("p", { class: "about" }, this.text(view.label)),
      view.caveats.map((caveat) =>
        make("p", { class: "caveat" }, make("strong", {}, ui.caveats + ui.colon), this.text(caveat)),
      ),
      view.standing.map((line) => make("p", { class: "aside standing" }, this.text(line))),
      this.why(),
      view.changes && this.changes(view.changes),
    ];
  }

  // When it changes, where the law says so, and every condition.
  rest() {
    const { view, ui, page } = this;
    const remarks = view.remarks.map((one) => make("li", {}, this.text(one)));
    const tree = make("ul", { class: "conditions" }, this.condition(view.tree));
    return [
      view.course && this.course(view.course),
      this.law(),
      remarks.length ? section(page, ui.remarks, make("ul", {}, remarks)) : null,
      this.readings(),
      section(page, ui.trace, make("details", {}, make("summary", {}, ui.trace_note), tree)),
    ];
  }

  // ---- why

  why() {
    const { view, ui, page } = this;
    return section(
      page,
      view.why,
      make("p", {}, this.text(view.summary)),
      view.no && make("p", {}, this.text(view.no)),
      view.amounts.map((amount, i) => this.amount(amount, i + 1 < view.amounts.length)),
      view.given.length ? [make("h3", { class: "given-head" }, ui.given), this.ways(view.given)] : [],
      view.given.length && view.routes.length ? make("h3", { class: "given-head" }, ui.chosen) : null,
      this.ways(view.routes),
      view.missing.length
        ? make(
            "ol",
            { class: "missing" },
            view.missing.map((one) => this.missing(one)),
          )
        : null,
    );
  }

  ways(routes) {
    return routes.map(({ title, lacks, reasons, open, note, met }) => {
      const lacking = lacks && make("span", { class: "lacks" }, this.text(lacks));
      return make(
        "div",
        { class: "card way" },
        title && make("h3", {}, this.text(title), " ", lacking),
        make(
          "ul",
          { class: "conditions" },
          reasons.map((one) => this.reason(one)),
          open.map((one) => this.open(one)),
        ),
        note && make("p", { class: "also" }, this.text(note)),
        met.length
          ? [
              make("p", { class: "also" }, this.ui.met_too + this.ui.colon),
              make(
                "ul",
                { class: "also" },
                met.map((one) => make("li", {}, this.text(one))),
              ),
            ]
          : [],
      );
    });
  }

  state(mark) {
    const [sign, word] = this.page.words.states[mark];
    return make("span", { class: `state ${mark}` }, make("span", { "aria-hidden": "true" }, sign), ` ${word}`);
  }

  said({ mark, label, joint = "" }) {
    return [
      this.state(mark),
      " ",
      make("span", { class: "what" }, this.text(label)),
      joint && make("span", { class: "joint" }, " ", this.text(joint)),
    ];
  }

  pair({ yours, needed, notes = [] }) {
    const { ui } = this;
    const row = (head, text) =>
      text && make("div", {}, make("dt", {}, head + ui.colon), make("dd", {}, this.text(text)));
    const pair = yours || needed ? make("dl", { class: "pair" }, row(ui.yours, yours), row(ui.needed, needed)) : null;
    return [pair, notes.map((note) => make("p", { class: "aside" }, this.text(note)))];
  }

  reason(one) {
    const inner = [...one.parts.map((part) => this.reason(part)), ...one.pending.map((part) => this.pending(part))];
    return make(
      "li",
      { class: one.mark },
      this.said(one),
      this.pair(one),
      inner.length ? make("ul", { class: "conditions" }, inner) : null,
    );
  }

  pending({ mark, label, yours }) {
    return make(
      "li",
      { class: "open" },
      this.said({ mark, label }),
      " ",
      make("span", { class: "joint" }, this.text(yours)),
    );
  }

  open({ mark, label, yours, depends }) {
    const { ui } = this;
    const rest = depends.length
      ? make(
          "ul",
          { class: "depends" },
          depends.map((name) => make("li", {}, this.text(name))),
        )
      : null;
    const aside = make("p", { class: "aside" }, yours ? this.text(yours) : ui.depends + ui.colon);
    return make("li", { class: "open" }, this.said({ mark, label }), aside, rest);
  }

  condition(one) {
    const { page, parts, cite } = one;
    const where = cite && make("small", {}, " ", page ? outLink(this.page, page, this.text(cite)) : this.text(cite));
    const inner = parts.length
      ? make(
          "ul",
          { class: "conditions" },
          parts.map((part) => this.condition(part)),
        )
      : null;
    return make(
      "li",
      { class: one.idle ? `${one.mark} idle` : one.mark },
      this.said(one),
      where,
      this.pair(one),
      inner,
    );
  }

  // Three unknowns never look alike: not asked, not known to the reader, for somebody to decide.
  missing({ kind, fact, label, question, status, hint, outlooks }) {
    const { ui } = this;
    const told = kind === "asked" && this.unsure.has(fact) ? this.page.t("said_unsure") : status;
    return make(
      "li",
      { class: `card ${kind}` },
      make("h3", {}, this.text(question || label)),
      make("p", { class: "kind-of" }, make("span", { "aria-hidden": "true" }, "? "), this.text(told)),
      hint && make("p", { class: "aside" }, ui.hint + ui.colon, this.text(hint)),
      outlooks.length
        ? make(
            "ul",
            { class: "outlooks" },
            outlooks.map((text) => make("li", {}, this.text(text))),
          )
        : null,
    );
  }

  amount({ label, formula, rows, notes }, before) {
    const { ui } = this;
    const told = rows.map(([computed, result]) =>
      make("li", {}, this.text(computed), " = ", make("strong", {}, this.text(result))),
    );
    return make(
      "div",
      { class: "card amount" },
      make("h3", {}, before ? ui.before + ui.colon : "", this.text(label)),
      make("p", {}, ui.formula + ui.colon, this.text(formula)),
      make("ol", {}, told),
      notes.map((note) => make("p", { class: "aside" }, this.text(note))),
    );
  }

  // ---- what would change it, and when

  changes({ barred, lead, ways, bars, after, more, then }) {
    const { ui, page } = this;
    const list = (texts, kind = "") =>
      make(
        "ul",
        { class: kind },
        texts.map((text) => make("li", {}, this.text(text))),
      );
    const cards = ways.map((way, i) =>
      make("div", { class: "card" }, ways.length > 1 && make("h3", {}, ui.way.replace("{}", i + 1)), list(way)),
    );
    const made = section(
      page,
      barred ? ui.bars : ui.changes,
      make("p", {}, this.text(lead)),
      cards,
      bars.map((way) => list(way, "card bars")),
      [after, more].filter(Boolean).map((text) => make("p", {}, this.text(text))),
      then.length ? [make("p", {}, ui.then_on + ui.colon), list(then)] : [],
    );
    made.className = "changes";
    return made;
  }

  course({ lead, stretches, earlier, later, complete }) {
    const { ui, page } = this;
    const aside = (text) => make("p", { class: "aside" }, text);
    const rows = stretches.map(({ mark, text, causes, now }) =>
      make(
        "li",
        { class: now ? `${mark} now` : mark },
        make("span", { "aria-hidden": "true" }, `${page.words.states[mark][0]} `),
        this.text(text),
        causes.map((cause) => make("p", { class: "aside" }, ui.cause + ui.colon, this.text(cause), ui.stop)),
      ),
    );
    const made = section(
      page,
      ui.course,
      make("p", {}, this.text(lead)),
      earlier ? aside(ui.more_before.replace("{}", earlier)) : null,
      rows.length ? make("ol", { class: "stretches" }, rows) : null,
      later ? aside(ui.more_after.replace("{}", later)) : null,
      complete ? null : aside(ui.incomplete),
    );
    made.className = "course";
    return made;
  }

  // ---- the law, and how it is read

  law() {
    const { view, ui, page } = this;
    const told = view.law.map(({ cite, quote, page: at }, i) => {
      const lang = /[\u3400-\u9fff]/.test(quote) ? "zh-CN" : "en";
      const more = at && make("p", {}, outLink(page, at, page.t("whole_text")));
      return make(
        "details",
        {},
        make("summary", {}, this.text(i ? `${ui.law_too}${ui.colon}${cite}` : cite)),
        make("blockquote", { lang }, quote),
        more,
      );
    });
    return told.length ? section(page, ui.law, told) : null;
  }

  readings() {
    const { view, ui, page } = this;
    const told = view.readings.map(({ id, question, text, others, page: at }) => {
      const other = others.flatMap((one) => [
        make("dt", {}, ui.other),
        make("dd", {}, this.text([one.text + ui.stop, one.outcome].join(ui.space))),
      ]);
      const link = at && make("p", {}, outLink(page, `${at}#${id}`, page.t("reading_why")));
      const list = make("dl", {}, make("dt", {}, ui.adopted), make("dd", {}, this.text(text + ui.stop)), other);
      return make(
        "details",
        { class: "reading" },
        make("summary", {}, this.text(question), make("small", {}, ` ${id}`)),
        list,
        link,
      );
    });
    return told.length ? section(page, ui.readings, told) : null;
  }
}
