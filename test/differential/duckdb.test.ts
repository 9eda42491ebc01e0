import { open, type Database } from '#quern/index.js';
import { Random, testSeed } from '../support/random.js';
import { openDuckdb, runDuckdb, runQuern, type Outcome } from './duckdb.js';
import { randomQuery } from './queries.js';
import { randomTable } from './tables.js';

/** Queries to compare: QUERN_DIFFERENTIAL_QUERIES, or 2,000; a new set of tables after every hundred. */
const QUERY_COUNT = Number(process.env.QUERN_DIFFERENTIAL_QUERIES ?? 2000);
const QUERIES_PER_SET = 100;

describe('random queries give the same rows in Quern and DuckDB', function () {
  this.timeout(60_000 + QUERY_COUNT * 200);
  const seed = testSeed();

  it(`${QUERY_COUNT} queries from seed ${seed}`, async () => {
    console.log(`      seed ${seed} (QUERN_SEED=${seed} repeats this run)`);
    const differences: string[] = [];
    let refused = 0;
    for (let set = 0; set * QUERIES_PER_SET < QUERY_COUNT; set++) {
      const random = new Random(seed + set);
      const tables = ['r', 's', 't'].map((name) => randomTable(name, random));
      const db: Database = await open({ threads: 1 + (set % 2), memoryLimit: '256MB' });
      const duckdb = await openDuckdb();
      try {
        for (const statement of tables.flatMap(({ create, inserts }) => [create, ...inserts])) {
          await db.query(statement);
          await duckdb.connection.run(statement);
        }
        if (set % 2 === 1) await db.query(`SET batch_rows = 3; SET partitions = 4`);
        for (let i = 0; i < QUERIES_PER_SET && set * QUERIES_PER_SET + i < QUERY_COUNT; i++) {
          const sql = randomQuery(tables, random);
          const [ours, theirs] = [await runQuern(db, sql), await runDuckdb(duckdb.connection, sql)];
          if ('error' in theirs && 'error' in ours) refused++;
          const difference = compare(ours, theirs, /ORDER BY 1 /.test(sql));
          if (difference !== undefined) differences.push(`seed ${seed} set ${set} query ${i}\n${sql}\n${difference}`);
        }
      } finally {
        await db.close();
        duckdb.close();
      }
    }
    if (refused > QUERY_COUNT / 20) throw new Error(`both engines refused ${refused} of ${QUERY_COUNT} queries: the generator is off`);
    if (differences.length > 0) throw new Error(`${differences.length} differences\n\n${differences.slice(0, 8).join('\n\n')}`);
  });
});

function compare(ours: Outcome, theirs: Outcome, ordered: boolean): string | undefined {
  if ('error' in ours)
    return 'error' in theirs && ours.sqlState !== 'XX000'
      ? undefined
      : `Quern: ${ours.error}\nDuckDB: ${'error' in theirs ? theirs.error : `${theirs.rows.length} rows`}`;
  // DuckDB refuses a few things that PostgreSQL accepts; they show nothing.
  if ('error' in theirs) return undefined;
  const [a, b] = ordered ? [ours.rows, theirs.rows] : [[...ours.rows].sort(), [...theirs.rows].sort()];
  if (a.length !== b.length)
    return `Quern: ${a.length} rows, DuckDB: ${b.length} rows\n  Quern: ${a.slice(0, 5).join('  ')}\n  DuckDB: ${b.slice(0, 5).join('  ')}`;
  const at = a.findIndex((row, i) => row !== b[i]);
  return at < 0 ? undefined : `row ${at + 1}\n  Quern:  ${a[at]}\n  DuckDB: ${b[at]}`;
}
