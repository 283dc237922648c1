// The first pages of the self-check: what to check, and for which day.

// ---- what to check

function situationView(page) {
  const { situations } = page.words.start;
  if (!situations.length) return thingView(page, null);
  const options = situations.map(({ title }, i) => [String(i), title]);
  const { field, inputs } = page.choices("radio", page.t("situation"), [...options, ["all", page.t("everything")]]);
  const read = () => {
    const chosen = inputs.find((input) => input.checked);
    return chosen
      ? { group: chosen.value === "all" ? null : situations[Number(chosen.value)] }
      : { faults: [lackingChoice(page, inputs)] };
  };
  const form = page.form(field, read, ({ group }) => page.go(() => thingView(page, group)));
  return {
    title: page.t("name_long"),
    body: [make("p", {}, page.t("promise")), make("p", { class: "inset" }, page.t("private")), form],
  };
}

// What can be checked in a situation, or at all.
function thingView(page, group) {
  const groups = group === null ? page.words.start.all : [group];
  const fields = groups.map(({ title, choices }) => {
    const options = choices.map(({ label, more }, i) => [String(i), label, false, more]);
    return { choices, ...page.choices("radio", page.text(group === null ? title : page.t("thing")), options) };
  });
  const read = () => {
    for (const { choices, inputs } of fields) {
      const at = inputs.findIndex((input) => input.checked);
      if (at >= 0) return { about: choices[at].about };
    }
    return { faults: [lackingChoice(page, fields[0].inputs)] };
  };
  const done = ({ about }) => {
    page.about = about;
    page.go(() => dayView(page));
  };
  return {
    title: group === null ? page.t("thing") : group.title,
    body: page.form(
      fields.map(({ field }) => field),
      read,
      done,
    ),
  };
}

const lackingChoice = (page, inputs) => ({ message: page.t("choose"), field: inputs[0] });

// ---- for which day

// The day of the browser's clock.
function todayNumber() {
  const now = new Date();
  return dayNumber(BigInt(now.getFullYear()), BigInt(now.getMonth() + 1), BigInt(now.getDate()));
}

function dayView(page) {
  const { about } = page;
  const day = page.inquiry?.day ?? null;
  const today = todayNumber();
  const rule = new ConditionWords(page.words, page.program.at(today), today).rule(about);
  const other = day !== null && day !== today;
  const options = [
    ["today", page.t("today", { day: page.values.date(today) }), !other],
    ["other", page.t("other_day"), other],
  ];
  const { field, inputs } = page.choices(
    "radio",
    page.t("which_day"),
    options,
    make("p", { class: "hint" }, page.t("day_hint")),
  );
  const typed = dayFields(page, "date", page.t("day_asked"), other ? typedAgain("date", day) : [], []);
  const fold = () => (typed.field.hidden = !inputs[1].checked);
  for (const input of inputs) input.addEventListener("change", fold);
  fold();
  const read = () => {
    if (inputs[0].checked) return { chosen: today };
    const {
      raw,
      wrong,
      at = 0,
    } = readTyped(
      "date",
      typed.inputs.map((input) => input.value),
    );
    return wrong
      ? { faults: [{ message: page.t(`wrong_${wrong}`), field: typed.inputs[at] }] }
      : { chosen: fromIso(raw) };
  };
  const done = ({ chosen }) => begin(page, chosen);
  const body = [
    make("p", {}, page.t("about_what"), page.text(rule.label)),
    page.form([field, typed.field], read, done),
  ];
  return { title: page.t("day_title"), body };
}

// The answers that were given before are kept.
function begin(page, day) {
  const said = page.inquiry !== null && page.inquiry.name === page.about ? page.inquiry.said : [];
  page.inquiry = new Inquiry(page.program, page.about, day).with(said);
  proceed(page);
}
