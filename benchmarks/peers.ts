import { DuckDBInstance } from '@duckdb/node-api';
import { open } from 'quern';

/** One engine under measurement: it knows the tables and runs a query to its last row. */
export interface Peer {
  readonly name: string;
  /** The number of rows, after all of them were read. Rejects when the engine cannot run the query. */
  run(sql: string): Promise<number>;
  close(): Promise<void>;
}

export type TableFiles = Readonly<Record<string, string>>;

export async function openQuern(tables: TableFiles, threads: number): Promise<Peer> {
  const db = await open({ threads });
  for (const [table, path] of Object.entries(tables)) await db.query(`CREATE VIEW ${table} AS FROM '${path}'`);
  return {
    name: 'quern',
    async run(sql) {
      let rows = 0;
      for (const _row of (await db.query(sql)).values()) rows++;
      return rows;
    },
    close: () => db.close(),
  };
}

export async function openDuckdb(tables: TableFiles, threads: number): Promise<Peer> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  for (const [table, path] of Object.entries(tables)) await connection.run(`CREATE VIEW ${table} AS FROM '${path}'`);
  return {
    name: 'duckdb',
    run: async (sql) => (await connection.runAndReadAll(sql)).getRows().length,
    async close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Polars reads its thread count from the environment before it starts, so it is imported only then. */
export async function openPolars(tables: TableFiles, threads: number): Promise<Peer> {
  process.env.POLARS_MAX_THREADS = String(threads);
  const { default: polars } = await import('nodejs-polars');
  const scans = Object.fromEntries(Object.entries(tables).map(([table, path]) => [table, polars.scanParquet(path)]));
  const context = polars.SQLContext(scans);
  return {
    name: 'polars',
    run: async (sql) => (context.execute(sql.replace(/;\s*$/, ''), { eager: true }) as unknown as { height: number }).height,
    close: async () => {},
  };
}
