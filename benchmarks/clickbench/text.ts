import { hashPair } from '../tables/hash.js';

const ZERO = 48;

/** A text under construction as UTF-8 bytes, reused from row to row. */
export class Text {
  readonly bytes = new Uint8Array(1024);
  length = 0;

  clear(): this {
    this.length = 0;
    return this;
  }

  add(utf8: Uint8Array, length = utf8.length): this {
    for (let i = 0; i < length; i++) this.bytes[this.length + i] = utf8[i];
    this.length += length;
    return this;
  }

  addByte(byte: number): this {
    this.bytes[this.length++] = byte;
    return this;
  }

  /** A non-negative integer below 2^31. */
  addInteger(value: number): this {
    let count = 1;
    for (let limit = 10; value >= limit; limit *= 10) count++;
    let at = this.length + count;
    this.length = at;
    let rest = value | 0;
    while (count-- > 0) {
      const next = (rest / 10) | 0;
      this.bytes[--at] = ZERO + (rest - next * 10);
      rest = next;
    }
    return this;
  }

  set(other: Text): this {
    return this.clear().add(other.bytes, other.length);
  }

  /** A 32-bit hash of the bytes. */
  hash(): number {
    let hash = 0x811c9dc5;
    for (let i = 0; i < this.length; i++) hash = Math.imul(hash ^ this.bytes[i], 0x01000193);
    return hashPair(hash, this.length);
  }
}
