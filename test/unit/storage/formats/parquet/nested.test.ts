import assert from 'node:assert/strict';
import { typeName } from '#quern/data/types.js';
import { decodeFiles } from './decode.js';
import { copyWithDuckdb, temporaryFolder } from './fixtures.js';
import { duckdbColumns } from './oracle.js';

/** Nested columns over i, with NULLs and empty lists at every level. */
const COLUMNS: Readonly<Record<string, readonly [expr: string, type: string]>> = {
  list: ['CASE WHEN i % 7 = 0 THEN NULL ELSE [x::INT FOR x IN range(i % 5)] END', 'integer[]'],
  list_with_nulls: ['[CASE WHEN (x + i) % 3 > 0 THEN (x * i)::BIGINT END FOR x IN range(i % 12)]', 'bigint[]'],
  texts: ["[repeat('word ', (x % 7)::INT) || i FOR x IN range(i % 4)]", 'text[]'],
  lists: [
    'CASE WHEN i % 5 = 1 THEN NULL ELSE [CASE WHEN y % 4 = 3 THEN NULL ELSE [CASE WHEN x <> 1 THEN (x + y)::SMALLINT END FOR x IN range(y % 3)] END FOR y IN range(i % 9)] END',
    'smallint[][]',
  ],
  struct: ["CASE WHEN i % 6 <> 0 THEN {'a': i::INT, 'b': CASE WHEN i % 4 <> 0 THEN 'text ' || i END} END", 'struct(a integer, b text)'],
  deep: [
    "{'p': {'q': CASE WHEN i % 3 > 0 THEN {'r': i::DOUBLE, 's': [i::DECIMAL(20,1)]} END}, 't': DATE '2020-01-01' + i::INT}",
    'struct(p struct(q struct(r double precision, s numeric(20,1)[])), t date)',
  ],
  structs: [
    "[CASE WHEN x % 5 <> 4 THEN {'k': x::INT, 'v': CASE WHEN x % 2 = 0 THEN [x::INT, NULL] END} END FOR x IN range(i % 8)]",
    'struct(k integer, v integer[])[]',
  ],
  map: [
    "CASE WHEN i % 4 = 2 THEN NULL ELSE map_from_entries([('key ' || x, CASE WHEN x <> 2 THEN (x * i)::BIGINT END) FOR x IN range(i % 5)]) END",
    'map(text, bigint)',
  ],
};

describe('nested Parquet columns', () => {
  const folder = temporaryFolder();
  after(() => {
    folder.remove();
  });

  for (const [version, codec] of [
    ['V1', 'snappy'],
    ['V2', 'zstd'],
  ]) {
    for (const batchRows of [3, 1000]) {
      it(`reads lists, structs and maps, ${version}, ${codec}, in batches of ${batchRows}`, async () => {
        const path = folder.path(`nested-${version}.parquet`);
        const items = Object.entries(COLUMNS).map(([name, [expr]]) => `${expr} AS ${name}`);
        await copyWithDuckdb(
          `SELECT ${items.join(', ')}, i FROM range(3000) r(i)`,
          path,
          `CODEC '${codec}', PARQUET_VERSION ${version}, ROW_GROUP_SIZE 2048`,
        );
        const decoded = await decodeFiles([path], { batchRows });
        assert.deepEqual(
          decoded.types.slice(0, -1).map(typeName),
          Object.values(COLUMNS).map(([, type]) => type),
        );
        const expected = await duckdbColumns(`SELECT * FROM '${path}'`, decoded.types);
        decoded.names.forEach((name, i) => assert.deepEqual(decoded.columns[i], expected[i], name));
      });
    }
  }
});
