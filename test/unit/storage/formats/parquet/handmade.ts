import { writeFileSync } from 'node:fs';

/*
 * Parquet files put together by hand, for what no writer at hand makes: page checksums, deprecated encodings, rare types.
 */

/** A thrift field: its id, its compact type and its bytes (none for booleans). */
interface ThriftField {
  readonly id: number;
  readonly type: number;
  readonly bytes: Uint8Array;
}

const varint = (value: bigint): number[] => (value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)]);
const zigzag = (value: number | bigint): number[] => varint(BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n)));

export const i32 = (id: number, value: number): ThriftField => ({ id, type: 5, bytes: Uint8Array.from(zigzag(value)) });
export const i64 = (id: number, value: number): ThriftField => ({ id, type: 6, bytes: Uint8Array.from(zigzag(value)) });
export const flag = (id: number, value: boolean): ThriftField => ({ id, type: value ? 1 : 2, bytes: new Uint8Array() });
export const byte = (id: number, value: number): ThriftField => ({ id, type: 3, bytes: Uint8Array.of(value) });
export const binary = (id: number, value: string | Uint8Array): ThriftField => {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return { id, type: 8, bytes: Buffer.concat([Uint8Array.from(varint(BigInt(bytes.length))), bytes]) };
};
export const struct = (id: number, fields: readonly ThriftField[]): ThriftField => ({ id, type: 12, bytes: encodeStruct(fields) });
const list = (id: number, type: number, items: readonly Uint8Array[]): ThriftField => ({
  id,
  type: 9,
  bytes: Buffer.concat([
    Uint8Array.from(items.length < 15 ? [(items.length << 4) | type] : [0xf0 | type, ...varint(BigInt(items.length))]),
    ...items,
  ]),
});

function encodeStruct(fields: readonly ThriftField[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let last = 0;
  for (const { id, type, bytes } of [...fields].sort((a, b) => a.id - b.id)) {
    parts.push(Uint8Array.of(((id - last) << 4) | type), bytes);
    last = id;
  }
  return Buffer.concat([...parts, Uint8Array.of(0)]);
}

export interface HandmadePage {
  readonly kind: 'data' | 'data-v2' | 'dictionary';
  readonly values: number;
  readonly encoding: number;
  /** As in the file: levels and values, compressed where the codec says so. */
  readonly body: Uint8Array;
  readonly uncompressedSize?: number;
  readonly levelEncoding?: number;
  readonly levelBytes?: number;
  readonly checksum?: boolean;
}

export interface HandmadeColumn {
  readonly name: string;
  /** The physical type's number. */
  readonly physical: number;
  readonly typeLength?: number;
  readonly optional?: boolean;
  readonly repeated?: boolean;
  readonly annotation?: readonly ThriftField[];
  readonly codec?: number;
  readonly pages: readonly HandmadePage[];
  readonly rows: number;
}

/** Writes one row group with these columns. */
export function writeHandmade(path: string, columns: readonly HandmadeColumn[]): void {
  const parts: Uint8Array[] = [Buffer.from('PAR1')];
  let offset = 4;
  const chunks = columns.map((column) => {
    const start = offset;
    let uncompressed = 0;
    for (const page of column.pages) {
      const header = encodeStruct(pageHeader(page));
      parts.push(header, page.body);
      offset += header.length + page.body.length;
      uncompressed += header.length + (page.uncompressedSize ?? page.body.length);
    }
    return encodeStruct([
      i64(2, start),
      struct(3, [
        i32(1, column.physical),
        list(2, 5, []),
        list(3, 8, [binary(0, column.name).bytes]),
        i32(4, column.codec ?? 0),
        i64(
          5,
          column.pages.reduce((sum, { kind, values }) => sum + (kind === 'dictionary' ? 0 : values), 0),
        ),
        i64(6, uncompressed),
        i64(7, offset - start),
        i64(9, start),
      ]),
    ]);
  });
  const rows = columns[0].rows;
  const schema = [
    encodeStruct([binary(4, 'root'), i32(5, columns.length)]),
    ...columns.map((column) =>
      encodeStruct([
        i32(1, column.physical),
        ...(column.typeLength === undefined ? [] : [i32(2, column.typeLength)]),
        i32(3, column.repeated === true ? 2 : column.optional === true ? 1 : 0),
        binary(4, column.name),
        ...(column.annotation ?? []),
      ]),
    ),
  ];
  const footer = encodeStruct([
    i32(1, 1),
    list(2, 12, schema),
    i64(3, rows),
    list(4, 12, [encodeStruct([list(1, 12, chunks), i64(2, offset), i64(3, rows)])]),
  ]);
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(footer.length, 0);
  tail.write('PAR1', 4);
  writeFileSync(path, Buffer.concat([...parts, footer, tail]));
}

function pageHeader({ kind, values, encoding, body, uncompressedSize, levelEncoding, levelBytes, checksum }: HandmadePage): ThriftField[] {
  const fields = [i32(1, { data: 0, dictionary: 2, 'data-v2': 3 }[kind]), i32(2, uncompressedSize ?? body.length), i32(3, body.length)];
  if (checksum === true) fields.push(i32(4, crc32(body) | 0));
  if (kind === 'data') fields.push(struct(5, [i32(1, values), i32(2, encoding), i32(3, levelEncoding ?? 3), i32(4, 3)]));
  else if (kind === 'dictionary') fields.push(struct(7, [i32(1, values), i32(2, encoding)]));
  else fields.push(struct(8, [i32(1, values), i32(2, 0), i32(3, values), i32(4, encoding), i32(5, levelBytes ?? 0), i32(6, 0)]));
  return fields;
}

/** CRC-32, bit by bit. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const value of bytes) {
    crc ^= value;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

export const int32s = (...values: number[]): Buffer =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32LE(value);
      return bytes;
    }),
  );
export const int64s = (...values: bigint[]): Buffer =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(value);
      return bytes;
    }),
  );
export const byteArrays = (...values: Uint8Array[]): Buffer => Buffer.concat(values.flatMap((value) => [int32s(value.length), value]));
