import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeFiles } from './decode.js';
import { duckdbColumns } from './oracle.js';

const CORPUS = resolve('../shared/corpora/tpch/data/sf0.01');
const FLIGHTS = resolve('node_modules/vega-datasets/data/flights-3m.parquet');

describe('Parquet files of others', () => {
  for (const name of existsSync(CORPUS) ? readdirSync(CORPUS) : []) {
    it(`reads ${name} as DuckDB does`, async () => {
      const path = join(CORPUS, name);
      const decoded = await decodeFiles([path]);
      const expected = await duckdbColumns(`SELECT * FROM '${path}'`, decoded.types);
      decoded.names.forEach((column, i) => assert.deepEqual(decoded.columns[i], expected[i], column));
    });
  }

  it('reads three million flights as DuckDB does', async () => {
    // Comparing every value in JavaScript would take longer than decoding: a sum and a sample of rows say the same.
    const decoded = await decodeFiles([FLIGHTS], { only: ['delay', 'origin'] });
    const [[sum], [count]] = await duckdbColumns(`SELECT sum(delay)::BIGINT, count(*) FROM '${FLIGHTS}'`, [
      { kind: 'bigint' },
      { kind: 'bigint' },
    ]);
    const [delays, origins] = decoded.columns;
    assert.equal(
      (delays as (bigint | null)[]).reduce<bigint>((total, value) => total + (value ?? 0n), 0n),
      sum,
    );
    assert.equal(BigInt(origins.length), count);
    const expected = await duckdbColumns(`SELECT delay, origin FROM '${FLIGHTS}' LIMIT 20000 OFFSET 265000`, decoded.types);
    assert.deepEqual(delays.slice(265_000, 285_000), expected[0]);
    assert.deepEqual(origins.slice(265_000, 285_000), expected[1]);
  });
});
