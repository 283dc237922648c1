// The self-check as a page: what is shown is made of elements and text alone, what is said stays in memory.

const LEFT_OUT = [null, undefined, false, ""];

// An element; attributes that are functions listen, children that are empty are left out.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (!LEFT_OUT.includes(value)) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => !LEFT_OUT.includes(child)));
  return element;
}

// Chinese words, with the marks around them.
const CHINESE_TEXT = /[《“]?[\u3400-\u9fff][\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”]*/g;

// A view, { title, body, mark }, is made by a function. The trail of views is what the Back button of the browser goes
// along; the address is never written. mark: the state of a verdict, of a page that has one.
class Page {
  constructor(root, words, policy) {
    Object.assign(this, { root, words, program: policy.program, trail: [], made: 0 });
    this.values = new ValueWords(words);
    globalThis.addEventListener("popstate", (event) => this.returned(event.state));
    this.restart(this.chosen());
  }

  // A text of the page.
  t(key, values = {}) {
    return this.values.fill(this.words.page[key], values);
  }

  // A text with what is in another language marked.
  text(said) {
    if (this.words.lang !== "en" || !said) return said;
    const pieces = [];
    let end = 0;
    for (const match of said.matchAll(CHINESE_TEXT)) {
      pieces.push(said.slice(end, match.index), make("span", { lang: "zh-CN" }, match[0]));
      end = match.index + match[0].length;
    }
    return [...pieces, said.slice(end)];
  }

  button(key, press, quiet = true) {
    return make("button", { type: "button", class: quiet ? "button quiet" : "button", click: press }, this.t(key));
  }

  link(key, press, more = "") {
    const hidden = more && make("span", { class: "unseen" }, this.text(more));
    return make("button", { type: "button", class: "text-button", click: press }, this.t(key), hidden);
  }

  // ---- the trail

  // Shows a view, after which Back leads to this one. The browser is told how many steps were made, and nothing else.
  go(view) {
    if (this.trail.length) history.pushState(this.first + this.trail.length, "");
    this.trail.push(view);
    this.show();
  }

  back() {
    history.back();
  }

  // The reader went back or forward in the browser; a jump within the page has no number.
  returned(step) {
    if (typeof step !== "number") return;
    this.trail.length = Math.max(1, Math.min(this.trail.length, step - this.first + 1));
    this.show();
  }

  // Everything that was said is forgotten.
  restart(name = null) {
    this.first = typeof history.state === "number" ? history.state : 0;
    history.replaceState(this.first, "");
    Object.assign(this, { about: name, inquiry: null, trail: [] });
    this.go(name === null ? () => situationView(this) : () => dayView(this));
  }

  // The conclusion that the address names.
  chosen() {
    let named = location.hash.slice(1).replace(/^about=/, "");
    try {
      named = decodeURIComponent(named);
    } catch {
      return null;
    }
    const { ids } = this.words.start;
    return Object.hasOwn(ids, named) ? ids[named] : null;
  }

  show(focus = this.made > 0) {
    const { title, body, mark = "" } = this.trail.at(-1)();
    const heading = make(
      "h1",
      { tabindex: "-1", class: mark && `verdict ${mark}` },
      mark && this.sign(mark),
      make("span", {}, this.text(title)),
    );
    this.root.replaceChildren(...this.before(), heading, ...[body].flat(Infinity).filter(Boolean));
    document.title = `${title} · ${this.words.page.name}`;
    this.made += 1;
    if (!focus) return;
    heading.focus({ preventScroll: true });
    globalThis.scrollTo(0, 0);
  }

  sign(mark) {
    return make("span", { class: "sign", "aria-hidden": "true" }, this.words.states[mark][0]);
  }

  before() {
    return this.trail.length > 1
      ? [
          make(
            "p",
            {},
            this.link("back", () => this.back()),
          ),
        ]
      : [];
  }

  // ---- forms

  // A form of one question: `read` gives what was filled in, or faults [{ message, field }], and `done` takes it.
  form(fields, read, done, more = []) {
    const press = (event) => {
      event.preventDefault();
      const { faults = [], ...given } = read();
      if (faults.length) this.faulty(faults);
      else this.tried(() => done(given));
    };
    const buttons = make(
      "p",
      { class: "buttons" },
      make("button", { type: "submit", class: "button" }, this.t("next")),
      more,
    );
    return make("form", { novalidate: true, autocomplete: "off", submit: press }, fields, buttons);
  }

  // Says what is wrong, above the question and beside it.
  faulty(faults) {
    for (const old of this.root.querySelectorAll(".errors, .error")) old.remove();
    for (const field of this.root.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
    const links = faults.map(({ message, field, mend }) =>
      make(
        "li",
        {},
        make(
          "button",
          { type: "button", class: "text-button", click: mend ?? (() => field?.focus()) },
          this.text(message),
        ),
      ),
    );
    const head = make("h2", { id: "faulty" }, this.t("faulty"));
    const summary = make(
      "div",
      { class: "warning errors", role: "alert", tabindex: "-1", "aria-labelledby": "faulty" },
      head,
      make("ul", {}, links),
    );
    this.root.prepend(summary);
    faults.forEach(({ message, field }, i) => field && this.besideField(message, field, `error-${i}`));
    document.title = `${this.t("faulty")}${document.title}`;
    summary.focus();
  }

  besideField(message, field, id) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", id);
    const holder = field.closest(".field");
    const place = holder.querySelector(".choices, .typed");
    place.before(make("p", { class: "error", id }, this.text(message)));
  }

  // What was said cannot be so together: where to put it right.
  tried(done) {
    try {
      done();
    } catch (fault) {
      if (!(fault instanceof BrokenAnswers)) throw fault;
      this.faulty(brokenFaults(this, fault));
    }
  }

  choices(type, legend, options, hint = []) {
    const inputs = options.map(([value, label, checked, more]) => {
      const input = make("input", { type, name: "choice", value, checked });
      return [
        input,
        make(
          "label",
          { class: "choice" },
          input,
          make("span", {}, this.text(label), more && make("small", {}, this.text(more))),
        ),
      ];
    });
    const field = make(
      "fieldset",
      { class: "field" },
      make("legend", {}, legend),
      hint,
      make(
        "div",
        { class: "choices" },
        inputs.map(([, label]) => label),
      ),
    );
    return { field, inputs: inputs.map(([input]) => input) };
  }
}

// Opens the page in an element of this document.
function openCheck(root, data, words) {
  return new Page(root, words, openPolicy(data));
}

globalThis.Tiaoli.check = openCheck;
