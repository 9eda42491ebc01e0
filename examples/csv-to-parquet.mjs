// Turn a CSV file into Parquet, then read it back.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'quern';

const folder = mkdtempSync(join(tmpdir(), 'quern-example-'));
const source = 'node_modules/vega-datasets/data/seattle-weather.csv';
const target = join(folder, 'weather.parquet');

const db = await open();
const { command } = await db.query(
  `COPY (SELECT *, temp_max - temp_min AS spread FROM '${source}') TO '${target}' (FORMAT parquet, COMPRESSION zstd)`,
);
console.log(`${command} rows written, ${statSync(target).size} bytes instead of ${statSync(source).size}`);
console.log(
  (
    await db.query(`SELECT weather, count(*) AS days, max(spread) AS widest FROM '${target}' GROUP BY weather ORDER BY days DESC`)
  ).toArray(),
);
await db.close();
rmSync(folder, { recursive: true });
