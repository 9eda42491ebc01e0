import assert from 'node:assert/strict';
import { decodeFiles } from './decode.js';
import { copyWithDuckdb, temporaryFolder } from './fixtures.js';
import { duckdbColumns } from './oracle.js';

/** Every type that has a column without nesting, over i; each as it is, with some NULLs, and with many repeated values. */
const COLUMNS: Readonly<Record<string, string>> = {
  boolean: 'i % 3 = 0',
  tinyint: '(i % 256 - 128)::TINYINT',
  smallint: '(i % 65536 - 32768)::SMALLINT',
  integer: '(i * 7919 - 100000)::INTEGER',
  bigint: '(i * 1234567890123 - 1000000000000)::BIGINT',
  utinyint: '(i % 256)::UTINYINT',
  usmallint: '(i % 65536)::USMALLINT',
  uinteger: '(4294967295 - i)::UINTEGER',
  ubigint: '(18446744073709551615 - i)::UBIGINT',
  real: '(i / 7.0 - 50)::REAL',
  double: '(i / 7.0 - 50)::DOUBLE',
  decimal4: '(i % 9999 / 100.0 - 40)::DECIMAL(4,2)',
  decimal9: '(i / 100.0 - 40)::DECIMAL(9,2)',
  decimal18: '(i * 1000003 / 100.0 - 40)::DECIMAL(18,2)',
  decimal38: '(i * 1000003 - 40000)::DECIMAL(38,2) * 1000000000000000000',
  text: 'repeat(chr(97 + (i % 26)::INT), (i % 20)::INT) || i',
  wide: "'Grüße, 世界 ' || i || ' ' || repeat('x', (i % 300)::INT)",
  bytes: "encode('b' || repeat('z', (i % 17)::INT) || i)",
  date: "DATE '1969-12-01' + (i % 5000)::INT",
  time: "TIME '00:00:00' + to_microseconds(i * 86399 % 86400000000)",
  timestamp: "TIMESTAMP '1969-12-31 23:00:00' + to_microseconds(i * 999983)",
  timestamp_s: "(TIMESTAMP '1969-12-31 23:00:00' + to_seconds(i))::TIMESTAMP_S",
  timestamp_ms: "(TIMESTAMP '1969-12-31 23:00:00' + to_milliseconds(i))::TIMESTAMP_MS",
  timestamp_ns: "(TIMESTAMP '1969-12-31 23:00:00' + to_microseconds(i))::TIMESTAMP_NS",
  timestamptz: "TIMESTAMPTZ '1969-12-31 23:00:00+00' + to_microseconds(i * 999983)",
  interval: 'to_months((i % 30)::INT) + to_days((i % 40)::INT) + to_milliseconds(i)',
  uuid: 'md5(i::VARCHAR)::UUID',
  json: `('{"a": ' || i || '}')::JSON`,
  enumeration: "(['sad', 'ok', 'happy'])[1 + (i % 3)::INT]::ENUM('sad', 'ok', 'happy')",
};

const tableQuery = (rows: number, divisor = 1): string => {
  const items = Object.entries(COLUMNS).flatMap(([name, expr]) => {
    const over = divisor === 1 ? expr : expr.replace(/\bi\b/g, `(i // ${divisor})`);
    return [`${over} AS "${name}"`, `CASE WHEN i % 5 <> 2 THEN ${over} END AS "${name}_nulls"`];
  });
  return `SELECT ${items.join(', ')}, NULL::INTEGER AS nothing FROM range(${rows}) AS t(i)`;
};

describe('Parquet types', () => {
  const folder = temporaryFolder();
  after(() => {
    folder.remove();
  });

  async function compare(path: string, batchRows: number): Promise<void> {
    const decoded = await decodeFiles([path], { batchRows });
    const expected = await duckdbColumns(`SELECT * FROM '${path}'`, decoded.types);
    decoded.names.forEach((name, i) => assert.deepEqual(decoded.columns[i], expected[i], name));
  }

  for (const [version, codec] of [
    ['V1', 'snappy'],
    ['V2', 'snappy'],
    ['V1', 'uncompressed'],
    ['V2', 'zstd'],
    ['V1', 'gzip'],
    ['V1', 'lz4_raw'],
    ['V2', 'brotli'],
  ]) {
    for (const [label, rows, divisor, batchRows] of [
      ['distinct', codec === 'brotli' ? 300 : 3000, 1, 1000],
      ['repeated', 5000, 50, 3],
    ] as const) {
      it(`reads ${label} values, ${codec}, ${version}, in batches of ${batchRows}`, async () => {
        const path = folder.path(`${label}-${codec}-${version}.parquet`);
        await copyWithDuckdb(tableQuery(rows, divisor), path, `CODEC '${codec}', PARQUET_VERSION ${version}, ROW_GROUP_SIZE 2048`);
        await compare(path, batchRows);
      });
    }
  }

  it('reads a table without rows and one without NULLs', async () => {
    const path = folder.path('empty.parquet');
    await copyWithDuckdb(tableQuery(0), path);
    assert.equal((await decodeFiles([path])).columns[0].length, 0);
  });
});
