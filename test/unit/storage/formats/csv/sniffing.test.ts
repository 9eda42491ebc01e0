import assert from 'node:assert/strict';
import { typeName } from '#quern/data/types.js';
import type { OpenOptions } from '#quern/storage/open.js';
import { readText } from './read.js';

/** `a integer, b text` and the first rows as JSON, bigints as numbers. */
async function seen(text: string | Uint8Array, options: OpenOptions = {}, name?: string): Promise<[columns: string, rows: unknown]> {
  const { names, types, rows } = await readText(text, options, 1000, name);
  const plain = rows.map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value)));
  return [names.map((column, i) => `${column} ${typeName(types[i])}`).join(', '), plain];
}

describe('CSV sniffing', () => {
  for (const [what, text, columns, rows] of [
    [
      'commas and a header',
      'a,b\n1,x\n2,y\n',
      'a integer, b text',
      [
        [1, 'x'],
        [2, 'y'],
      ],
    ],
    [
      'semicolons with commas in values',
      'a;b\n1,5;x\n2,5;y\n',
      'a text, b text',
      [
        ['1,5', 'x'],
        ['2,5', 'y'],
      ],
    ],
    ['tabs', 'a\tb\n1\tx, y\n', 'a integer, b text', [[1, 'x, y']]],
    ['bars', 'a|b\n1|2\n', 'a integer, b integer', [[1, 2]]],
    ['one column', 'a\n1\n\n3\n', 'a integer', [[1], [null], [3]]],
    [
      'no header',
      '1,x\n2,y\n',
      'column0 integer, column1 text',
      [
        [1, 'x'],
        [2, 'y'],
      ],
    ],
    [
      'a header over text',
      'name,city\nann,rome\nbob,oslo\n',
      'name text, city text',
      [
        ['ann', 'rome'],
        ['bob', 'oslo'],
      ],
    ],
    ['a header alone', 'a,b\n', 'a text, b text', []],
    ['a header without a line end', 'a,b', 'a text, b text', []],
    ['values alone', '1,2\n', 'column0 integer, column1 integer', [[1, 2]]],
    ['a byte order mark', '\ufeffa,b\n1,2\n', 'a integer, b integer', [[1, 2]]],
    ['\\r\\n', 'a,b\r\n1,2\r\n', 'a integer, b integer', [[1, 2]]],
    ['\\r', 'a,b\r1,2\r', 'a integer, b integer', [[1, 2]]],
    [
      'mixed line ends',
      'a,b\r\n1,2\n3,4\r5,6',
      'a integer, b integer',
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
    [
      'empty lines',
      '\n\na,b\n\n1,2\n\n\n3,4\n\n',
      'a integer, b integer',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['quotes', 'a,b\n"x, ""y""\nz",2\n', 'a text, b integer', [['x, "y"\nz', 2]]],
    [
      'quoted numbers',
      '"a","b"\n"1","2.5"\n"",""\n',
      'a integer, b double precision',
      [
        [1, 2.5],
        [null, null],
      ],
    ],
    [
      'empty text in quotes is no NULL',
      'a,b\n"",x\n,y\n',
      'a text, b text',
      [
        ['', 'x'],
        [null, 'y'],
      ],
    ],
    [
      'single quotes',
      "a,b\n'x, y',1\n'z',2\n",
      'a text, b integer',
      [
        ['x, y', 1],
        ['z', 2],
      ],
    ],
    [
      'apostrophes that are no quotes',
      "a,b\n'tis,1\nz,2\n",
      'a text, b integer',
      [
        ["'tis", 1],
        ['z', 2],
      ],
    ],
    [
      'backslash escapes',
      'a,b\n"x \\"y\\" z",1\n"c:\\\\d",2\n',
      'a text, b integer',
      [
        ['x "y" z', 1],
        ['c:\\d', 2],
      ],
    ],
    [
      'quotes within a field',
      'a,b\n5" pipe,1\nx"y"z,2\n',
      'a text, b integer',
      [
        ['5" pipe', 1],
        ['x"y"z', 2],
      ],
    ],
    [
      'leading zeros and plus signs',
      'a,b\n00501,+49\n10001,+50\n',
      'a text, b text',
      [
        ['00501', '+49'],
        ['10001', '+50'],
      ],
    ],
    [
      'integers by size',
      'a,b,c\n2147483647,2147483648,9223372036854775808\n1,1,1\n',
      'a integer, b bigint, c numeric(38,0)',
      [
        [2147483647, 2147483648, 9223372036854775808],
        [1, 1, 1],
      ],
    ],
    [
      'doubles',
      'a,b,c\n1.5,1e3,NaN\n2,-2,1\n',
      'a double precision, b double precision, c double precision',
      [
        [1.5, 1000, NaN],
        [2, -2, 1],
      ],
    ],
    [
      'booleans',
      'a,b\ntrue,f\nFALSE,T\n',
      'a boolean, b boolean',
      [
        [true, false],
        [false, true],
      ],
    ],
    ['0 and 1 are integers', 'a\n0\n1\n', 'a integer', [[0], [1]]],
    [
      'dates and times',
      'a,b,c,d\n2024-01-02,12:30:00,2024-01-02 00:00:01,2024-01-02T00:00:00Z\n',
      'a date, b time without time zone, c timestamp without time zone, d timestamp with time zone',
      [[19724, 45_000_000_000, 1_704_153_601_000_000, 1_704_153_600_000_000]],
    ],
    [
      'dates among timestamps',
      'a\n2024-01-02\n2024-01-02 00:00:01\n',
      'a timestamp without time zone',
      [[1_704_153_600_000_000], [1_704_153_601_000_000]],
    ],
    ['a date that does not exist', 'a\n2024-01-02\n2024-02-30\n', 'a text', [['2024-01-02'], ['2024-02-30']]],
    [
      'empty columns',
      'a,b\n1,\n2,\n',
      'a integer, b text',
      [
        [1, null],
        [2, null],
      ],
    ],
    ['names that are empty or the same', 'a,A,,a\n1,2,3,4\n', 'a integer, A_1 integer, column2 integer, a_2 integer', [[1, 2, 3, 4]]],
    ['white space around numbers', 'a,b\n 1,2 \n', 'a integer, b integer', [[1, 2]]],
  ] as const) {
    it(what, async () => assert.deepEqual(await seen(text), [columns, rows]));
  }

  it('numbers columns with as many digits as the last', async () => {
    assert.deepEqual((await readText(`${Array.from({ length: 11 }, (_, i) => i).join()}\n`)).names.slice(0, 2), ['column00', 'column01']);
  });

  it('takes the delimiter of the extension when rows do not tell', async () => {
    assert.deepEqual(await seen('a,b\tc,d\n1,2\t3,4\n', {}, 'x.tsv'), ['a,b text, c,d text', [['1,2', '3,4']]]);
  });

  it('looks further when the sample says so', async () => {
    const text = `a\n${'1\n'.repeat(5000)}x\n`;
    assert.equal((await readText(text, { sample_size: -1 })).types[0].kind, 'text');
    await assert.rejects(readText(text, { sample_size: 100 }), {
      sqlState: '22P02',
      message: 'file "test.csv", line 5002, column "a": invalid input syntax for type integer: "x"',
      hint: /types => '\{"a":"text"\}'.*sample_size => -1/,
    });
    assert.equal((await readText(text, { sample_size: 100, types: '{"a": "text"}' })).rows.length, 5001);
  });

  it('takes what the user says', async () => {
    const text = 'x,1\ny,2\n';
    for (const [options, columns] of [
      [{ header: true }, 'x text, 1 integer'],
      [{ columns: 'n text, "the id" bigint' }, 'n text, the id bigint'],
      [{ columns: '{"n": "text", "id": "numeric(5,1)"}' }, 'n text, id numeric(5,1)'],
      [{ types: ['text', 'smallint'] }, 'column0 text, column1 smallint'],
      [{ types: [['column1', 'double']] }, 'column0 text, column1 double precision'],
      [{ types: 'column1 text' }, 'column0 text, column1 text'],
      [{ names: ['n'] }, 'n text, column1 integer'],
      [{ all_varchar: true }, 'column0 text, column1 text'],
      [{ delim: ';' }, 'x,1 text'],
      [{ skip: 1 }, 'column0 text, column1 integer'],
      [{ nullstr: 'x' }, 'column0 text, column1 integer'],
    ] as const)
      assert.equal(
        (await seen(text, { header: false, ...options } as OpenOptions))[0],
        columns.replace('x,1 text', 'column0 text'),
        JSON.stringify(options),
      );
  });

  it('knows NULL strings', async () => {
    assert.deepEqual(await seen('a,b,c\nNA,x,\n1,NA,"NA"\n-,y,""\n', { nullstr: ['NA', '-'] }), [
      'a integer, b text, c text',
      [
        [null, 'x', ''],
        [1, null, 'NA'],
        [null, 'y', ''],
      ],
    ]);
  });

  it('passes over lines before the table', async () => {
    assert.deepEqual(await seen('# made by\r\n# a program\r\na,b\r\n1,2\r\n', { skip: 2 }), ['a integer, b integer', [[1, 2]]]);
    assert.deepEqual((await readText('a\n1\n', { skip: 5, columns: 'a integer' })).rows, []);
  });

  it('reads no columns from an empty file unless they are given', async () => {
    await assert.rejects(readText(''), { sqlState: '22P04', message: 'file "test.csv" is empty' });
    assert.deepEqual((await readText('', { columns: 'a integer' })).rows, []);
  });

  it('adds the file name', async () => {
    const { names, rows } = await readText('a\n1\n', { filename: true });
    assert.deepEqual(names, ['a', 'filename']);
    assert.match(String(rows[0][1]), /test\.csv$/);
    await assert.rejects(readText('filename,b\nx,1\n', { filename: true }), { sqlState: '42701' });
  });

  it('refuses options that do not exist or do not fit', async () => {
    for (const [options, sqlState, text] of [
      [{ delimeter: ';' }, '22023', 'did you mean "delimiter"?'],
      [{ header: 'yes' }, '22023', undefined],
      [{ delim: ';;' }, '0A000', undefined],
      [{ delim: '"' }, '22023', undefined],
      [{ types: 'nope nothing' }, '42704', undefined],
      [{ types: 'c integer' }, '42703', /columns are a, b/],
      [{ types: ['text', 'text', 'text'] }, '22023', undefined],
      [{ columns: ['integer', 'text'] }, '22023', undefined],
      [{ skip: -1 }, '22023', undefined],
      [{ sample_size: 0 }, '22023', undefined],
      [{ quote: '\n' }, '22023', undefined],
      [{ types: '{bad json' }, '22023', undefined],
      [{ delim: ',', sep: ';' }, '22023', undefined],
      [{ decimal_separator: '!' }, '22023', undefined],
      [{ nullstr: 5 }, '22023', undefined],
    ] as const) {
      await assert.rejects(
        readText('a,b\n1,2\n', options as OpenOptions),
        text === undefined ? { sqlState } : { sqlState, hint: text },
        JSON.stringify(options),
      );
    }
  });
});
