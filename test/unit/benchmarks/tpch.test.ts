import assert from 'node:assert/strict';
import { open } from 'quern';
import { rowCounts } from '../../../benchmarks/tpch/row-counts.js';
import { supplier } from '../../../benchmarks/tpch/supplier.js';
import { tpchTables } from '../../../benchmarks/tpch/tables.js';
import { makeTexts, type Texts } from '../../../benchmarks/tpch/texts.js';
import { requireCorpora } from '../../support/corpora.js';
import { createTpchViews, differenceFromRows, tpchAnswer, tpchQueries, tpchQuery } from '../../support/tpch.js';
import { csvHash, withParquet } from './tables.js';

/** SHA-256 of the CSV files of another implementation (tpchgen-cli, which equals the TPC's generator) at scale factor 0.01. */
const HASHES: Readonly<Record<string, string>> = {
  region: '3409aa7d2a9479fa0c14e97ec195fbe61e6e26a10b116628cdf9a0c7ffaffe17',
  nation: '3d3724d0182ab4836faaae1ce0ca65e3241389ed2ef430dfa78a0f5afe3377be',
  supplier: 'b5864f5f855b38b027b5e27dad7b8776ebc7f2700bd573c949d064ccf4301528',
  part: '32e1c0871da096e8a1a8c07cdf439a78f19bebea223de8cd4ffb3bcaec9a0575',
  customer: '960f05a220b6f2743a39f5746f3db4c79ecb1dc988598455b9bb6492ff4a0852',
  partsupp: 'ba3279684a8359c99c0db94a574d747c6752868b68ce295d8353c2c9e8dd47fd',
  orders: '5895ddfec446571df9eb4efba4e22c9fa65e36a0a7b02fe020224e25eaffbca2',
  lineitem: 'ca30a6b005d6686ce218665d5a9c3b107ab6812b080a4ab98ef4c79c7d3fce93',
};

describe('benchmarks: TPC-H tables', function () {
  this.timeout(120_000);

  let texts: Texts;
  before(() => {
    texts = makeTexts('tpc');
  });

  it("are byte for byte the TPC's", () => {
    assert.deepEqual(Object.fromEntries(tpchTables(0.01, texts).map((table) => [table.name, csvHash(table)])), HASHES);
  });

  it("hold customers' remarks on suppliers where the TPC's do", () => {
    // Scale factor 0.1 is the smallest round one with such a remark.
    const hash = csvHash(supplier(rowCounts(0.1), texts));
    assert.equal(hash, 'b1afaa1968d5c598887c4462f770630ceca6cf5d4838f61ea979755066ed5356');
  });

  it('give the official answers, their texts too', async function () {
    requireCorpora.call(this);
    await withParquet(tpchTables(0.01, makeTexts('duckdb')), async (folder) => {
      const db = await open({ threads: 1 });
      try {
        await createTpchViews(db, folder, 'parquet');
        const differences: string[] = [];
        for (const name of tpchQueries) {
          const difference = differenceFromRows(await db.query(tpchQuery(name)), tpchAnswer(name));
          if (difference !== undefined) differences.push(`${name}: ${difference}`);
        }
        assert.deepEqual(differences, []);
      } finally {
        await db.close();
      }
    });
  });
});
