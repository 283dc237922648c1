// What was said, to be checked and changed; and what cannot be so together.

function answersView(page) {
  const { inquiry } = page;
  const go = make(
    "p.buttons",
    page.button("see", () => page.go(() => outcomePage(page)), false),
  );
  return { title: page.t("answers"), body: [make("p", page.t("answers_hint")), answersList(page, inquiry), go] };
}

// Everything that was said, each with a way to change it; `more` makes another button.
function answersList(page, inquiry, more = () => null) {
  const words = page.wordsOn(inquiry.day);
  const used = inquiry.answers.map((one) => one.used);
  const asked = page.t("day_asked");
  const day = answerRow(
    asked,
    [page.values.date(inquiry.day)],
    page.link("change", () => page.go(() => dayView(page)), asked),
  );
  const rows = inquiry.said.map((one, at) => {
    const topic = topicOfAnswer(page, words, one.asking);
    const change = page.link("change", () => page.go(() => changeView(page, at)), topic);
    const lines = [...answerLines(page, words, one), used[at] ? "" : page.t("idle")];
    return answerRow(topic, lines, [change, more(at, topic)]);
  });
  return make("dl.summary", day, rows);
}

function answerRow(topic, lines, buttons) {
  const shown = lines.filter(Boolean).map((line) => make("div", line));
  return make("div", make("dt", topic), make("dd", shown), make("dd.change", buttons));
}

function topicOfAnswer(page, words, { paths, form }) {
  if (form !== "several") return words.nameOf(paths[0]);
  const { label } = words.fact(paths[0]);
  return isField(paths[0]) ? words.joined(words.fact(listOf(paths[0])).label, label) : page.t("which_so");
}

function answerLines(page, words, { asking, values, unsure }) {
  const { paths, form } = asking;
  if (form !== "several")
    return [values.has(paths[0]) ? words.valueOf(paths[0], values.get(paths[0])) : page.words.say.unsure];
  const named = (path) => (isField(path) ? words.ordinal(recordOf(path)) : words.fact(path).label);
  const yes = paths.filter((path) => values.get(path) === true).map(named);
  const doubt = paths.filter((path) => unsure.has(path)).map((path) => page.t("unsure_of", { label: named(path) }));
  return yes.length || doubt.length ? [...yes, ...doubt] : [page.words.say.none];
}

// ---- what cannot be

function brokenFaults(page, { broken: [[{ facts: names, kind }, record]], facts, day }) {
  const words = page.wordsOn(day);
  const field = page.root.querySelector("form input");
  if (kind === "date_in_future") return [{ message: page.t("wrong_future", { day: page.values.date(day) }), field }];
  const paths = names.map((name) => (record && page.program.facts.get(name).each ? `${record}.${name}` : name));
  const given = paths.filter((path) => facts.has(path));
  const told = (path) => page.t("said", { label: words.nameOf(path), value: words.valueOf(path, facts.get(path)) });
  const changes = given.flatMap((path) => {
    const at = page.inquiry.said.findIndex((one) => one.asking.paths.includes(path) && one.values.has(path));
    const message = page.t("change_said", { said: told(path) });
    return at < 0 ? [] : { message, mend: () => page.go(() => changeView(page, at)) };
  });
  return [{ message: page.t("wrong_together", { said: words.listed(given.map(told), "and") }), field }, ...changes];
}
