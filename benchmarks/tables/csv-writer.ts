const COLON = 58;
const COMMA = 44;
const DOT = 46;
const MINUS = 45;
const NEWLINE = 10;
const QUOTE = 34;
const SPACE = 32;
const ZERO = 48;

/** The longest row that fits: a flush leaves at least this much room. */
const MAX_ROW_BYTES = 1 << 16;
const CAPACITY = 1 << 22;

/**
 * Writes rows as CSV bytes and hands them to `sink` in pieces of whole rows, which the sink must use before it returns.
 * Every field method writes one field; `endRow` ends the row. There are no NULLs: an empty text is written in quotes.
 */
export class CsvWriter {
  private readonly bytes = new Uint8Array(CAPACITY);
  private used = 0;
  /** Rows ended so far. */
  rowCount = 0;

  constructor(private readonly sink: (bytes: Uint8Array) => void) {}

  integer(value: number): void {
    if (value < 0) {
      this.bytes[this.used++] = MINUS;
      value = -value;
    }
    this.digits(value, digitCount(value));
    this.bytes[this.used++] = COMMA;
  }

  /** A fixed-point number: `units` of 10^-scale. */
  decimal(units: number, scale: number): void {
    if (units < 0) {
      this.bytes[this.used++] = MINUS;
      units = -units;
    }
    const unit = 10 ** scale;
    const whole = Math.floor(units / unit);
    this.digits(whole, digitCount(whole));
    this.bytes[this.used++] = DOT;
    this.digits(units - whole * unit, scale);
    this.bytes[this.used++] = COMMA;
  }

  /** The 64-bit integer high * 10^9 + low, both non-negative, low below 10^9. */
  bigint(high: number, low: number): void {
    if (high > 0) {
      this.digits(high, digitCount(high));
      this.digits(low, 9);
    } else {
      this.digits(low, digitCount(low));
    }
    this.bytes[this.used++] = COMMA;
  }

  /** Text that needs no quotes: not empty, without comma, quote and line break. */
  plain(utf8: Uint8Array, length = utf8.length): void {
    this.append(utf8, 0, length);
    this.bytes[this.used++] = COMMA;
  }

  /** Text in quotes, without a quote inside. */
  quoted(utf8: Uint8Array, start = 0, length = utf8.length): void {
    this.bytes[this.used++] = QUOTE;
    this.append(utf8, start, length);
    this.bytes[this.used++] = QUOTE;
    this.bytes[this.used++] = COMMA;
  }

  /** A prefix and a number with leading zeros to `width` digits, as in `Clerk#000000951`. */
  numbered(prefix: Uint8Array, value: number, width: number): void {
    this.append(prefix, 0, prefix.length);
    this.digits(value, Math.max(width, digitCount(value)));
    this.bytes[this.used++] = COMMA;
  }

  /** A date's ten bytes and the time of `second`, counted from its midnight: `2013-07-15 10:40:12`. */
  timestamp(date: Uint8Array, second: number): void {
    this.append(date, 0, date.length);
    const { bytes } = this;
    let at = this.used;
    bytes[at++] = SPACE;
    for (const part of [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]) {
      const tens = (part / 10) | 0;
      bytes[at++] = ZERO + tens;
      bytes[at++] = ZERO + (part - tens * 10);
      bytes[at++] = COLON;
    }
    bytes[at - 1] = COMMA;
    this.used = at;
  }

  endRow(): void {
    this.bytes[this.used - 1] = NEWLINE;
    this.rowCount++;
    if (this.used > CAPACITY - MAX_ROW_BYTES) this.flush();
  }

  flush(): void {
    if (this.used > 0) this.sink(this.bytes.subarray(0, this.used));
    this.used = 0;
  }

  private digits(value: number, count: number): void {
    let at = this.used + count;
    this.used = at;
    // Beyond 32 bits only doubles hold the value; below, integer division is several times as fast.
    while (value > 0x7fffffff) {
      const rest = Math.floor(value / 10);
      this.bytes[--at] = ZERO + (value - rest * 10);
      value = rest;
      count--;
    }
    let small = value | 0;
    while (count-- > 0) {
      const rest = (small / 10) | 0;
      this.bytes[--at] = ZERO + (small - rest * 10);
      small = rest;
    }
  }

  private append(source: Uint8Array, start: number, length: number): void {
    const { bytes, used } = this;
    // A loop beats `set` for the short texts of these tables.
    for (let i = 0; i < length; i++) bytes[used + i] = source[start + i];
    this.used = used + length;
  }
}

function digitCount(value: number): number {
  let count = 1;
  for (let limit = 10; value >= limit; limit *= 10) count++;
  return count;
}

const encoder = new TextEncoder();

/** A text as the bytes that a writer takes. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text);
