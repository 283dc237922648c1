// What a reader fills in, by the form of the question: { field, read, more }, where `read` gives { values, unsure } or
// faults.

// Yes or no, or one of several.
function chosenField({ page, inquiry, words, asking, told, title }) {
  const [path] = asking.paths;
  const { kind, hint } = words.fact(path);
  const { choices } = inquiry.view.facts.get(stem(path)).type;
  const values = choices.length ? choices : [true, false];
  const unsure = [null, page.words.say[asking.judged ? "undecided_by" : "unsure"], told?.unsure.has(path)];
  const answers = values.map((value) => [value, words.value(value, kind), told?.values.get(path) === value]);
  const all = asking.judged && !choices.length ? [unsure, ...answers] : [...answers, unsure];
  const options = all.map(([, label, checked], i) => [String(i), label, checked]);
  const { field, inputs } = page.choices("radio", legendOf(page, title), options, hintOf(page, hint));
  const read = () => {
    const at = inputs.findIndex((input) => input.checked);
    if (at < 0) return { faults: [lackingChoice(page, inputs)] };
    const [value] = all[at];
    return value === null
      ? { values: new Map(), unsure: new Set([path]) }
      : { values: new Map([[path, value]]), unsure: new Set() };
  };
  return { field, read };
}

// Which of these are so: what is not ticked is not so, or is not known.
function severalField({ page, inquiry, words, asking, told, title }) {
  const { paths } = asking;
  const record = paths[0].includes("[");
  const options = paths.map((path, i) => {
    const { label, hint } = words.fact(path);
    const ticked = told?.values.get(path) === true;
    return record ? [String(i), recordName(inquiry, words, path), ticked] : [String(i), label, ticked, hint];
  });
  const none = told && !told.unsure.size && ![...told.values.values()].includes(true);
  options.push(["none", page.t("none_of_these"), none], ["unsure", page.t("rest_unsure"), told?.unsure.size > 0]);
  const hint = hintOf(page, record ? words.fact(paths[0]).hint : page.t("several_hint"));
  const { field, inputs } = page.choices("checkbox", legendOf(page, title), options, hint);
  const read = () => {
    const [nothing, doubt] = inputs.slice(-2).map((input) => input.checked);
    const ticked = paths.filter((_, i) => inputs[i].checked);
    if (!ticked.length && !nothing && !doubt) return { faults: [{ message: page.t("choose_some"), field: inputs[0] }] };
    if (nothing && (ticked.length || doubt))
      return { faults: [{ message: page.t("none_and_some"), field: inputs.at(-2) }] };
    const rest = paths.filter((path) => !ticked.includes(path));
    const values = [...ticked.map((path) => [path, true]), ...(doubt ? [] : rest.map((path) => [path, false]))];
    return { values: new Map(values), unsure: new Set(doubt ? rest : []) };
  };
  return { field, read };
}

// 第2人, with the first thing that was said of it.
function recordName(inquiry, words, path) {
  const key = path.split(".")[0];
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
  const hints = more.map((text) => hintOf(page, text));
  const { field, inputs } =
    kind === "date" || kind === "month"
      ? dayFields(page, kind, legendOf(page, title), before, hints)
      : numberField(page, kind, legendOf(page, title), before, hints);
  const read = () => {
    const {
      raw,
      wrong,
      at = 0,
    } = readTyped(
      kind,
      inputs.map((input) => input.value),
    );
    if (wrong) return { faults: [{ message: page.t(`wrong_${wrong}`), field: inputs[at] }] };
    const [value_, fault] = kind === "records" ? recordsTyped(raw, fact) : readValue(fact, raw);
    if (!fault) return { values: new Map([[path, value_]]), unsure: new Set() };
    const [low, high] = limits ?? [];
    return {
      faults: [{ message: limits ? page.t("wrong_range", { low, high }) : page.t("wrong_size"), field: inputs[0] }],
    };
  };
  const unsure = () => page.tried(() => done({ values: new Map(), unsure: new Set([path]) }));
  return { field, read, more: [page.button(asking.judged ? "undecided" : "unsure", unsure)] };
}

function recordsTyped(number, { limits }) {
  const [low, high] = limits ?? LIMITS.get("records");
  return low <= number && number <= high ? [number, ""] : [null, "out_of_range"];
}

function numberField(page, kind, legend, [before = ""], hints) {
  const unit = page.words.page[`unit_${kind}`] ?? "";
  const input = make("input", {
    id: "typed",
    type: "text",
    inputmode: kind === "integer" || kind === "records" ? "numeric" : "decimal",
    value: before,
  });
  input.maxLength = 40;
  const label = make("label", { for: "typed" }, legend);
  return {
    field: make("div", { class: "field" }, label, hints, make("p", { class: "typed" }, input, unit && ` ${unit}`)),
    inputs: [input],
  };
}

// Three fields, or two of a month.
function dayFields(page, kind, legend, before, hints) {
  const parts = ["year", "month", "day"].slice(0, kind === "month" ? 2 : 3);
  const inputs = parts.map((part, i) => {
    const input = make("input", {
      id: `typed-${part}`,
      type: "text",
      inputmode: "numeric",
      class: part,
      value: before[i] ?? "",
    });
    input.maxLength = 10;
    return input;
  });
  const labels = parts.map((part, i) =>
    make("p", {}, make("label", { for: `typed-${part}` }, page.t(part)), inputs[i]),
  );
  return {
    field: make(
      "fieldset",
      { class: "field" },
      make("legend", {}, legend),
      hints,
      make("div", { class: "typed days" }, labels),
    ),
    inputs,
  };
}
