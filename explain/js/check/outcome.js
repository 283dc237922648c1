// The page of the outcome: the verdict, why, what would change it, what comes next; another answer tried beside it.

const outcomes = new WeakMap();

// What the engine says of an inquiry, which never changes.
const toldOf = (page, inquiry) => heldIn(outcomes, inquiry, () => outcomeOf(page, inquiry));

function outcomeOf(page, inquiry) {
  const { program } = page;
  const { view, name, day, facts } = inquiry;
  const request = { asOf: day, facts, readings: new Map() };
  const evaluation = new Evaluation(view, request);
  const conclusions = new Map([[name, evaluation.conclusion(definitionOf(view, name))]]);
  const answers = { program: view, request, conclusions, environment: evaluation.environment, whole: program };
  return outcomeView(answers, name, page.words);
}

function outcomePage(page) {
  const { inquiry } = page;
  const told = new OutcomeDom(page, toldOf(page, inquiry), inquiry.unsure);
  const parts = [told.first(), nextSteps(page, told.lacking), told.rest(), yourAnswers(page), lastThings(page)];
  return { title: told.view.headline, mark: told.view.mark, body: make("div.explanation", parts) };
}

// ---- what comes next

// The services that rest on the conclusion: steps, documents, place; after a no only where to read of them.
function nextSteps(page, lacking) {
  const found = page.words.start.services[page.inquiry.name] ?? [];
  const part = (head, texts) => (texts.length ? [make("h3", page.t(head)), linesIn("ul", texts)] : null);
  return found.map(({ label, page: at, steps, documents, places }) => {
    const how = [linesIn("ol.steps", steps), part("documents", documents), part("places", places)];
    const title = [page.t(lacking ? "the_service" : "next_steps"), page.words.ui.colon, label];
    return section(title, lacking ? null : how, make("p", outLink(at, page.t("whole_guide"))));
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
  return questionView(page, before, asking, inquiry.said[at], done, [make("p.inset", page.t("try_lead"))]);
}

// Both outcomes beside each other; the first is kept unless the reader takes the other.
function besideView(page, first, other, at) {
  const words = page.wordsOn(first.day);
  const cards = [first, other].map((inquiry, i) => {
    const view = toldOf(page, inquiry);
    const told = new OutcomeDom(page, view, inquiry.unsure);
    const answer = words.listed(answerLines(page, words, inquiry.said[at]));
    const topic = topicOfAnswer(page, words, inquiry.said[at].asking);
    return make(
      "div.card",
      make("h2", page.t(i ? "other_answer" : "your_answer")),
      make("p", topic, page.words.ui.colon, make("strong", answer)),
      make(`p.answer.${view.mark}`, view.headline),
      make("p", view.summary),
      told.ways(view.routes),
      linesIn(
        "ul",
        view.missing.map(({ question, label }) => question || label),
      ),
    );
  });
  const take = () => {
    page.inquiry = other;
    proceed(page);
  };
  const keep = () => page.go(() => outcomePage(page));
  const buttons = make("p.buttons", page.button("keep", keep, false), page.button("take", take));
  return { title: page.t("beside"), body: make("div.explanation.beside", cards, buttons) };
}

function yourAnswers(page) {
  const { inquiry } = page;
  if (!inquiry.said.length) return null;
  const other = (at, topic) => page.link("try", () => page.go(() => tryView(page, at)), topic);
  return section(page.t("your_answers"), make("p", page.t("try_hint")), answersList(page, inquiry, other));
}

// ---- print, save, clear

function lastThings(page) {
  const buttons = [
    page.button("print", () => globalThis.print()),
    page.button("save", () => saveOutcome(page)),
    page.button("clear", () => page.restart()),
  ];
  const hint = make("p.hint", page.t("save_hint"));
  return make("section.last", make("p.buttons", buttons), hint, make("p", page.words.ui.disclaimer));
}

// The outcome as a file on the device: the page without what can be pressed, with all that is folded.
function saveOutcome(page) {
  const copy = document.documentElement.cloneNode(true);
  copy.querySelector("body").replaceChildren(...copy.querySelector(`#${page.root.id}`).childNodes);
  const idle = "script, link, [http-equiv], button, form, .change, .last .hint";
  for (const one of copy.querySelectorAll(idle)) one.remove();
  for (const one of copy.querySelectorAll("a")) one.replaceWith(...one.childNodes);
  for (const one of copy.querySelectorAll("details")) one.open = true;
  const html = `<!doctype html>\n${copy.outerHTML}\n`;
  const address = URL.createObjectURL(new Blob([html], { type: "text/html" }));
  const link = element("a", { href: address, download: `${page.t("file")}-${iso(todayNumber())}.html` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
