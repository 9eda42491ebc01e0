import assert from 'node:assert/strict';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { SqlValue } from '#quern/data/value.js';
import { SqlError } from '#quern/errors.js';
import type { Catalog } from '#quern/planner/catalog.js';
import { outputColumns } from '#quern/planner/logical/columns.js';
import { printPlan } from '#quern/planner/logical/print.js';
import { bindSql, catalogFrom } from '../../../support/bind.js';
import { Random, testSeed } from '../../../support/random.js';
import { RandomQueries } from '../../../support/random-queries.js';
import { execute, type Tables } from '../../../support/reference-executor.js';

const QUERIES = Number(process.env.QUERN_BIND_QUERIES ?? 150);

function randomTable(random: Random): (number | null)[][] {
  return Array.from({ length: 2 + random.below(6) }, () => [0, 0].map(() => (random.below(6) === 0 ? null : random.below(5))));
}

/** What the bound plan means, by the definition of its nodes. */
async function meaningOf(sql: string, catalog: Catalog, tables: Tables): Promise<unknown[][]> {
  const { plan, outputs } = await bindSql(sql, catalog);
  const produced = outputColumns(plan).map(({ id }) => id);
  const positions = outputs.map(({ column }) => produced.indexOf(column.id));
  return execute(plan, tables).map((row) => positions.map((i) => plain(row[i])));
}

const plain = (value: SqlValue): unknown => (typeof value === 'bigint' ? Number(value) : value);

async function answerOf(sql: string, connection: DuckDBConnection): Promise<unknown[][]> {
  const rows = (await connection.runAndReadAll(sql)).getRows();
  return rows.map((row) => row.map((value) => (value === null ? null : Number(value))));
}

const inAnyOrder = (rows: readonly unknown[][]): string[] => rows.map((row) => JSON.stringify(row)).sort();

describe('the meaning of bound plans', () => {
  const seed = testSeed();
  const random = new Random(seed);
  const tables = { t: randomTable(random), u: randomTable(random) };
  let catalog: Catalog;
  let connection: DuckDBConnection;

  before(async () => {
    catalog = await catalogFrom('CREATE TABLE t (a int, b int); CREATE TABLE u (a int, b int)');
    connection = await (await DuckDBInstance.create()).connect();
    for (const [name, rows] of Object.entries(tables)) {
      await connection.run(`CREATE TABLE ${name} (a int, b int)`);
      await connection.run(`INSERT INTO ${name} VALUES ${rows.map((row) => `(${row.map(String).join(', ')})`).join(', ')}`);
    }
  });
  after(() => connection.closeSync());

  it(`is what another engine computes (seed ${seed})`, async function () {
    this.timeout(120_000);
    const queries = new RandomQueries(seed, false);
    let compared = 0;
    for (let i = 0; i < QUERIES; i++) {
      const sql = queries.query([], 2);
      let expected: unknown[][];
      try {
        expected = await answerOf(sql, connection);
      } catch {
        // It does not take all correlations, and raises run-time errors for rows that other plans never compute.
        continue;
      }
      let actual: unknown[][];
      try {
        actual = await meaningOf(sql, catalog, tables);
      } catch (error) {
        if (error instanceof SqlError && ['21000', '42803'].includes(error.sqlState)) continue;
        throw new Error(`${sql}\n${String(error)}`, { cause: error });
      }
      compared++;
      if (inAnyOrder(actual).join() !== inAnyOrder(expected).join()) {
        assert.deepEqual(
          inAnyOrder(actual),
          inAnyOrder(expected),
          `${sql}\n${printPlan((await bindSql(sql, catalog)).plan)}\n${JSON.stringify(tables)}`,
        );
      }
    }
    assert.ok(compared > QUERIES / 3, `only ${compared} of ${QUERIES} queries were compared`);
  });
});
