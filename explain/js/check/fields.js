// What a reader fills in, by the form of the question: { field, read, more }, where `read` gives { values, unsure } or
// faults.

// Yes or no, or one of several.
function chosenField({ page, inquiry, words, asking, told, title }) {
  const [path] = asking.paths;
  const { kind, hint } = words.fact(path);
  const { values, choices } = inquiry.order.question.of(path);
  const unsure = [null, page.words.say[asking.judged ? "undecided_by" : "unsure"], told?.unsure.has(path)];
  const answers = values.map((value) => [value, words.value(value, kind), told?.values.get(path) === value]);
  const all = asking.judged && !choices.length ? [unsure, ...answers] : [...answers, unsure];
  const options = all.map(([, label, checked], i) => [i, label, checked]);
  const { field, inputs } = page.choices("radio", legendOf(title), options, hintOf(hint));
  const read = () => {
    const at = inputs.findIndex(isChecked);
    if (at < 0) return lackingChoice(page, inputs);
    const [value] = all[at];
    return value === null ? unsureOf(path) : saidOf(path, value);
  };
  return { field, read };
}

// Which of these are so: what is not ticked is not so, or is not known.
function severalField({ page, inquiry, words, asking, told, title }) {
  const { paths } = asking;
  const record = isField(paths[0]);
  const options = paths.map((path, i) => {
    const { label, ask } = words.fact(path);
    const ticked = told?.values.get(path) === true;
    return record ? [i, recordName(inquiry, words, path), ticked] : [i, label, ticked, ask];
  });
  const none = told && !told.unsure.size && ![...told.values.values()].includes(true);
  options.push(["none", page.t("none_of_these"), none], ["unsure", page.t("rest_unsure"), told?.unsure.size > 0]);
  const hint = record ? hintOf(words.fact(paths[0]).hint) : [];
  const { field, inputs } = page.choices("checkbox", legendOf(title), options, hint);
  const read = () => {
    const [nothing, doubt] = inputs.slice(-2).map(isChecked);
    const ticked = paths.filter((_, i) => inputs[i].checked);
    if (!ticked.length && !nothing && !doubt) return faulted(page.t("choose_some"), inputs[0]);
    if (nothing && (ticked.length || doubt)) return faulted(page.t("none_and_some"), inputs.at(-2));
    const rest = paths.filter((path) => !ticked.includes(path));
    const values = [...ticked.map((path) => [path, true]), ...(doubt ? [] : rest.map((path) => [path, false]))];
    return { values: new Map(values), unsure: new Set(doubt ? rest : []) };
  };
  return { field, read };
}

// 第2人, with the first thing that was said of it.
function recordName(inquiry, words, path) {
  const key = recordOf(path);
  for (const fact of inquiry.view.facts.values()) {
    const value = fact.each === listOf(path) ? inquiry.facts.get(`${key}.${fact.name}`) : undefined;
    if (value === undefined || fact.type.kind === "bool") continue;
    const { open, close } = words.words.ui;
    const { label } = words.fact(fact.name);
    return `${words.ordinal(key)}${open}${label} ${words.valueOf(`${key}.${fact.name}`, value)}${close}`;
  }
  return words.ordinal(key);
}

// A number, an amount, a date.
function typedField({ page, inquiry, words, asking, told, done, title }) {
  const [path] = asking.paths;
  const fact = inquiry.view.facts.get(stem(path));
  const { hint = "", limits } = words.fact(path);
  const { kind } = fact.type;
  const value = told?.values.get(path);
  const before = value === undefined ? [] : typedAgain(kind, value);
  const more = [hint, kind === "records" ? page.words.say.in_order : "", page.t(`how_${kind}`)].filter(Boolean);
  const hints = itemsOf("p.hint", more);
  const fields = isDated(fact.type) ? dayFields : numberField;
  const { field, inputs } = fields(page, kind, legendOf(title), before, hints);
  const read = () => {
    const { raw, faults } = filledIn(page, kind, inputs, title);
    if (faults) return { faults };
    const [given, fault] = readValue(fact, raw);
    if (!fault) return saidOf(path, given);
    const [low, high] = limits ?? [];
    return faulted(limits ? page.t("wrong_range", { low, high }) : page.t("wrong_size"), inputs[0]);
  };
  const unsure = () => page.tried(() => done(unsureOf(path)));
  return { field, read, more: [page.button(asking.judged ? "undecided" : "unsure", unsure)] };
}

const saidOf = (path, value) => ({ values: new Map([[path, value]]), unsure: new Set() });
const unsureOf = (path) => ({ values: new Map(), unsure: new Set([path]) });

// What was typed: { raw }, or { faults }.
function filledIn(page, kind, inputs, title) {
  const texts = inputs.map((input) => input.value);
  const { raw, wrong, at = 0 } = readTyped(kind, texts, title);
  const how = wrong === "unit" ? page.t(`how_${kind}`) : "";
  return wrong ? faulted(page.t(`wrong_${wrong}`) + how, inputs[at]) : { raw };
}

const typedInput = (attributes) => element("input", { type: "text", ...attributes });

function numberField(page, kind, legend, [value], hints) {
  const unit = page.words.page[`unit_${kind}`];
  const inputmode = kind === "integer" || kind === "records" ? "numeric" : "decimal";
  const input = typedInput({ id: "typed", inputmode, value, maxlength: 40 });
  const label = element("label", { for: "typed" }, legend);
  return { field: make("div.field", label, hints, make("p.typed", input, unit && ` ${unit}`)), inputs: [input] };
}

// Three fields, or two of a month.
function dayFields(page, kind, legend, before, hints) {
  const parts = ["year", "month", "day"].slice(0, kind === "month" ? 2 : 3);
  const inputs = parts.map((part, i) =>
    typedInput({ id: `typed-${part}`, inputmode: "numeric", class: part, value: before[i], maxlength: 10 }),
  );
  const labels = parts.map((part, i) =>
    make("p", element("label", { for: `typed-${part}` }, page.t(part)), inputs[i]),
  );
  return { field: make("fieldset.field", make("legend", legend), hints, make("div.typed.days", labels)), inputs };
}
