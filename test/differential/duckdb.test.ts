import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'quern';
import { Random, testSeed } from '../support/random.js';
import { difference } from './answers.js';
import { openDuckdb, runDuckdb } from './duckdb.js';
import { randomQuery } from './queries.js';
import { runQuern } from './quern.js';
import { randomTable, type Table } from './tables.js';

/** Queries to compare: QUERN_DIFFERENTIAL_QUERIES, or 2,000; a new set of tables after every hundred, of every second pair in Parquet files. */
const QUERY_COUNT = Number(process.env.QUERN_DIFFERENTIAL_QUERIES ?? 2000);
const QUERIES_PER_SET = 100;
const TIME_ZONES = ['UTC', 'Europe/Zurich', 'America/New_York'];

/** Parquet's intervals have no microseconds. */
const fitsParquet = ({ columns }: Table): boolean => columns.every(({ kind }) => kind !== 'interval');

describe('random queries give the same rows in Quern and DuckDB', function () {
  this.timeout(60_000 + QUERY_COUNT * 200);
  const seed = testSeed();
  const folder = mkdtempSync(join(tmpdir(), 'quern-differential-'));
  after(() => rmSync(folder, { recursive: true }));

  it(`${QUERY_COUNT} queries from seed ${seed}`, async () => {
    console.log(`      seed ${seed} (QUERN_SEED=${seed} repeats this run)`);
    const differences: string[] = [];
    const refused = { ours: 0, theirs: 0 };
    for (let set = 0; set * QUERIES_PER_SET < QUERY_COUNT; set++) {
      const random = new Random(seed + set);
      const tables = ['r', 's', 't'].map((name) => randomTable(name, random));
      const timeZone = random.pick(TIME_ZONES);
      const db = await open({ threads: 1 + (set % 2), memoryLimit: '256MB' });
      const duckdb = await openDuckdb(timeZone);
      try {
        await db.query(`SET timezone = '${timeZone}'`);
        for (const table of tables) {
          const statements = [table.create, ...table.inserts];
          for (const statement of statements) await duckdb.connection.run(statement);
          if (set % 4 < 2 || !fitsParquet(table)) for (const statement of statements) await db.query(statement);
          else {
            const path = join(folder, `${set}-${table.name}.parquet`);
            await duckdb.connection.run(`COPY ${table.name} TO '${path}'`);
            await db.query(`CREATE VIEW ${table.name} AS FROM '${path}'`);
          }
        }
        if (set % 2 === 1) await db.query(`SET batch_rows = 3; SET partitions = 4`);
        for (let i = 0; i < QUERIES_PER_SET && set * QUERIES_PER_SET + i < QUERY_COUNT; i++) {
          const { sql, ordered } = randomQuery(tables, random);
          const [ours, theirs] = await Promise.all([runQuern(db, sql), runDuckdb(duckdb.connection, sql)]);
          if ('error' in ours) refused.ours++;
          if ('error' in theirs) refused.theirs++;
          const found = difference(ours, theirs, ordered);
          if (found !== undefined) differences.push(`seed ${seed} set ${set} query ${i}\n${sql}\n${found}`);
        }
      } finally {
        await db.close();
        duckdb.close();
      }
    }
    console.log(`      refused: ${refused.ours} by Quern, ${refused.theirs} by DuckDB`);
    if (refused.theirs > QUERY_COUNT / 10)
      throw new Error(`DuckDB refused ${refused.theirs} of ${QUERY_COUNT} queries: the generator is off`);
    if (differences.length > 0) throw new Error(`${differences.length} differences\n\n${differences.slice(0, 8).join('\n\n')}`);
  });
});
