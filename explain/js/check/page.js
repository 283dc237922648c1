// The self-check as a page: what is shown is made of elements and text alone, what is said stays in memory.

const LEFT_OUT = [null, undefined, false, ""];

// An element of a tag and its classes, as "p.aside".
function make(selector, ...children) {
  const [tag, ...classes] = selector.split(".");
  return element(tag, { class: classes.join(" ") }, children);
}

// Attributes that are functions listen; children that are empty are left out, texts in another language are marked.
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (!LEFT_OUT.includes(value)) made.setAttribute(name, value === true ? "" : value);
  }
  const shown = children.flat(Infinity).filter((child) => !LEFT_OUT.includes(child));
  const english = document.documentElement.lang === "en" && !attributes.lang;
  made.append(...(english ? shown.flatMap(withChinese) : shown));
  return made;
}

// Chinese words, with the marks around them.
const CHINESE_TEXT = /([《“]?[\u3400-\u9fff][\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”]*)/;

// A text in pieces, of which every second one is Chinese.
function withChinese(child) {
  if (typeof child !== "string") return [child];
  return child.split(CHINESE_TEXT).map((piece, i) => (i % 2 ? element("span", { lang: "zh-CN" }, piece) : piece));
}

const pressed = (kind, press, ...shown) => element("button", { type: "button", class: kind, click: press }, shown);

// The second click of two would fall on the page that the first one led to.
function ignoreSecond(event) {
  if (event.detail < 2) return;
  event.preventDefault();
  event.stopPropagation();
}

// A view, { title, body, mark }, is made by a function. The trail of views is what Back and Forward of the browser go
// along; the address is never written. mark: the state of a verdict, of a page that has one.
class Page {
  constructor(root, words, program) {
    Object.assign(this, { root, words, program, made: 0 });
    this.values = new ValueWords(words);
    globalThis.addEventListener("popstate", (event) => this.moved(event.state));
    root.addEventListener("click", ignoreSecond, true);
    this.restart(this.chosen());
  }

  // A text of the page.
  t(key, values = {}) {
    return this.values.fill(this.words.page[key], values);
  }

  // The words of a day.
  wordsOn(day) {
    return new ConditionWords(this.words, this.program.at(day), day);
  }

  button(key, press, quiet = true) {
    return pressed(quiet ? "button quiet" : "button", press, this.t(key));
  }

  link(key, press, more = "") {
    return pressed("text-button", press, this.t(key), more && make("span.unseen", more));
  }

  // ---- the trail

  // Shows a view, after which Back leads to this one. The browser is told how many steps were made, and nothing else.
  go(view) {
    this.trail.splice(++this.at, this.trail.length, view);
    if (this.at) history.pushState(this.first + this.at, "");
    this.show();
  }

  // The reader went back or forward in the browser, or jumped within the page, which makes a step without a number.
  // Beyond the trail, that is after everything was forgotten, there is nothing to be shown.
  moved(step) {
    if (typeof step !== "number") return history.replaceState(this.first + this.at, "");
    if (step < this.first) this.begin(step);
    const at = step - this.first;
    if (at >= this.trail.length) return history.go(this.at - at);
    if (at === this.at) return;
    this.at = at;
    this.show();
  }

  // The trail begins with the very first step that was made on this page, so that Back leads away from it.
  begin(step) {
    this.first = step;
    history.replaceState(step, "");
    if (step) history.go(-step);
  }

  // Everything that was said is forgotten.
  restart(name = null) {
    this.begin(history.state ?? 0);
    Object.assign(this, { about: name, situation: null, inquiry: null, trail: [], at: -1 });
    this.go(name === null ? () => situationView(this) : () => dayView(this));
  }

  // The conclusion that the address names.
  chosen() {
    const { ids } = this.words.start;
    const [pair = []] = new URLSearchParams(location.hash.slice(1));
    return pair.filter((named) => Object.hasOwn(ids, named)).map((named) => ids[named])[0] ?? null;
  }

  show(focus = this.made > 0) {
    const { title, body, mark = "" } = this.trail[this.at]();
    const sign = mark && element("span", { class: "sign", "aria-hidden": "true" }, this.words.states[mark][0]);
    const heading = element("h1", { tabindex: "-1", class: mark && `verdict ${mark}` }, sign, make("span", title));
    const back = this.at ? make("p", this.link("back", () => history.back())) : [];
    this.root.replaceChildren(...[back, heading, body].flat(Infinity).filter(Boolean));
    document.title = `${title} · ${this.words.page.name}`;
    this.made += 1;
    if (!focus) return;
    heading.focus({ preventScroll: true });
    globalThis.scrollTo(0, 0);
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
    const buttons = make("p.buttons", element("button", { type: "submit", class: "button" }, this.t("next")), more);
    return element("form", { novalidate: true, autocomplete: "off", submit: press }, fields, buttons);
  }

  // Says what is wrong, above the question and beside it.
  faulty(faults) {
    for (const old of this.root.querySelectorAll(".errors, .error")) old.remove();
    for (const field of this.root.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
    const links = faults.map(({ message, field, mend = () => field?.focus() }) =>
      make("li", pressed("text-button", mend, message)),
    );
    const summary = element(
      "div",
      { class: "warning errors", role: "alert", tabindex: "-1", "aria-labelledby": "faulty" },
      element("h2", { id: "faulty" }, this.t("faulty")),
      make("ul", links),
    );
    this.root.prepend(summary);
    faults.forEach(({ message, field }, i) => field && this.besideField(message, field, `error-${i}`));
    document.title = `${this.t("faulty")}${document.title}`;
    summary.focus();
  }

  besideField(message, field, id) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", id);
    const place = field.closest(".field").querySelector(".choices, .typed");
    place.before(element("p", { class: "error", id }, message));
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
    const inputs = options.map(([value, , checked]) => element("input", { type, name: "choice", value, checked }));
    const labels = options.map(([, label, , more], i) =>
      make("label.choice", inputs[i], make("span", label, more && make("small", more))),
    );
    return { field: make("fieldset.field", make("legend", legend), hint, make("div.choices", labels)), inputs };
  }
}

// Opens the page in an element of this document.
const openCheck = (root, data, words) => new Page(root, words, loadProgram(data));
globalThis.Tiaoli = { ...globalThis.Tiaoli, check: openCheck };
