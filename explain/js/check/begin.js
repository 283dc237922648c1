// The first pages of the self-check: what to check, and for which day.

// ---- what to check

function situationView(page) {
  const { situations } = page.words.start;
  if (!situations.length) return thingView(page, null);
  const options = [...situations.map(({ title }, i) => [String(i), title]), ["all", page.t("everything")]];
  const again = options.map(([value, title]) => [value, title, value === page.situation]);
  const { field, inputs } = page.choices("radio", page.t("situation"), again);
  const read = () => {
    const chosen = inputs.find(isChecked);
    return chosen ? { chosen: chosen.value } : lackingChoice(page, inputs);
  };
  const done = ({ chosen }) => {
    page.situation = chosen;
    page.go(() => thingView(page, situations[chosen] ?? null));
  };
  const form = page.form(field, read, done);
  return {
    title: page.t("name_long"),
    body: [make("p", page.t("promise")), make("p.inset", page.t("private")), form],
  };
}

// What can be checked in a situation, or at all.
function thingView(page, group) {
  const groups = group === null ? page.words.start.all : [group];
  const fields = groups.map(({ title, choices }) => {
    const options = choices.map(({ about, label, more }, i) => [i, label, about === page.about, more]);
    return { choices, ...page.choices("radio", group === null ? title : page.t("thing"), options) };
  });
  const read = () => {
    for (const { choices, inputs } of fields) {
      const at = inputs.findIndex(isChecked);
      if (at >= 0) return { about: choices[at].about };
    }
    return lackingChoice(page, fields[0].inputs);
  };
  const done = ({ about }) => {
    page.about = about;
    page.go(() => dayView(page));
  };
  return {
    title: group === null ? page.t("thing") : group.title,
    body: page.form(fields.map(({ field }) => field), read, done),
  };
}

const isChecked = (input) => input.checked;
const faulted = (message, field) => ({ faults: [{ message, field }] });
const lackingChoice = (page, [field]) => faulted(page.t("choose"), field);

// ---- for which day

// The day of the browser's clock.
function todayNumber() {
  const now = new Date();
  return dayNumber(...[now.getFullYear(), now.getMonth() + 1, now.getDate()].map(BigInt));
}

function dayView(page) {
  const { about } = page;
  const day = page.inquiry?.day ?? null;
  const today = todayNumber();
  const rule = page.wordsOn(today).rule(about);
  const other = day !== null && day !== today;
  const options = [
    ["today", page.t("today", { day: page.values.date(today) }), !other],
    ["other", page.t("other_day"), other],
  ];
  const { field, inputs } = page.choices("radio", page.t("which_day"), options, make("p.hint", page.t("day_hint")));
  const typed = dayFields(page, "date", page.t("day_asked"), other ? typedAgain("date", day) : [], []);
  const fold = () => (typed.field.hidden = !inputs[1].checked);
  for (const input of inputs) input.addEventListener("change", fold);
  fold();
  const read = () => {
    if (inputs[0].checked) return { chosen: today };
    const { raw, faults } = filledIn(page, "date", typed.inputs);
    return faults ? { faults } : { chosen: fromIso(raw) };
  };
  const ready = prepared(page, about, today);
  const done = ({ chosen }) => begin(page, chosen === today ? ready : Inquiry.about(page.program, about, chosen));
  const body = [make("p", page.t("about_what"), rule.label), page.form([field, typed.field], read, done)];
  return { title: page.t("day_title"), body };
}

// Where nothing was said yet: the first question, or the outcome, is sought while the reader looks at the page.
function prepared(page, about, day) {
  const inquiry = Inquiry.about(page.program, about, day);
  setTimeout(() => inquiry.next().paths || toldOf(page, inquiry));
  setTimeout(() => inquiry.most());
  return inquiry;
}

// The answers that were given before are kept.
function begin(page, inquiry) {
  const said = page.inquiry !== null && page.inquiry.name === page.about ? page.inquiry.said : [];
  page.inquiry = said.length ? inquiry.with(said) : inquiry;
  proceed(page);
}
