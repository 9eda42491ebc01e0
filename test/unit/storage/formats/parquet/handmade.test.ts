import assert from 'node:assert/strict';
import { deflateSync, gzipSync } from 'node:zlib';
import { readFileSync, writeFileSync } from 'node:fs';
import type { SqlValue } from '#quern/data/value.js';
import { decodeFiles } from './decode.js';
import { temporaryFolder } from './fixtures.js';
import { byte, byteArrays, flag, i32, int32s, int64s, struct, writeHandmade, type HandmadeColumn } from './handmade.js';

const PLAIN = 0;
const RLE = 3;
const BIT_PACKED = 4;
const RLE_DICTIONARY = 8;
const [INT32, INT64, INT96, BYTE_ARRAY, FIXED] = [1, 2, 3, 6, 7];

describe('Parquet files made by hand', () => {
  const folder = temporaryFolder();
  after(() => {
    folder.remove();
  });

  async function read(columns: readonly HandmadeColumn[], batchRows = 4): Promise<SqlValue[][]> {
    const path = folder.path('handmade.parquet');
    writeHandmade(path, columns);
    return (await decodeFiles([path], { batchRows })).columns;
  }

  const plain = (name: string, physical: number, body: Uint8Array, rows: number, more: Partial<HandmadeColumn> = {}): HandmadeColumn => ({
    name,
    physical,
    rows,
    pages: [{ kind: 'data', values: rows, encoding: PLAIN, body }],
    ...more,
  });

  it('reads rare types', async () => {
    const half = Buffer.from([0x00, 0x3c, 0x01, 0x00, 0xff, 0x7b, 0x00, 0xfc]); // 1, the least, 65504, -infinity
    const columns = await read([
      plain(
        'int96',
        INT96,
        Buffer.concat([
          int64s(3_600_000_000_001n),
          int32s(2440588),
          int64s(0n),
          int32s(2440587),
          int64s(1000n),
          int32s(2440589),
          int64s(999n),
          int32s(2440588),
        ]),
        4,
      ),
      plain('half', FIXED, half, 4, { typeLength: 2, annotation: [struct(10, [struct(15, [])])] }),
      plain('unsigned', INT32, int32s(-1, 0, 1, -2147483648), 4, { annotation: [struct(10, [struct(10, [byte(1, 32), flag(2, false)])])] }),
      plain('unsigned64', INT64, int64s(-1n, 0n, 1n, 5n), 4, { annotation: [struct(10, [struct(10, [byte(1, 64), flag(2, false)])])] }),
      plain(
        'wide',
        BYTE_ARRAY,
        byteArrays(
          Buffer.from([0xff]),
          Buffer.from([1, 0, 0, 0, 0]),
          Buffer.alloc(0),
          Buffer.from('00ffffffffffffffffffffffffffffffffffff00'.slice(0, 32), 'hex'),
        ),
        4,
        {
          annotation: [i32(6, 5), i32(7, 2), i32(8, 38)],
        },
      ),
      plain('fixed decimal', FIXED, Buffer.from('fffffe000001ffffff7fffff', 'hex'), 4, {
        typeLength: 3,
        annotation: [i32(6, 5), i32(7, 0), i32(8, 7)],
      }),
      plain('fixed bytes', FIXED, Buffer.from('abcdefghijkl'), 4, { typeLength: 3 }),
      plain('seconds of a day', INT32, int32s(0, 1, 86_399_999, 2), 4, { annotation: [i32(6, 7)] }),
    ]);
    assert.deepEqual(columns, [
      [3_600_000_000n, -86_400_000_000n, 86_400_000_001n, 0n],
      [1, 2 ** -24, 65504, -Infinity],
      [4294967295n, 0n, 1n, 2147483648n],
      [18446744073709551615n, 0n, 1n, 5n],
      [-1n, 4294967296n, 0n, 0xffffffffffffffffffffffffffffffn],
      [-2n, 1n, -1n, 8388607n],
      ['abc', 'def', 'ghi', 'jkl'].map((text) => new Uint8Array(Buffer.from(text))),
      [0n, 1000n, 86_399_999_000n, 2000n],
    ]);
  });

  it('reads BIT_PACKED levels, and dictionaries in the middle of plain pages', async () => {
    const columns = await read(
      [
        {
          name: 'packed',
          physical: INT32,
          optional: true,
          rows: 10,
          pages: [
            {
              kind: 'data',
              values: 7,
              encoding: PLAIN,
              levelEncoding: BIT_PACKED,
              body: Buffer.concat([Buffer.from([0b10100010]), int32s(1, 2, 3)]),
            },
            {
              kind: 'data',
              values: 3,
              encoding: PLAIN,
              levelEncoding: BIT_PACKED,
              body: Buffer.concat([Buffer.from([0b11100000]), int32s(4, 5, 6)]),
            },
          ],
        },
        {
          name: 'mixed',
          physical: BYTE_ARRAY,
          rows: 10,
          annotation: [i32(6, 0)],
          pages: [
            {
              kind: 'dictionary',
              values: 2,
              encoding: PLAIN,
              body: byteArrays(Buffer.from('first'), Buffer.from('a second that is long')),
            },
            {
              kind: 'data',
              values: 3,
              encoding: PLAIN,
              body: byteArrays(Buffer.from('x'), Buffer.from(''), Buffer.from('nineteen characters')),
            },
            { kind: 'data', values: 3, encoding: RLE_DICTIONARY, body: Buffer.from([1, 3, 0b101]) },
            {
              kind: 'data',
              values: 4,
              encoding: PLAIN,
              body: byteArrays(Buffer.from('p'), Buffer.from('q'), Buffer.from('r'), Buffer.from('s')),
            },
          ],
        },
      ],
      8,
    );
    assert.deepEqual(columns, [
      [1, null, 2, null, null, null, 3, 4, 5, 6],
      ['x', '', 'nineteen characters', 'a second that is long', 'first', 'a second that is long', 'p', 'q', 'r', 's'],
    ]);
  });

  it('reads a repeated field without annotation as an array', async () => {
    // Rows [1, 2], [], [3]: repetition levels 0 1 0 0, definition levels 1 1 0 1, each in one bit-packed group.
    const body = Buffer.concat([int32s(2), Buffer.from([3, 0b0010]), int32s(2), Buffer.from([3, 0b1011]), int32s(1, 2, 3)]);
    const columns = await read(
      [{ name: 'r', physical: INT32, repeated: true, rows: 3, pages: [{ kind: 'data', values: 4, encoding: PLAIN, body }] }],
      2,
    );
    assert.deepEqual(columns, [[[1, 2], [], [3]]]);
  });

  it('reads version 2 pages that are not compressed, gzip members, zlib and the deprecated LZ4', async () => {
    const body = int32s(...Array.from({ length: 100 }, (_, i) => i % 7));
    const members = Buffer.concat([gzipSync(body.subarray(0, 200)), gzipSync(body.subarray(200))]);
    const literals = Buffer.concat([Buffer.from([0xf0, 255, 400 - 15 - 255]), body]);
    const framed = Buffer.alloc(8);
    framed.writeUInt32BE(400, 0);
    framed.writeUInt32BE(literals.length, 4);
    const compressed = (name: string, codec: number, bytes: Uint8Array): HandmadeColumn => ({
      name,
      physical: INT32,
      codec,
      rows: 100,
      pages: [{ kind: 'data', values: 100, encoding: PLAIN, body: bytes, uncompressedSize: 400 }],
    });
    const columns = await read(
      [
        compressed('members', 2, members),
        compressed('zlib', 2, deflateSync(body)),
        compressed('framed', 5, Buffer.concat([framed, literals])),
        compressed('bare', 5, literals),
      ],
      30,
    );
    for (const column of columns)
      assert.deepEqual(
        column,
        Array.from({ length: 100 }, (_, i) => i % 7),
      );
  });

  it('names file, row group and column of what is corrupt', async () => {
    const columns: HandmadeColumn[] = [
      plain('good', INT32, int32s(1, 2, 3, 4), 4),
      {
        name: 'bad',
        physical: INT32,
        rows: 4,
        pages: [{ kind: 'data', values: 4, encoding: PLAIN, body: int32s(1, 2, 3, 4), checksum: true }],
      },
    ];
    const path = folder.path('checksum.parquet');
    writeHandmade(path, columns);
    assert.deepEqual((await decodeFiles([path])).columns[1], [1, 2, 3, 4]);
    const bytes = readFileSync(path);
    const at = bytes.lastIndexOf(int32s(1, 2, 3, 4));
    for (let bit = 0; bit < 128; bit++) {
      bytes[at + (bit >> 3)] ^= 1 << (bit & 7);
      const flipped = folder.path(`checksum-${bit}.parquet`);
      writeFileSync(flipped, bytes);
      await assert.rejects(decodeFiles([flipped]), {
        sqlState: 'XX001',
        message: `file "${flipped}" is corrupt: row group 0, column "bad": a page does not match its checksum`,
      });
      assert.deepEqual((await decodeFiles([flipped], { only: ['good'] })).columns, [[1, 2, 3, 4]]);
      bytes[at + (bit >> 3)] ^= 1 << (bit & 7);
    }
  });

  const refused: Readonly<Record<string, readonly [HandmadeColumn, string]>> = {
    'values beyond the page': [plain('c', INT32, int32s(1, 2, 3), 4), 'a page ends early'],
    'strings beyond the page': [plain('c', BYTE_ARRAY, Buffer.from([255, 255, 255, 255, 1]), 1), 'a page ends early'],
    'text that is not UTF-8': [
      plain('c', BYTE_ARRAY, byteArrays(Buffer.from([0xed, 0xa0, 0x80])), 1, { annotation: [i32(6, 0)] }),
      'a text value is not UTF-8',
    ],
    'a code outside the dictionary': [
      {
        name: 'c',
        physical: INT32,
        rows: 2,
        pages: [
          { kind: 'dictionary', values: 1, encoding: PLAIN, body: int32s(1) },
          { kind: 'data', values: 2, encoding: RLE_DICTIONARY, body: Buffer.from([1, 4, 1]) },
        ],
      },
      'a dictionary code is out of range',
    ],
    'codes without a dictionary': [
      { name: 'c', physical: INT32, rows: 2, pages: [{ kind: 'data', values: 2, encoding: RLE_DICTIONARY, body: Buffer.from([1, 4, 0]) }] },
      'the dictionary page is missing',
    ],
    'codes of 33 bits': [
      {
        name: 'c',
        physical: INT32,
        rows: 2,
        pages: [
          { kind: 'dictionary', values: 1, encoding: PLAIN, body: int32s(1) },
          { kind: 'data', values: 2, encoding: RLE_DICTIONARY, body: Buffer.from([33, 4, 0, 0, 0, 0, 0]) },
        ],
      },
      'a page is not encoded as it says',
    ],
    'fewer rows than declared': [
      { name: 'c', physical: INT32, rows: 3, pages: [{ kind: 'data', values: 2, encoding: PLAIN, body: int32s(1, 2) }] },
      'there are 2 values for 3 rows',
    ],
    'more rows than declared': [
      { name: 'c', physical: INT32, rows: 1, pages: [{ kind: 'data', values: 2, encoding: PLAIN, body: int32s(1, 2) }] },
      'there are 2 values for 1 rows',
    ],
    'an encoding of another type': [
      { name: 'c', physical: INT32, rows: 1, pages: [{ kind: 'data', values: 1, encoding: RLE, body: int32s(1, 2) }] },
      'encoding 3 does not go with type INT32',
    ],
    'a value too large for its type': [
      plain('c', INT32, int32s(70000), 1, { annotation: [i32(6, 16)] }),
      'a value is out of range for its type',
    ],
  };
  for (const [name, [column, message]] of Object.entries(refused)) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(read([column]), (error: Error & { sqlState: string }) => {
        assert.equal(error.sqlState, 'XX001');
        assert.equal(error.message, `file "${folder.path('handmade.parquet')}" is corrupt: row group 0, column "c": ${message}`);
        return true;
      });
    });
  }

  it('refuses codecs and encryption that it does not know with 0A000', async () => {
    await assert.rejects(read([plain('c', INT32, int32s(1), 1, { codec: 3 })]), { sqlState: '0A000' });
    const path = folder.path('encrypted.parquet');
    writeFileSync(path, Buffer.concat([Buffer.from('PARE'), Buffer.alloc(20), int32s(10), Buffer.from('PARE')]));
    await assert.rejects(decodeFiles([path]), { sqlState: '0A000' });
  });

  it('refuses files that are no Parquet', async () => {
    const path = folder.path('text.parquet');
    for (const text of ['', 'PAR1', 'a,b\n1,2\n3,4\n5,6', 'PAR1....PAR1....PAR1']) {
      writeFileSync(path, text);
      await assert.rejects(decodeFiles([path]), { sqlState: 'XX001' });
    }
  });

  it('reads names as they are', async () => {
    const path = folder.path('names.parquet');
    writeHandmade(path, [plain('Grüße', INT32, int32s(1), 1), plain('a', INT32, int32s(2), 1), plain('A', INT32, int32s(3), 1)]);
    const { names } = await decodeFiles([path]);
    assert.deepEqual(names, ['Grüße', 'a', 'A_1']);
  });
});
