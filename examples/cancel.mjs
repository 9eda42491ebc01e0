// A query ends when its AbortSignal says so; the engine stays usable.
import { open, SqlError } from 'quern';

const db = await open();
const files = `'node_modules/vega-datasets/data/flights-3m.parquet'`;
try {
  await db.query(`SELECT count(*) FROM ${files} AS a, ${files} AS b WHERE a.delay < b.distance`, [], { signal: AbortSignal.timeout(200) });
} catch (error) {
  if (!(error instanceof SqlError)) throw error;
  console.log(`${error.sqlState}: ${error.message}`);
}
console.log((await db.query('SELECT 1 AS still_here')).toArray());
await db.close();
