// The page of the outcome: the verdict, why, what would change it, what comes next; another answer tried beside it.

// What the engine says of an inquiry.
const toldOf = (page, inquiry) => {
  const { program, view, name, day, facts } = inquiry;
  const evaluation = new Evaluation(view, { asOf: day, facts, readings: new Map(), only: [name] });
  const request = { asOf: day, facts, readings: new Map(), only: [name] };
  const conclusions = new Map([[name, evaluation.conclusion(definitionOf(view, name))]]);
  return outcomeView(
    { program: view, request, conclusions, environment: evaluation.environment, whole: program },
    name,
    page.words,
  );
};

function outcomePage(page) {
  const { inquiry } = page;
  const told = new OutcomeDom(page, toldOf(page, inquiry), inquiry.unsure);
  const parts = [told.first(), nextSteps(page, told.lacking), told.rest(), yourAnswers(page), lastThings(page)];
  return { title: told.view.headline, mark: told.view.mark, body: make("div", { class: "explanation" }, parts) };
}

// ---- what comes next

// The services that rest on the conclusion: steps, documents, place; after a no only where to read of them.
function nextSteps(page, lacking) {
  const found = page.words.start.services[page.inquiry.name] ?? [];
  const list = (tag, texts, kind = "") =>
    make(
      tag,
      { class: kind },
      texts.map((text) => make("li", {}, page.text(text))),
    );
  const part = (head, texts) => (texts.length ? [make("h3", {}, page.t(head)), list("ul", texts)] : []);
  return found.map(({ label, page: at, steps, documents, places }) => {
    const how = [
      steps.length ? list("ol", steps, "steps") : null,
      part("documents", documents),
      part("places", places),
    ];
    const title = [page.t(lacking ? "the_service" : "next_steps"), page.words.ui.colon, page.text(label)];
    return section(page, title, lacking ? null : how, make("p", {}, outLink(page, at, page.t("whole_guide"))));
  });
}

// One answer otherwise, and the outcome of that beside this one.
function tryView(page, at) {
  const { inquiry } = page;
  const { asking } = inquiry.said[at];
  const before = inquiry.with(inquiry.said.slice(0, at));
  const done = ({ values, unsure }) => {
    const other = inquiry.change(at, values, unsure);
    page.go(() => besideView(page, inquiry, other, at));
  };
  return questionView(page, before, asking, inquiry.said[at], done, [
    make("p", { class: "inset" }, page.t("try_lead")),
  ]);
}

// Both outcomes beside each other; the first is kept unless the reader takes the other.
function besideView(page, first, other, at) {
  const words = new ConditionWords(page.words, first.view, first.day);
  const cards = [first, other].map((inquiry, i) => {
    const view = toldOf(page, inquiry);
    const told = new OutcomeDom(page, view, inquiry.unsure);
    const answer = words.listed(answerLines(page, words, inquiry.said[at]));
    return make(
      "div",
      { class: "card" },
      make("h2", {}, page.t(i ? "other_answer" : "your_answer")),
      make(
        "p",
        {},
        page.text(topicOfAnswer(page, words, inquiry.said[at].asking)),
        page.words.ui.colon,
        make("strong", {}, page.text(answer)),
      ),
      make("p", { class: `answer ${view.mark}` }, page.text(view.headline)),
      make("p", {}, page.text(view.summary)),
      told.ways(view.routes),
      view.missing.length
        ? make(
            "ul",
            {},
            view.missing.map(({ question, label }) => make("li", {}, page.text(question || label))),
          )
        : null,
    );
  });
  const take = () => {
    page.inquiry = other;
    proceed(page);
  };
  const buttons = make(
    "p",
    { class: "buttons" },
    page.button("keep", () => page.go(() => outcomePage(page)), false),
    page.button("take", take),
  );
  return { title: page.t("beside"), body: make("div", { class: "explanation beside" }, cards, buttons) };
}

function yourAnswers(page) {
  const { inquiry } = page;
  if (!inquiry.said.length) return null;
  const other = (at, topic) => page.link("try", () => page.go(() => tryView(page, at)), topic);
  return section(page, page.t("your_answers"), make("p", {}, page.t("try_hint")), answersList(page, inquiry, other));
}

// ---- print, save, clear

function lastThings(page) {
  const save = () => saveOutcome(page);
  const buttons = [
    page.button("print", () => globalThis.print()),
    page.button("save", save),
    page.button("clear", () => page.restart()),
  ];
  return make(
    "section",
    { class: "last" },
    make("p", { class: "buttons" }, buttons),
    make("p", { class: "hint" }, page.t("save_hint")),
    make("p", {}, page.words.ui.disclaimer),
  );
}

// The outcome as a file on the device: the page without what can be pressed, with all that is folded.
function saveOutcome(page) {
  const copy = page.root.cloneNode(true);
  for (const one of copy.querySelectorAll("button, form, .change, .last .hint")) one.remove();
  for (const one of copy.querySelectorAll("a")) one.replaceWith(...one.childNodes);
  for (const one of copy.querySelectorAll("details")) one.setAttribute("open", "");
  const title = document.createElement("title");
  title.textContent = document.title;
  const lang = document.documentElement.lang;
  const wide = '<meta name="viewport" content="width=device-width, initial-scale=1">';
  const head = `<meta charset="utf-8">${wide}${title.outerHTML}`;
  const html = `<!doctype html>\n<html lang="${lang}"><head>${head}</head><body>${copy.innerHTML}</body></html>\n`;
  const address = URL.createObjectURL(new Blob([html], { type: "text/html" }));
  const link = make("a", { href: address, download: `${page.t("file")}-${iso(todayNumber())}.html` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
