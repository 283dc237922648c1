// An interview: one question at a time, only what can still change the answer, until it is certain or nobody is left to
// ask (explain/interview/interview.py). An Interview never changes; every answer makes a new one.

const ASKING_FORMS = { enum: "choice", records: "count" };

// `given`: facts known before, a Map; `said`: the answers as {asking, values, unsure}, a Map and a Set of paths.
class Interview {
  constructor(order, given, said = []) {
    Object.assign(this, { order, given, said });
  }

  // Throws RangeError where there is no conclusion of this name.
  static about(program, name, day, given = new Map(), readings = new Map()) {
    return new this(new Order(program, new Question(program, name, readings), day, readings), given);
  }

  // ---- where it stands

  // All that is known; of a list that became shorter, the records that there are.
  get facts() {
    return this.known(this.said);
  }

  known(said) {
    const known = new Map([...this.given, ...said.flatMap((one) => [...one.values])]);
    return new Map([...known].filter(([path]) => isThere(path, known)));
  }

  get unsure() {
    const { facts } = this;
    return new Set(this.said.flatMap((one) => [...one.unsure]).filter((path) => !facts.has(path)));
  }

  // In the order in which they were given, with whether they are used.
  get answers() {
    const facts = new Map([...this.given].filter(([path]) => isThere(path, this.given)));
    return this.said.map((one) => {
      const before = new Map(facts);
      const mattered = (path) => !before.has(path) && isThere(path, before) && this.order.matters(path, before);
      const used = one.asking.paths.some(mattered);
      const there = [...one.values].filter(([path]) => isThere(path, facts));
      for (const [path, value] of there) facts.set(path, value);
      return { ...one, used };
    });
  }

  // The next question {paths, form, judged}, or the result where there is none. What the order does not come to, but
  // can still change the answer, is asked for last.
  next() {
    const { paths } = this.order.next(this.facts, this.unsure);
    if (paths.length) return this.asking(paths);
    const result = this.result();
    return result.not_asked.length ? this.asking(result.not_asked.slice(0, 1)) : result;
  }

  // {finding, complete, not_asked, unsure, judged, published, told}: as far as is known now.
  result() {
    const finding = this.order.finding(this.facts);
    const sorts = { not_asked: [], unsure: [], judged: [], published: [], told: [] };
    const { unsure } = this;
    for (const path of finding.missing) sorts[this.sort(path, unsure)].push(path);
    return { finding, complete: !sorts.not_asked.length, ...sorts };
  }

  sort(path, unsure) {
    const kind = this.order.kinds.get(stem(path));
    if (kind === "published" || kind === "told") return kind;
    if (!unsure.has(path) && !unsure.has(listOf(path))) return "not_asked";
    return kind === "judged" ? "judged" : "unsure";
  }

  asking(paths) {
    const { kind } = this.order.question.of(paths[0]);
    const yesNo = paths.length === 1 ? "yes_no" : "several";
    const form = kind === "bool" ? yesNo : (ASKING_FORMS[kind] ?? kind);
    return { paths, form, judged: this.order.kinds.get(stem(paths[0])) === "judged" };
  }
}

// Is it no field of a record that is not there?
function isThere(path, facts) {
  if (!isField(path)) return true;
  const length = facts.get(listOf(path));
  return length !== undefined && numberOf(path) <= length;
}
