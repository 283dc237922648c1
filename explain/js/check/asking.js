// The pages of the questions: what is asked, and why.

// The next question, or what was answered, to be checked.
function proceed(page) {
  const asking = page.inquiry.next();
  if (asking.paths) page.go(() => askingView(page, asking));
  else page.go(() => (page.inquiry.said.length ? answersView(page) : outcomePage(page)));
}

// A question that is put for the first time, or once more: then all other answers are kept, and only what depends on
// this one is asked anew.
function askingView(page, asking, lead = []) {
  const { inquiry } = page;
  const at = inquiry.said.findIndex((one) => one.asking.paths.join() === asking.paths.join());
  const before = at < 0 ? inquiry : inquiry.with(inquiry.said.slice(0, at));
  const done = ({ values, unsure }) => {
    page.inquiry = at < 0 ? inquiry.answer(asking, values, unsure) : inquiry.change(at, values, unsure);
    proceed(page);
  };
  // What comes if this is not known is sought while the reader looks at the page.
  if (at < 0) setTimeout(() => inquiry.answer(asking, new Map(), new Set(asking.paths)).next());
  return questionView(page, before, asking, inquiry.said[at], done, lead);
}

const changeView = (page, at) =>
  askingView(page, page.inquiry.said[at].asking, [make("p.hint", page.t("changing"))]);

const FIELDS = { yes_no: chosenField, choice: chosenField, several: severalField };

// `told`: what was said before, if it was; `done` takes { values, unsure }; `lead` stands above, in the place of how
// much there is to come.
function questionView(page, inquiry, asking, told, done, lead) {
  const words = page.wordsOn(inquiry.day);
  const title = questionTitle(page, words, asking);
  const filling = { page, inquiry, words, asking, told, done, title };
  const { field, read, more = [] } = (FIELDS[asking.form] ?? typedField)(filling);
  const head = lead.length ? lead : progressOf(page, inquiry);
  return { title, body: [head, whyAsked(page, inquiry, words, asking), page.form(field, read, done, more)] };
}

function questionTitle(page, words, { paths, form }) {
  const { which, many, ask, label } = words.fact(paths[0]);
  if (form === "count") return many;
  if (form === "several") return isField(paths[0]) ? which : page.words.say.which;
  return words.asked(paths[0]) || words.nameOf(paths[0]) || ask || label;
}

function progressOf(page, inquiry) {
  const most = inquiry.most();
  return most ? make("p.hint", most === 1 ? page.t("last") : page.t("most", { n: most })) : null;
}

// Where the law asks for it.
function whyAsked(page, inquiry, words, { paths, judged }) {
  const cites = new Map();
  for (const name of inquiry.why(paths)) {
    const { where, label, page: at } = words.rule(name);
    if (where && !cites.has(where)) cites.set(where, [label, at]);
  }
  const links = [...cites].slice(0, 3).map(([where, [label, at]]) => {
    const shown = [words.capital(where), page.words.ui.open + label + page.words.ui.close];
    return make("li", at ? outLink(at, shown) : shown);
  });
  const who = judged ? make("p.inset", words.fact(paths[0]).judged) : null;
  return [who, links.length ? make("details.why", make("summary", page.t("why")), make("ul", links)) : null];
}

// A page of the site, beside this one: what was said stays here.
const outLink = (href, shown) => element("a", { href, target: "_blank", rel: "noopener" }, shown);

const hintOf = (text) => (text ? make("p.hint", text) : null);
const legendOf = (title) => make("span.unseen", title);
