// Random numbers that are the same on every machine and in every language (explain/question/draw.py).

const SMALL_DRAW = 2 ** 26;

// Mulberry32: a stream of 32-bit numbers.
class Draw {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  // The stream of one of many people.
  static of(seed, number) {
    return new Draw(Math.imul(seed, 0x9e3779b1) + Math.imul(number, 0x85ebca6b));
  }

  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  // From 0 to number − 1, a Number below 2^26.
  below(number) {
    const high = this.next() % number;
    return (high * (2 ** 32 % number) + this.next()) % number;
  }

  // Of BigInts, both ends included.
  between(low, high) {
    if (low >= high) return low;
    const size = high - low + 1n;
    if (size < SMALL_DRAW) return low + BigInt(this.below(Number(size)));
    return low + (((BigInt(this.next()) << 32n) | BigInt(this.next())) % size);
  }

  one(choices) {
    return choices[this.below(choices.length)];
  }

  chance(percent) {
    return this.below(10 ** 6) < percent * 10 ** 4;
  }
}
