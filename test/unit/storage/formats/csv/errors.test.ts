import assert from 'node:assert/strict';
import { TextEncoder } from 'node:util';
import type { OpenOptions } from '#quern/storage/open.js';
import { readText } from './read.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const withByte = (text: string, byte: number): Uint8Array => bytes(text).map((each) => (each === 0x23 ? byte : each));

describe('CSV errors', () => {
  for (const [what, text, expected] of [
    [
      'a short row',
      'a,b\n1,x\n2\n3,y\n',
      {
        sqlState: '22P04',
        message: 'file "test.csv", line 3, column "b": missing data for column "b": the row has 1 field, the table 2 columns',
        detail: 'The row: 2',
        hint: 'null_padding => true fills short rows with NULL, ignore_errors => true leaves such rows out',
      },
    ],
    [
      'a long row',
      'a,b\n1,x\n2,y,z\n',
      {
        sqlState: '22P04',
        message: 'file "test.csv", line 3: extra data after last expected column: the row has 3 fields, the table 2 columns',
        detail: 'The row: 2,y,z',
      },
    ],
    [
      'an unterminated quote',
      'a,b\n1,"x\n2,y\n',
      {
        sqlState: '22P04',
        message: 'file "test.csv", line 2, column "b": unterminated CSV quoted field',
        detail: 'The row: 1,"x\\n2,y\\n',
      },
    ],
    [
      'text after a quote',
      'a,b\n1,"x"y\n2,z\n',
      { sqlState: '22P04', message: 'file "test.csv", line 2: unexpected data after a closing quote', detail: 'The row: 1,"x"y' },
    ],
    [
      'lines within quotes count',
      'a,b\r\n1,"x\r\ny\rz"\r\n2\r\n',
      { sqlState: '22P04', message: /^file "test.csv", line 5, column "b": missing data/ },
    ],
    [
      'a value of another type',
      `a,b\n${'1,2\n'.repeat(30_000)}1,"12x"\n`,
      { sqlState: '22P02', message: 'file "test.csv", line 30002, column "b": invalid input syntax for type integer: "12x"' },
    ],
    [
      'a NUL byte',
      withByte('a,b\n1,x\n2,y#y\n', 0),
      { sqlState: '22P04', message: 'file "test.csv", line 3, column "b": the file contains a NUL byte' },
    ],
    [
      'a byte that is no UTF-8',
      withByte('a,b\n1,x\n2,y#y\n', 0xe4),
      { sqlState: '22021', message: 'file "test.csv", line 3, column "b": invalid byte sequence for encoding "UTF8": 0xe4 0x79' },
    ],
    ['UTF-16', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), { sqlState: '22021', message: 'file "test.csv" is encoded in UTF-16' }],
    ['UTF-16 without a mark', Buffer.from('a,b\n1,2\n', 'utf16le'), { sqlState: '22021' }],
    [
      'a header that rows disagree with',
      'report of today\na,b,c\n1,2,3\n4,5,6\n',
      { sqlState: '22P04', message: 'file "test.csv", line 1: bad header: it has 1 fields, the rows below 3', hint: /skip/ },
    ],
  ] as const) {
    it(what, async () => {
      const options: OpenOptions = what.startsWith('a value') ? { sample_size: 100 } : {};
      await assert.rejects(readText(text, options), expected as object);
      await assert.rejects(readText(text, options, 3), expected as object);
    });
  }

  it('come after the rows before them', async () => {
    // A query that stops early never meets the bad row.
    await assert.rejects(readText('a,b\n1,x\n2\n', {}, 1), { sqlState: '22P04' });
  });

  it('of the first bad row win, in column order within it', async () => {
    const text = 'a,b\n1,2\n3,x\ny,z\n';
    await assert.rejects(readText(text, { columns: 'a integer, b integer', header: true }), { message: /line 3, column "b"/ });
    await assert.rejects(readText('a,b\n1,2\ny,z\n', { columns: 'a integer, b integer', header: true }), { message: /line 3, column "a"/ });
  });

  it('clip long text', async () => {
    await assert.rejects(readText(`a\n${'x'.repeat(1000)}\n`, { columns: 'a integer', header: true }), {
      message: new RegExp(`"x{80}…"$`),
    });
  });

  describe('with lenient options', () => {
    const text = 'a,b,c\n1,x,2024-01-01\n2\nbad,y,2024-01-02\n3,z,2024-01-03,extra\n4,"q,2024-01-04\n5,"w"w,2024-01-05\n';
    const columns = 'a integer, b text, c date';

    it('bad rows are left out', async () => {
      const { rows } = await readText(text, { columns, header: true, ignore_errors: true });
      assert.deepEqual(rows, [[1, 'x', 19723]]);
    });

    it('the same rows are left out whatever columns are read', async () => {
      const { rows } = await readText('a,b\n1,x\nbad,y\n2,z\n', { types: ['integer', 'text'], ignore_errors: true, header: true });
      assert.deepEqual(rows, [
        [1, 'x'],
        [2, 'z'],
      ]);
    });

    it('short rows are filled', async () => {
      assert.deepEqual((await readText('a,b,c\n1,2,3\n4\n5,6\n', { null_padding: true })).rows, [
        [1, 2, 3],
        [4, null, null],
        [5, 6, null],
      ]);
      await assert.rejects(readText('a,b\n1,2\n3,4,5\n', { null_padding: true, columns: 'a integer, b integer', header: true }), {
        sqlState: '22P04',
      });
      assert.deepEqual((await readText('a,b\n1,2\n3,4,5\n', { null_padding: true })).names, ['a', 'b', 'column2']);
    });

    it('rows with bad bytes are left out', async () => {
      assert.deepEqual((await readText(withByte('a,b\n1,x\n2,#\n3,é\n4,#\n', 0xff), { ignore_errors: true })).rows, [
        [1, 'x'],
        [3, 'é'],
      ]);
      assert.deepEqual((await readText(withByte('a,b\n1,x\n2,#\n3,z\n', 0), { ignore_errors: true })).rows, [
        [1, 'x'],
        [3, 'z'],
      ]);
    });
  });
});
