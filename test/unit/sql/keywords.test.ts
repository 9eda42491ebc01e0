import assert from 'node:assert/strict';
import { loadModule, scanSync } from 'libpg-query';
import { COLUMN_NAME, RESERVED, TYPE_OR_FUNCTION } from '#quern/sql/keywords.js';

describe('keywords', () => {
  before(() => loadModule());

  for (const [name, words, kind] of [
    ['RESERVED', RESERVED, 'RESERVED_KEYWORD'],
    ['TYPE_OR_FUNCTION', TYPE_OR_FUNCTION, 'TYPE_FUNC_NAME_KEYWORD'],
    ['COLUMN_NAME', COLUMN_NAME, 'COL_NAME_KEYWORD'],
  ] as const) {
    it(`${name} are what PostgreSQL's scanner calls ${kind}`, () => {
      for (const word of words) assert.equal(scanSync(word).tokens[0].keywordName, kind, word);
    });
  }
});
