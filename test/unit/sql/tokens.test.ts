import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadModule, scanSync } from 'libpg-query';
import { scan } from '#quern/sql/tokens.js';
import { corpora } from './corpora.js';

/** Where PostgreSQL's own scanner puts tokens, in UTF-16 code units; undefined where it refuses the text. */
function reference(sql: string): string[] | undefined {
  const bytes = Buffer.from(sql);
  try {
    return scanSync(sql)
      .tokens.filter(({ tokenName }) => !tokenName.endsWith('COMMENT'))
      .map(({ start, end }) => bytes.subarray(start, end).toString());
  } catch {
    return undefined;
  }
}

describe('scan', () => {
  before(() => loadModule());

  it('cuts the corpora as PostgreSQL does', function () {
    const texts = corpora();
    if (texts === undefined) return this.skip();
    for (const { name, sql } of texts) {
      const expected = reference(sql);
      if (expected !== undefined)
        assert.deepEqual(
          scan(sql).tokens.map(({ text }) => text),
          expected,
          name,
        );
    }
  });

  it('cuts random text as PostgreSQL does', () => {
    const piece = fc.constantFrom(
      ' ',
      '\n',
      '\t',
      'a',
      'Select',
      'é',
      '😀',
      '_x',
      "'a'",
      "'it''s'",
      "E'a\\'b'",
      "e'\\\\'",
      "B'01'",
      "x'1F'",
      "N'a'",
      "U&'\\0061'",
      'U&"a"',
      '"A b"',
      '"a""b"',
      '$$x$$',
      '$t$ $$ $t$',
      '$1',
      '1',
      '1.5',
      '.5',
      '1.',
      '1e5',
      '1e-5',
      '0xFF',
      '1_000',
      '1..2',
      '--c\n',
      '/*c*/',
      '/*a/*b*/c*/',
      '+',
      '-',
      '*',
      '/',
      '<',
      '>',
      '=',
      '<>',
      '!=',
      '<=',
      '=>',
      '::',
      ':=',
      '..',
      '||',
      '->>',
      '@>',
      '~*',
      '!~~',
      '?',
      '#',
      '&',
      '^',
      '%',
      '(',
      ')',
      '[',
      ']',
      ',',
      ';',
      '.',
      ':',
      '|/',
      '@-',
      '+-',
      '<-',
      '*-',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const sql = pieces.join('');
        const expected = reference(sql);
        if (expected === undefined) return;
        const { tokens, open } = scan(sql);
        assert.equal(open, undefined, sql);
        assert.deepEqual(
          tokens.map(({ text }) => text),
          expected,
          sql,
        );
        for (const { text, start, end } of tokens) assert.equal(sql.slice(start, end), text);
      }),
      { numRuns: 3000 },
    );
  });

  it('says what is left open, and where', () => {
    for (const [sql, what, start] of [
      ["select 'abc", 'quoted string', 7],
      ['select "abc', 'quoted identifier', 7],
      ['select $$a', 'dollar-quoted string', 7],
      ['select 1 /* a /* b */', '/* comment', 9],
      ["select 'a''", 'quoted string', 7],
      ["select E'a\\'", 'quoted string', 7],
      ["select x'1", 'hexadecimal string literal', 7],
    ] as const) {
      assert.deepEqual(scan(sql).open, { what, start }, sql);
    }
  });
});
