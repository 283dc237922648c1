// Sets of sample people and of facts, each a few words of bits (the integers that masks are in Python). Equal ones of
// one table are one object, so that what was worked out for one is known for the other.

const WORD = 30;
const FULL_WORD = 2 ** WORD - 1;
const MOST_PEOPLE = 4 * WORD;

function bitsSet(word) {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

// At most MOST_PEOPLE people.
class Mask {
  constructor(a, b, c, d, id) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    this.id = id;
    this.size = bitsSet(a) + bitsSet(b) + bitsSet(c) + bitsSet(d);
  }

  // How many people are in both?
  shared(other) {
    const { a, b, c, d } = other;
    return bitsSet(this.a & a) + bitsSet(this.b & b) + bitsSet(this.c & c) + bitsSet(this.d & d);
  }

  has(person) {
    const word = [this.a, this.b, this.c, this.d][Math.floor(person / WORD)];
    return ((word >>> (person % WORD)) & 1) === 1;
  }
}

const NO_ONE = new Mask(0, 0, 0, 0, 0);
const EVERYBODY = new Mask(FULL_WORD, FULL_WORD, FULL_WORD, FULL_WORD, 1);

// The masks of one panel, in a hash table.
class Masks {
  constructor() {
    this.count = 0;
    this.slots = new Array(1024).fill(null);
    for (const mask of [NO_ONE, EVERYBODY]) this.place(mask);
  }

  of(a, b, c, d) {
    let at = this.slot(a, b, c, d);
    for (let mask = this.slots[at]; mask !== null; mask = this.slots[at]) {
      if (mask.a === a && mask.b === b && mask.c === c && mask.d === d) return mask;
      at = (at + 1) & (this.slots.length - 1);
    }
    const made = new Mask(a, b, c, d, this.count);
    this.place(made);
    return made;
  }

  slot(a, b, c, d) {
    const hash = Math.imul(Math.imul(Math.imul(a, 31) + b, 0x85ebca6b) + c, 0x9e3779b1) + Math.imul(d, 0xc2b2ae35);
    return (hash ^ (hash >>> 15)) & (this.slots.length - 1);
  }

  place(mask) {
    if (2 * this.count >= this.slots.length) {
      const old = this.slots.filter((one) => one !== null);
      this.slots = new Array(4 * this.slots.length).fill(null);
      for (const one of old) this.put(one);
    }
    this.put(mask);
    this.count += 1;
  }

  put(mask) {
    let at = this.slot(mask.a, mask.b, mask.c, mask.d);
    while (this.slots[at] !== null) at = (at + 1) & (this.slots.length - 1);
    this.slots[at] = mask;
  }

  and(x, y) {
    return this.of(x.a & y.a, x.b & y.b, x.c & y.c, x.d & y.d);
  }

  or(x, y) {
    return this.of(x.a | y.a, x.b | y.b, x.c | y.c, x.d | y.d);
  }

  without(x, y) {
    return this.of(x.a & ~y.a, x.b & ~y.b, x.c & ~y.c, x.d & ~y.d);
  }

  // Who is in neither of the two masks of a cell.
  neither({ yes, no }) {
    return this.without(this.without(EVERYBODY, yes), no);
  }

  // Of those for whom a list has true.
  where(flags) {
    const words = [0, 0, 0, 0];
    flags.forEach((flag, at) => flag && (words[Math.floor(at / WORD)] |= 1 << at % WORD));
    return this.of(...words);
  }
}

// Facts by their numbers in a table, `words` of bits without empty ones at the end.
class FactSet {
  constructor(words) {
    this.words = words;
    this.size = addUp(words.map(bitsSet));
  }

  // Have the two a fact in common?
  meets(other) {
    const most = Math.min(this.words.length, other.words.length);
    for (let at = 0; at < most; at++) if (this.words[at] & other.words[at]) return true;
    return false;
  }
}

const NO_FACTS = new FactSet([]);

// The sets of one panel; paths are numbered as they come up.
class FactSets {
  constructor() {
    this.paths = [];
    this.places = new Map();
    this.sets = new Map([["", NO_FACTS]]);
  }

  set(words) {
    return heldIn(this.sets, words.join(), () => new FactSet(words));
  }

  of(paths) {
    const words = [];
    for (const path of paths) {
      const at = heldIn(this.places, path, () => this.paths.push(path) - 1);
      while (words.length <= at / WORD) words.push(0);
      words[Math.floor(at / WORD)] |= 1 << at % WORD;
    }
    return this.set(words);
  }

  union(sets) {
    const words = [];
    for (const one of sets) {
      while (words.length < one.words.length) words.push(0);
      for (let at = 0; at < one.words.length; at++) words[at] |= one.words[at];
    }
    return this.set(words);
  }

  // The paths of a set; of those that another has too.
  names(set, other = set) {
    const found = [];
    const most = Math.min(set.words.length, other.words.length);
    for (let at = 0; at < most; at++) {
      for (let left = set.words[at] & other.words[at]; left; left &= left - 1) {
        found.push(this.paths[at * WORD + 31 - Math.clz32(left & -left)]);
      }
    }
    return found;
  }
}
