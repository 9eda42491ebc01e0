import assert from 'node:assert/strict';
import { SqlError } from '#quern/errors.js';
import type { Catalog } from '#quern/planner/catalog.js';
import { outputColumns } from '#quern/planner/logical/columns.js';
import { printPlan } from '#quern/planner/logical/print.js';
import { bindSql, catalogFrom } from '../../../support/bind.js';
import { testSeed } from '../../../support/random.js';
import { RandomQueries } from '../../../support/random-queries.js';

/** Errors that a well-formed random query may run into; anything else is a bug of the binder. */
const EXPECTED = new Set(['42803', '42P10', '42702', '0A000', '42P20']);

describe('random queries', () => {
  const seed = testSeed();
  let catalog: Catalog;
  before(async () => {
    catalog = await catalogFrom('CREATE TABLE t (a int, b int); CREATE TABLE u (a int, b int)');
  });

  it(`bind to whole plans (seed ${seed})`, async function () {
    this.timeout(30_000);
    const queries = new RandomQueries(seed);
    let bound = 0;
    for (let i = 0; i < 500; i++) {
      const sql = queries.query([], 2);
      try {
        // Verifies that every column is produced below or by an enclosing query.
        const { plan, outputs } = await bindSql(sql, catalog);
        const produced = new Set(outputColumns(plan).map(({ id }) => id));
        assert.ok(
          outputs.every(({ column }) => produced.has(column.id)),
          'an output is not produced',
        );
        printPlan(plan);
        bound++;
      } catch (error) {
        if (error instanceof SqlError && EXPECTED.has(error.sqlState)) continue;
        throw new Error(`${sql}\n${String(error)}`, { cause: error });
      }
    }
    assert.ok(bound > 350, `only ${bound} of 500 queries bound`);
  });
});
