/** A growing byte string with WebAssembly's integer encodings. Most are short and many are made, so it is a plain array until it is done. */
export interface Bytes {
  readonly length: number;
  byte(value: number): void;
  append(values: ArrayLike<number>): void;
  unsigned(value: number): void;
  signed(value: number): void;
  signed64(value: bigint): void;
  f32(value: number): void;
  f64(value: number): void;
  name(text: string): void;
  toArray(): Uint8Array;
}

export const newBytes = (): Bytes => new ByteArray();

const scratch = new DataView(new ArrayBuffer(8));

class ByteArray implements Bytes {
  private readonly data: number[] = [];

  get length(): number {
    return this.data.length;
  }

  byte(value: number): void {
    this.data.push(value);
  }

  append(values: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) this.data.push(values[i]);
  }

  unsigned(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.data.push((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 128);
    }
    this.data.push(rest);
  }

  signed(value: number): void {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) {
        this.data.push(low);
        return;
      }
      this.data.push(low | 0x80);
    }
  }

  signed64(value: bigint): void {
    let rest = BigInt.asIntN(64, value);
    if (rest >= -0x80000000n && rest < 0x80000000n) {
      this.signed(Number(rest));
      return;
    }
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      if ((rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0)) {
        this.data.push(low);
        return;
      }
      this.data.push(low | 0x80);
    }
  }

  f32(value: number): void {
    scratch.setFloat32(0, value, true);
    this.appendScratch(4);
  }

  f64(value: number): void {
    scratch.setFloat64(0, value, true);
    this.appendScratch(8);
  }

  name(text: string): void {
    const utf8 = Buffer.from(text, 'utf8');
    this.unsigned(utf8.length);
    this.append(utf8);
  }

  toArray(): Uint8Array {
    return Uint8Array.from(this.data);
  }

  private appendScratch(size: number): void {
    for (let i = 0; i < size; i++) this.data.push(scratch.getUint8(i));
  }
}
