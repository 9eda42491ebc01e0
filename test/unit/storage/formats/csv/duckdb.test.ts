import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import type { SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import { formatValue } from '#quern/data/format.js';
import { readTable } from './read.js';

const folder = fileURLToPath(new URL('../../../../../../node_modules/vega-datasets/data', import.meta.url));

/** Where the two engines choose differently on purpose. */
const OTHER_TYPES: Readonly<Record<string, string>> = {
  integer: 'BIGINT',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
};

/** Values as texts, for files in which a type differs. */
const asText = (value: SqlValue, type: SqlType): string | null => {
  if (value === null) return null;
  return type.kind === 'double' ? String(value) : type.kind === 'boolean' ? String(value) : formatValue(value, type);
};

describe('CSV files of vega-datasets', () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.csv'))) {
    it(`${name} is what DuckDB reads`, async () => {
      const path = join(folder, name);
      const ours = await readTable([path]);
      const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
      const reader = await connection.runAndReadAll(`SELECT * FROM read_csv('${path.replaceAll("'", "''")}', sample_size => -1)`);
      const theirTypes = reader.columnTypes().map(String);
      const theirs = (reader.getRowsJson() as (string | number | null | boolean)[][]).map((row) =>
        row.map((value) => (value === null ? null : String(value))),
      );
      connection.closeSync();

      assert.deepEqual(ours.names, reader.columnNames());
      assert.deepEqual(
        ours.types.map(({ kind }) => OTHER_TYPES[kind]),
        theirTypes,
      );
      assert.deepEqual(
        ours.rows.map((row) => row.map((value, i) => asText(value, ours.types[i]))),
        theirs,
      );
    });
  }
});
