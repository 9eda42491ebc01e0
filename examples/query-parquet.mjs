// Ask a Parquet file a question; a file needs no registration.
import { open } from 'quern';

const flights = process.argv[2] ?? 'node_modules/vega-datasets/data/flights-3m.parquet';
const db = await open();
const { columns, rowCount } = await db.query(`SELECT * FROM '${flights}' LIMIT 0`);
console.log(`columns: ${columns.map(({ name, type }) => `${name} ${type.kind}`).join(', ')} (${rowCount} rows read)`);

const result = await db.query(
  `SELECT origin, count(*) AS flights FROM '${flights}' WHERE delay > 60 GROUP BY origin ORDER BY flights DESC LIMIT 3`,
);
for (const { origin, flights: late } of result.toArray()) console.log(`${origin}: ${late} flights were more than an hour late`);
await db.close();
