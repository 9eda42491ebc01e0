import assert from 'node:assert/strict';
import { createDatabase } from '#quern/create-database.js';
import { INTEGER } from '#quern/data/types.js';
import { createEngine } from '#quern/engine.js';
import { isBrief } from '#quern/exec/compile/brief.js';
import { columnIds } from '#quern/planner/logical/columns.js';
import type { PhysicalPlan } from '#quern/planner/physical/plan.js';

const values = (rowCount: number): PhysicalPlan => ({
  kind: 'Values',
  estimatedRows: rowCount,
  columns: [{ id: columnIds()(), name: 'a', type: INTEGER }],
  rows: Array.from({ length: rowCount }, (_, i) => [{ kind: 'Literal', type: INTEGER, value: i }]),
});
const project = (input: PhysicalPlan): PhysicalPlan => ({ kind: 'Project', estimatedRows: 1, items: [], input });

describe('a brief plan', () => {
  it('passes a few given rows through', () => {
    assert.ok(isBrief(values(1000)));
    assert.ok(isBrief(project({ kind: 'Filter', estimatedRows: 1, conjuncts: [], input: values(0) })));
  });

  it('has no more rows, and no operator that makes or keeps some', () => {
    assert.ok(!isBrief(values(1001)));
    assert.ok(!isBrief({ kind: 'UnionAll', estimatedRows: 2, columns: [], inputs: [{ plan: values(1), sources: [] }] }));
    assert.ok(!isBrief(project({ kind: 'Limit', estimatedRows: 1, input: values(1), limit: 1, offset: 0 })));
  });

  it('runs without a worker thread', async () => {
    let started = 0;
    const count = () => started++;
    process.on('worker', count);
    const db = createDatabase(await createEngine({ threads: 1, memoryLimit: '64MB' }, 0));
    const rows = async (sql: string) => [...(await db.query(sql)).values()];
    try {
      assert.deepEqual(
        await rows('SELECT x + 1, upper(t) FROM (VALUES (1, $$a$$), (NULL, $$b$$), (3, NULL)) v(x, t) WHERE x IS NOT NULL'),
        [
          [2, 'A'],
          [4, null],
        ],
      );
      await assert.rejects(rows('SELECT 1 / x FROM (VALUES (1), (0)) v(x)'), { sqlState: '22012' });
      await db.query('CREATE TABLE t (a integer NOT NULL)');
      await db.query('INSERT INTO t VALUES (1), (2)');
      await assert.rejects(db.query('INSERT INTO t VALUES (NULL)'), { sqlState: '23502' });
      await assert.rejects(db.query('SELECT 1', [], { signal: AbortSignal.abort() }), { sqlState: '57014' });
      assert.equal(started, 0);
      // A pattern that looks back may take for ever, so it stays where it can be ended.
      assert.deepEqual(await rows("SELECT t ~ '^(a+)\\1$' FROM (VALUES ('aaaa')) v(t)"), [[true]]);
      assert.equal(started, 1);
      assert.deepEqual(await rows('SELECT sum(a) FROM t'), [[3n]]);
    } finally {
      process.off('worker', count);
      await db.close();
    }
  });
});
