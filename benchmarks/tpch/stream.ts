const MULTIPLIER = 16807;
const MODULUS = 0x7fffffff;
/** MODULUS divided by MULTIPLIER, and the rest. */
const QUOTIENT = 127773;
const REST = 2836;

/**
 * The random numbers of one column: the minimal standard generator (Park and Miller, "Random number generators: good ones are hard to
 * find", CACM 1988). Every row takes the same number of them, used or not, so that rows do not depend on each other.
 */
export class RandomStream {
  private used = 0;

  constructor(
    private state: number,
    private readonly perRow: number,
  ) {}

  /** Uniform over the integers low to high. */
  between(low: number, high: number): number {
    return low + Math.floor((this.advance() / MODULUS) * (high - low + 1));
  }

  /** A random integer between 0 and `range`, which may be negative. */
  upTo(range: number): number {
    return ((this.advance() / MODULUS) * range) | 0;
  }

  endRow(): void {
    while (this.used < this.perRow) this.advance();
    this.used = 0;
  }

  private advance(): number {
    this.used++;
    const { state } = this;
    // Schrage's form of state * MULTIPLIER % MODULUS: no intermediate value leaves 32 bits.
    const high = (state / QUOTIENT) | 0;
    const next = (Math.imul(MULTIPLIER, state - Math.imul(high, QUOTIENT)) - Math.imul(REST, high)) | 0;
    this.state = next > 0 ? next : next + MODULUS;
    return this.state;
  }
}
