import assert from 'node:assert/strict';
import { array, BIGINT, BOOLEAN, DATE, decimal, DOUBLE, INTEGER, JSON_TYPE, TEXT, TIMESTAMPTZ } from '#quern/data/types.js';
import { expanded } from '#quern/repl/format/expanded.js';
import type { FormatOptions, Formatter, Rows } from '#quern/repl/format/formatter.js';
import { FORMATS } from '#quern/repl/format/index.js';
import { rowsOf } from './fake-database.js';

const print = (format: Formatter, rows: Rows, options: Partial<FormatOptions> = {}) =>
  [...format(rows, { timeZone: 'UTC', ...options })].join('');
const lines = (...all: readonly string[]) => all.map((line) => `${line}\n`).join('');

const mixed = rowsOf({ id: BIGINT, name: TEXT, price: decimal(10, 2), day: DATE }, [
  [1n, 'a,b', 250n, 0],
  [null, '', null, null],
  [-20n, 'say "é"\nnext', -5n, 19782],
]);
const none = rowsOf({ a: INTEGER }, []);

describe('the format', () => {
  it('table aligns numbers right and text left', () => {
    assert.equal(
      print(FORMATS.table, mixed),
      lines(
        ' id  |     name      | price |    day',
        '-----+---------------+-------+------------',
        '   1 | a,b           |  2.50 | 1970-01-01',
        '     |               |       |',
        ' -20 | say "é"\\nnext | -0.05 | 2024-02-29',
        '(3 rows)',
      ),
    );
    assert.equal(print(FORMATS.table, none), lines(' a', '---', '(0 rows)'));
    assert.equal(print(FORMATS.table, rowsOf({}, [])), lines('(0 rows)'));
  });

  it('table counts columns of wide and combining characters, and shows control characters', () => {
    const rows = rowsOf({ 'x\u001b': TEXT, 漢字: TEXT }, [
      ['漢', 'e\u0301'],
      ['\u001b[2J', '😀'],
    ]);
    assert.equal(
      print(FORMATS.table, rows),
      lines('  x\\x1B  | 漢字', '---------+------', ' 漢      | e\u0301', ' \\x1B[2J | 😀', '(2 rows)'),
    );
  });

  it('table fits the width: cells end in an ellipsis, then columns are left out', () => {
    const rows = rowsOf({ a: TEXT, b: INTEGER }, [['x'.repeat(100), 123_456_789]]);
    assert.equal(
      print(FORMATS.table, rows, { width: 26 }),
      lines('      a       |     b', '--------------+-----------', ' xxxxxxxxxxx… | 123456789', '(1 row)'),
    );
    const wide = rowsOf(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`c${i}`, TEXT])), [
      Array.from({ length: 20 }, () => 'y'.repeat(50)),
    ]);
    for (const width of [10, 20, 40, 79, 80, 200]) {
      for (const line of print(FORMATS.table, wide, { width }).split('\n'))
        if (!line.startsWith('(')) assert.ok(line.length <= Math.max(width, 13), `${width}: ${line}`);
    }
    assert.match(print(FORMATS.table, wide, { width: 40 }), /\| … \|.*\n.*\n.*yyyyy….*\n\(1 row, 4 of 20 columns shown\)\n$/);
  });

  it('table leaves a single column whole', () => {
    const plan = `Scan ${'x'.repeat(100)}`;
    assert.ok(print(FORMATS.table, rowsOf({ 'QUERY PLAN': TEXT }, [[plan]]), { width: 40 }).includes(plan));
  });

  it('table shows a part of a long result', () => {
    const rows = rowsOf(
      { a: INTEGER },
      Array.from({ length: 50 }, (_, i) => [i]),
    );
    assert.equal(print(FORMATS.table, rows, { maxRows: 2 }), lines(' a', '---', ' 0', ' 1', '(50 rows, 2 shown)'));
  });

  it('csv quotes what RFC 4180 wants quoted, and tells NULL from empty text', () => {
    assert.equal(print(FORMATS.csv, mixed), 'id,name,price,day\n1,"a,b",2.50,1970-01-01\n,"",,\n-20,"say ""é""\nnext",-0.05,2024-02-29\n');
    assert.equal(print(FORMATS.csv, rowsOf({ 'a "b"': BOOLEAN }, [[true], [false]])), '"a ""b"""\nt\nf\n');
  });

  it('json and jsonl keep every digit', () => {
    const rows = rowsOf({ big: BIGINT, d: decimal(38, 3), f: DOUBLE, b: BOOLEAN, j: JSON_TYPE, a: array(array(TEXT)), n: TEXT }, [
      [9007199254740993n, 12345678901234567890n, 0.1, true, '{"x": 1}', [['a"', null]], null],
      [null, null, NaN, null, null, [], 'x\ny'],
    ]);
    const first = '{"big":9007199254740993,"d":12345678901234567.890,"f":0.1,"b":true,"j":{"x": 1},"a":[["a\\"",null]],"n":null}';
    const second = '{"big":null,"d":null,"f":"NaN","b":null,"j":null,"a":[],"n":"x\\ny"}';
    assert.equal(print(FORMATS.jsonl, rows), `${first}\n${second}\n`);
    assert.equal(print(FORMATS.json, rows), `[${first},\n ${second}]\n`);
    JSON.parse(print(FORMATS.json, rows));
    assert.equal(print(FORMATS.json, none), '[]\n');
    assert.equal(print(FORMATS.jsonl, none), '');
  });

  it('markdown escapes bars and breaks', () => {
    assert.equal(
      print(
        FORMATS.markdown,
        rowsOf({ 'a|b': TEXT, n: INTEGER }, [
          ['x|y\nz', 1],
          [null, null],
        ]),
      ),
      '| a\\|b | n |\n|---|---:|\n| x\\|y<br>z | 1 |\n|  |  |\n',
    );
  });

  it('expanded has a block per row', () => {
    assert.equal(
      print(expanded, mixed, { maxRows: 2 }),
      lines(
        '-[ RECORD 1 ]',
        'id    | 1',
        'name  | a,b',
        'price | 2.50',
        'day   | 1970-01-01',
        '-[ RECORD 2 ]',
        'id    |',
        'name  |',
        'price |',
        'day   |',
        '(3 rows, 2 shown)',
      ),
    );
    assert.match(print(expanded, rowsOf({ a_rather_long_name: INTEGER }, [[1]])), /^-\[ RECORD 1 \]------\+\na_rather_long_name \| 1\n/);
  });

  it("shows timestamps in the session's zone", () => {
    const rows = rowsOf({ at: TIMESTAMPTZ }, [[1_709_208_000_000_000n]]);
    for (const format of Object.values(FORMATS))
      assert.match(print(format, rows, { timeZone: 'America/New_York' }), /2024-02-29 07:00:00-05/);
  });
});
