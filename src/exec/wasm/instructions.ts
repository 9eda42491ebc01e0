import { Bytes, NUMBER_BYTES } from './bytes.js';

const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const LOCAL_TEE = 0x22;
const NONE = -1;

/** The code of a function. A value that is read right after it went into a local stays on the stack too. */
export class Instructions extends Bytes {
  /** The local that the last instruction set, where that instruction is, and where it ends. */
  private lastSet = NONE;
  private lastSetAt = NONE;
  private lastSetEnd = NONE;

  getLocal(local: number): void {
    if (local === this.lastSet && this.length === this.lastSetEnd) {
      this.data[this.lastSetAt] = LOCAL_TEE;
      this.lastSet = NONE;
      return;
    }
    this.withIndex(LOCAL_GET, local);
  }

  setLocal(local: number): void {
    this.lastSet = local;
    this.lastSetAt = this.length;
    this.withIndex(LOCAL_SET, local);
    this.lastSetEnd = this.length;
  }

  /** An instruction with an index, which mostly is a byte. */
  withIndex(opcode: number, index: number): void {
    const at = this.length;
    if (at + 1 + NUMBER_BYTES > this.data.length) this.grow(1 + NUMBER_BYTES);
    const { data } = this;
    data[at] = opcode;
    if (index < 0x80) {
      data[at + 1] = index;
      this.length = at + 2;
    } else {
      this.length = this.writeUnsigned(index, at + 1);
    }
  }

  access(opcode: number, align: number, offset: number): void {
    const at = this.length;
    if (at + 2 + NUMBER_BYTES > this.data.length) this.grow(2 + NUMBER_BYTES);
    const { data } = this;
    data[at] = opcode;
    data[at + 1] = align;
    if (offset < 0x80) {
      data[at + 2] = offset;
      this.length = at + 3;
    } else {
      this.length = this.writeUnsigned(offset, at + 2);
    }
  }
}
