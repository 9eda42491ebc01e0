import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hitsTable } from '../../../benchmarks/clickbench/hits-table.js';
import { corporaPath, requireCorpora } from '../../support/corpora.js';
import { askDuckdb, csvHash, withParquet } from './tables.js';

/** What the schema calls otherwise. */
const TYPES: Readonly<Record<string, string>> = { TEXT: 'VARCHAR', CHAR: 'VARCHAR' };

describe('benchmarks: ClickBench-shaped hits', function () {
  this.timeout(120_000);

  it('are the same every time', () => {
    assert.equal(csvHash(hitsTable(5000)), csvHash(hitsTable(5000)));
  });

  it('have the columns and types of the shared schema', function () {
    requireCorpora.call(this);
    const schema = readFileSync(join(corporaPath, 'clickbench/create.sql'), 'utf8');
    const columns = [...schema.matchAll(/^ +(\w+) (\w+)/gm)].map(([, name, type]) => [
      name,
      TYPES[type.toUpperCase()] ?? type.toUpperCase(),
    ]);
    assert.equal(columns.length, 105);
    assert.deepEqual(Object.entries(hitsTable(10).columns), columns);
  });

  it('have the shape of the real ones', async () => {
    const tables = [hitsTable(40_000)];
    await withParquet(tables, async (folder) => {
      const [[[first, last]], [shares], [[users, urls, sites]], [queried], [[disorder]]] = await askDuckdb(folder, tables, [
        `SELECT min(EventDate), max(EventTime) FROM hits`,
        `SELECT count(*), avg((SearchPhrase <> '')::int), avg((AdvEngineID <> 0)::int), avg((MobilePhoneModel <> '')::int),
           avg((CounterID = 62)::int), avg((Referer <> '')::int) FROM hits`,
        `SELECT count(DISTINCT UserID), count(DISTINCT URL), count(DISTINCT CounterID) FROM hits`,
        `SELECT count(*) FILTER (UserID = 435090932899640449), count(*) FILTER (URLHash = 2868770270353813622),
           count(*) FILTER (RefererHash = 3594120000172545465 AND TraficSourceID = -1) FROM hits`,
        `SELECT count(*) FROM (SELECT CounterID, lag(CounterID) OVER (ORDER BY file_row_number) AS before
           FROM read_parquet('${folder}/hits.parquet', file_row_number = true)) WHERE CounterID < before`,
      ]);
      assert.equal(first, '2013-07-01');
      assert.match(last, /^2013-07-31 /);
      assert.equal(shares[0], '40000');
      between(shares[1], 0.1, 0.3);
      between(shares[2], 0.002, 0.02);
      between(shares[3], 0.03, 0.08);
      between(shares[4], 0.075, 0.085);
      between(shares[5], 0.6, 0.9);
      between(users, 5000, 25_000);
      between(urls, 8000, 25_000);
      between(sites, 1000, 6600);
      assert.ok(
        queried.every((count) => Number(count) > 0),
        String(queried),
      );
      assert.equal(disorder, '0');
    });
  });
});

function between(value: string, low: number, high: number): void {
  assert.ok(Number(value) >= low && Number(value) <= high, `${value} is not between ${low} and ${high}`);
}
