const FIRST_CAPACITY = 256;

/** The most bytes of a 32-bit number, and always those of a patched one. */
export const NUMBER_BYTES = 5;

const scratch = new DataView(new ArrayBuffer(8));

/** A growing byte string with WebAssembly's integer encodings. */
export class Bytes {
  length = 0;
  protected data = new Uint8Array(FIRST_CAPACITY);

  byte(value: number): void {
    if (this.length === this.data.length) this.grow(1);
    this.data[this.length++] = value;
  }

  append(values: Uint8Array): void {
    if (this.length + values.length > this.data.length) this.grow(values.length);
    this.data.set(values, this.length);
    this.length += values.length;
  }

  /** A non-negative number below 2^32. */
  unsigned(value: number): void {
    if (this.length + NUMBER_BYTES > this.data.length) this.grow(NUMBER_BYTES);
    this.length = this.writeUnsigned(value, this.length);
  }

  signed(value: number): void {
    let rest = value | 0;
    while (rest < -0x40 || rest >= 0x40) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.byte(rest & 0x7f);
  }

  signed64(value: bigint): void {
    let rest = BigInt.asIntN(64, value);
    while (rest < -0x80000000n || rest >= 0x80000000n) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.signed(Number(rest));
  }

  f32(value: number): void {
    scratch.setFloat32(0, value, true);
    this.appendScratch(4);
  }

  f64(value: number): void {
    scratch.setFloat64(0, value, true);
    this.appendScratch(8);
  }

  /** Leaves room for a number that `patch` writes when it is known; returns where. */
  placeholder(): number {
    const at = this.length;
    if (this.length + NUMBER_BYTES > this.data.length) this.grow(NUMBER_BYTES);
    this.length += NUMBER_BYTES;
    return at;
  }

  /** Writes a number with redundant continuation bytes, so that it always is as long. */
  patch(at: number, value: number): void {
    const last = at + NUMBER_BYTES - 1;
    for (let i = at, rest = value; i <= last; i++, rest >>>= 7) this.data[i] = i < last ? (rest & 0x7f) | 0x80 : rest;
  }

  /** What is written so far: valid until the next write. */
  view(): Uint8Array {
    return this.data.subarray(0, this.length);
  }

  /** Writes where there is room; returns where the number ends. */
  protected writeUnsigned(value: number, start: number): number {
    const { data } = this;
    let at = start;
    let rest = value;
    while (rest >= 0x80) {
      data[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    data[at++] = rest;
    return at;
  }

  private appendScratch(size: number): void {
    for (let i = 0; i < size; i++) this.byte(scratch.getUint8(i));
  }

  protected grow(more: number): void {
    const larger = new Uint8Array(Math.max(2 * this.data.length, this.length + more));
    larger.set(this.data);
    this.data = larger;
  }
}
