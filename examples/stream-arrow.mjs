// Results are Apache Arrow: iterate over record batches, or take a table.
import { open } from 'quern';

const db = await open();
const result = await db.query(`SELECT date, delay FROM 'node_modules/vega-datasets/data/flights-3m.parquet' WHERE origin = 'SEA'`);
let rows = 0;
let batches = 0;
for await (const batch of result) {
  rows += batch.numRows;
  batches++;
}
console.log(`${rows} rows in ${batches} batches`);

const table = (await db.query('SELECT g AS n, g * g AS square FROM generate_series(1, 5) AS t(g)')).toArrow();
console.log(table.toString());
await db.close();
