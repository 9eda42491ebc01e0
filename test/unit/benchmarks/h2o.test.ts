import assert from 'node:assert/strict';
import { groupTable } from '../../../benchmarks/h2o/group-table.js';
import { joinTables } from '../../../benchmarks/h2o/join-tables.js';
import { askDuckdb, csvHash, withParquet } from './tables.js';

const ROWS = 50_000;

describe('benchmarks: H2O tables', function () {
  this.timeout(120_000);

  it('are the same every time', () => {
    assert.deepEqual(joinTables(ROWS).map(csvHash), joinTables(ROWS).map(csvHash));
    assert.equal(csvHash(groupTable(ROWS)), csvHash(groupTable(ROWS)));
    assert.notEqual(csvHash(groupTable(ROWS)), csvHash(groupTable(ROWS + 1)));
  });

  it('group by 100 large and N / 100 small groups', async () => {
    const tables = [groupTable(ROWS)];
    await withParquet(tables, async (folder) => {
      const [[counts], [ranges], [texts]] = await askDuckdb(folder, tables, [
        `SELECT count(*), count(DISTINCT id1), count(DISTINCT id2), count(DISTINCT id3), count(DISTINCT id4), count(DISTINCT id5),
           count(DISTINCT id6) FROM x_group`,
        `SELECT min(id4), max(id4), min(id6), max(id6), min(v1), max(v1), min(v2), max(v2), min(v3) >= 0 AND max(v3) < 100 FROM x_group`,
        `SELECT min(id1), max(id1), min(id3), max(id3) FROM x_group`,
      ]);
      assert.deepEqual(counts, ['50000', '100', '100', '500', '100', '100', '500']);
      assert.deepEqual(ranges, ['1', '100', '1', '500', '1', '5', '1', '15', 'true']);
      assert.deepEqual(texts, ['id001', 'id100', 'id0000000001', 'id0000000500']);
    });
  });

  it('join nine in ten rows, each with one row', async () => {
    const tables = joinTables(ROWS);
    await withParquet(tables, async (folder) => {
      const [sizes, unique, [matches], [texts]] = await askDuckdb(folder, tables, [
        `SELECT count(*) FROM x UNION ALL SELECT count(*) FROM small UNION ALL SELECT count(*) FROM medium UNION ALL SELECT count(*) FROM big`,
        `SELECT count(DISTINCT id1) FROM small UNION ALL SELECT count(DISTINCT id2) FROM medium UNION ALL SELECT count(DISTINCT id3) FROM big`,
        `SELECT (SELECT count(*) FROM x JOIN big USING (id3)), (SELECT count(*) FROM big JOIN x USING (id3)), count(DISTINCT id3) FROM x`,
        `SELECT bool_and(id4 = 'id' || id1 AND id5 = 'id' || id2 AND id6 = 'id' || id3) FROM big`,
      ]);
      assert.deepEqual(sizes.flat(), ['50000', '10', '50', '50000']);
      assert.deepEqual(unique.flat(), ['10', '50', '50000']);
      assert.deepEqual(matches, ['45000', '45000', '50000']);
      assert.deepEqual(texts, ['true']);
    });
  });
});
