/** A growing byte string with WebAssembly's integer encodings. */
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

export function newBytes(): Bytes {
  let data = new Uint8Array(256);
  let length = 0;
  const scratch = new DataView(new ArrayBuffer(8));

  const reserve = (count: number) => {
    if (length + count <= data.length) return;
    const grown = new Uint8Array(Math.max(data.length * 2, length + count));
    grown.set(data.subarray(0, length));
    data = grown;
  };
  const byte = (value: number) => {
    reserve(1);
    data[length++] = value;
  };
  const append = (values: ArrayLike<number>) => {
    reserve(values.length);
    data.set(values, length);
    length += values.length;
  };
  const unsigned = (value: number) => {
    let rest = value;
    while (rest >= 0x80) {
      byte((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 128);
    }
    byte(rest);
  };
  const float = (size: number) => {
    for (let i = 0; i < size; i++) byte(scratch.getUint8(i));
  };

  return {
    get length() {
      return length;
    },
    byte,
    append,
    unsigned,
    signed(value) {
      let rest = value | 0;
      for (;;) {
        const low = rest & 0x7f;
        rest >>= 7;
        if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return byte(low);
        byte(low | 0x80);
      }
    },
    signed64(value) {
      let rest = BigInt.asIntN(64, value);
      for (;;) {
        const low = Number(rest & 0x7fn);
        rest >>= 7n;
        if ((rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0)) return byte(low);
        byte(low | 0x80);
      }
    },
    f32(value) {
      scratch.setFloat32(0, value, true);
      float(4);
    },
    f64(value) {
      scratch.setFloat64(0, value, true);
      float(8);
    },
    name(text) {
      const utf8 = Buffer.from(text, 'utf8');
      unsigned(utf8.length);
      append(utf8);
    },
    toArray: () => data.slice(0, length),
  };
}
