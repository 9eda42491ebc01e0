import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complete } from '#quern/repl/complete.js';
import { fakeDatabase } from './fake-database.js';

describe('complete', () => {
  for (const [line, expected] of [
    ['sele', ['select ']],
    ['SELE', ['SELECT ']],
    ['select * from o', ['Orders']],
    ['select * from orders, re', ['recent']],
    ['select * from ', ['Orders', 'recent']],
    ['select o.nope', []],
    ['select * from orders o where o.', ['id', '"order total"']],
    ['select * from orders o where o.order', ['"order total"']],
    ['select * from orders as o where o.i', ['id']],
    ['select * from orders where i', ['id']],
    ['select regexp_spl', ['regexp_split_to_array(']],
    ['\\t', ['\\timing']],
    ['\\d', ['\\d', '\\dt']],
    ['\\d Or', ['Orders']],
    ['\\format j', ['json', 'jsonl']],
    ["select 'x", []],
  ] as const) {
    it(`${line} → ${expected.join(' ')}`, async () => {
      const [candidates] = await complete(fakeDatabase(), '', line);
      if (line.endsWith('where i')) assert.ok(candidates.includes('id') && candidates.includes('is '));
      else assert.deepEqual(candidates, expected);
    });
  }

  it('knows the lines before', async () => {
    assert.deepEqual(await complete(fakeDatabase(), 'select *\nfrom orders o\n', 'where o.id'), [['id'], 'id']);
  });

  it('asks a file for its columns', async () => {
    const db = fakeDatabase();
    await complete(db, '', "select * from 'a b.csv' where w");
    await complete(db, '', "select * from 'a b.csv' where x");
    assert.deepEqual(db.statements, ["DESCRIBE SELECT * FROM 'a b.csv'"]);
  });

  it('completes files in quotes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quern-'));
    try {
      writeFileSync(join(folder, 'data.csv'), '');
      mkdirSync(join(folder, 'days'));
      const [candidates, replaced] = await complete(fakeDatabase(), '', `from '${folder}/da`);
      assert.deepEqual(candidates, [`${folder}/data.csv'`, `${folder}/days/`]);
      assert.equal(replaced, `${folder}/da`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
