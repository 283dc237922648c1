// The facts that a request may leave open, by their paths such as household[2].member_age (compiler/unknowns.py).

// household[2].member_age -> member_age
const stem = (path) => path.slice(path.lastIndexOf(".") + 1);

// Is it a field of a record?
const isField = (path) => path.includes("[");

// household[2].member_age -> household[2]
const recordOf = (path) => path.split(".", 1)[0];

// household[2].member_age -> household
const listOf = (path) => path.split("[", 1)[0];

// household[2].member_age -> 2; 0 of what is no field of a record.
const numberOf = (path) => Number(path.split("[")[1]?.split("]")[0] ?? 0);

// Paths in the order of the vocabulary, whose names these are; records by their number.
function ordered(names, paths) {
  const order = new Map([...names].map((name, at) => [name, at]));
  const rank = (path) => [order.get(listOf(path)), numberOf(path), order.get(stem(path))];
  const ranked = [...paths].map((path) => [path, rank(path)]);
  return ranked.sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map(([path]) => path);
}

// The facts by name, and those of records by their paths.
class Everything {
  constructor(facts) {
    this.facts = new Map(facts);
  }

  get(path) {
    return heldIn(this.facts, path, () => ({ ...this.facts.get(stem(path)), name: path }));
  }
}
