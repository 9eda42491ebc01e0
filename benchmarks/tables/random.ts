/**
 * Random numbers that depend only on the seed: sfc32, Chris Doty-Humphrey's small fast counting generator with 32-bit words
 * (PractRand, pracrand.sourceforge.net).
 */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  constructor(seed: number) {
    this.c = seed | 0;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** Uniform over the 32-bit unsigned integers. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform over 0, 1, …, count - 1, for counts up to 2^32. */
  below(count: number): number {
    return Math.floor((this.next() / 0x100000000) * count);
  }

  /** Uniform in [0, 1). */
  fraction(): number {
    return this.next() / 0x100000000;
  }
}
