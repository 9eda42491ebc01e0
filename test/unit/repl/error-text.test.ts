import assert from 'node:assert/strict';
import { SqlError, undefinedColumn } from '#quern/errors.js';
import { errorText } from '#quern/repl/error-text.js';

describe('errorText', () => {
  it('points into the line', () => {
    const sql = 'select\n  x\nfrom t';
    assert.equal(
      errorText(undefinedColumn('x', sql.indexOf('x'), 'Perhaps "y".'), sql),
      'ERROR:  column "x" does not exist\nLINE 2:   x\n          ^\nHINT:  Perhaps "y".\n',
    );
  });

  it('cuts a long line around the place and counts wide characters', () => {
    const sql = `select '漢', ${'a, '.repeat(100)}nope, ${'b, '.repeat(100)}c`;
    const [, line, caret] = errorText(undefinedColumn('nope', sql.indexOf('nope')), sql).split('\n');
    assert.ok(line.startsWith('LINE 1: ...') && line.endsWith('...') && line.length < 160);
    assert.equal(line.slice(caret.indexOf('^')).slice(0, 4), 'nope');
    const wide = "select '漢字' || nope";
    assert.equal(
      errorText(undefinedColumn('nope', wide.indexOf('nope')), wide).split('\n')[2],
      `${' '.repeat('LINE 1: '.length + wide.indexOf('nope') + 2)}^`,
    );
  });

  it('prints detail, a position at the end, and foreign errors', () => {
    const error = new SqlError('42601', 'syntax error at end of input', { position: 6, detail: 'More was expected.' });
    assert.equal(
      errorText(error, 'select'),
      'ERROR:  syntax error at end of input\nLINE 1: select\n              ^\nDETAIL:  More was expected.\n',
    );
    assert.equal(errorText(new Error('boom'), '', 'a.sql:3: '), 'a.sql:3: ERROR:  boom\n');
  });
});
