/** A malformed thrift struct; the caller wraps it in XX001 with the file and what it was reading. */
export class MalformedThrift extends Error {}

const malformed = (what: string): never => {
  throw new MalformedThrift(what);
};

export const STOP = 0;
export const TRUE = 1;
export const FALSE = 2;
export const BYTE = 3;
export const I16 = 4;
export const I32 = 5;
export const I64 = 6;
export const DOUBLE = 7;
export const BINARY = 8;
export const LIST = 9;
export const SET = 10;
export const MAP = 11;
export const STRUCT = 12;

const MAX_DEPTH = 64;

/**
 * Reads Thrift's compact protocol from `bytes` between `at` and `end`. Every read is checked: bytes that are no thrift throw
 * MalformedThrift, and no length makes it read or allocate beyond what is there.
 */
export class ThriftReader {
  private depth = 0;
  /** The value of the boolean field that was just announced. */
  private flag = false;

  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
    private readonly end: number,
  ) {}

  /** Calls `field` for each field with its id and type; what `field` declines (false) is skipped. */
  struct(field: (id: number, type: number) => boolean): void {
    if (++this.depth > MAX_DEPTH) malformed('structs nest too deeply');
    let id = 0;
    for (;;) {
      const head = this.byte();
      const type = head & 15;
      if (type === STOP) break;
      id = head >> 4 === 0 ? this.zigzag() : id + (head >> 4);
      if (type === TRUE || type === FALSE) this.flag = type === TRUE;
      if (!field(id, type)) this.skip(type);
    }
    this.depth--;
  }

  byte(): number {
    if (this.at >= this.end) malformed('it ends early');
    return this.bytes[this.at++];
  }

  /** An unsigned varint below 2^53. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) break;
      scale *= 128;
      if (scale > 2 ** 56) malformed('a number is too long');
    }
    if (value > Number.MAX_SAFE_INTEGER) malformed('a number is too large');
    return value;
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  i32(type: number): number {
    if (type !== I32 && type !== I16 && type !== I64) malformed('a field has the wrong type');
    const value = this.zigzag();
    if (value < -2147483648 || value > 2147483647) malformed('a number is too large');
    return value;
  }

  i64(type: number): number {
    if (type !== I64 && type !== I32) malformed('a field has the wrong type');
    return this.zigzag();
  }

  i8(type: number): number {
    if (type !== BYTE) malformed('a field has the wrong type');
    return (this.byte() << 24) >> 24;
  }

  bool(type: number): boolean {
    if (type !== TRUE && type !== FALSE) malformed('a field has the wrong type');
    return this.flag;
  }

  /** A view of the bytes, not a copy. */
  binary(type: number): Uint8Array {
    if (type !== BINARY) malformed('a field has the wrong type');
    const length = this.varint();
    if (length > this.end - this.at) malformed('a string ends early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  text(type: number): string {
    const { buffer, byteOffset, byteLength } = this.binary(type);
    return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
  }

  /** A list whose elements `element` reads; it gets their type. */
  list<T>(type: number, element: (type: number) => T): T[] {
    if (type !== LIST && type !== SET) malformed('a field has the wrong type');
    const head = this.byte();
    const count = head >> 4 === 15 ? this.varint() : head >> 4;
    if (count > this.end - this.at) malformed('a list ends early');
    const elementType = head & 15;
    const result: T[] = [];
    for (let i = 0; i < count; i++) result.push(element(elementType));
    return result;
  }

  /** Inside a list, a boolean is a byte of its own. */
  listedBool(type: number): boolean {
    if (type !== TRUE && type !== FALSE) malformed('a field has the wrong type');
    return this.byte() === TRUE;
  }

  expect(type: number, wanted: number): void {
    if (type !== wanted) malformed('a field has the wrong type');
  }

  skip(type: number, listed = false): void {
    switch (type) {
      case TRUE:
      case FALSE:
        if (listed) this.byte();
        return;
      case BYTE:
        this.byte();
        return;
      case I16:
      case I32:
      case I64:
        this.skipVarint();
        return;
      case DOUBLE:
        this.advance(8);
        return;
      case BINARY:
        this.advance(this.varint());
        return;
      case LIST:
      case SET:
        this.nest(() => {
          this.list(type, (element) => this.skip(element, true));
        });
        return;
      case MAP:
        this.nest(() => this.skipMap());
        return;
      case STRUCT:
        this.struct(() => false);
        return;
      default:
        malformed('a field has an unknown type');
    }
  }

  private skipMap(): void {
    const count = this.varint();
    if (count === 0) return;
    if (count > this.end - this.at) malformed('a map ends early');
    const types = this.byte();
    for (let i = 0; i < count; i++) {
      this.skip(types >> 4, true);
      this.skip(types & 15, true);
    }
  }

  private nest(body: () => void): void {
    if (++this.depth > MAX_DEPTH) malformed('structs nest too deeply');
    body();
    this.depth--;
  }

  private skipVarint(): void {
    for (let i = 0; i < 10; i++) if (this.byte() < 128) return;
    malformed('a number is too long');
  }

  private advance(bytes: number): void {
    if (bytes > this.end - this.at) malformed('it ends early');
    this.at += bytes;
  }
}
