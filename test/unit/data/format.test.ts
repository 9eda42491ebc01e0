import assert from 'node:assert/strict';
import { formatValue } from '#quern/data/format.js';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTEA,
  DATE,
  decimal,
  DOUBLE,
  INTEGER,
  INTERVAL,
  REAL,
  TEXT,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  UUID,
  type SqlType,
} from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';

const point: SqlType = {
  kind: 'struct',
  fields: [
    { name: 'x', type: INTEGER },
    { name: 'label', type: TEXT },
  ],
};
const map: SqlType = { kind: 'map', key: TEXT, value: array(INTEGER) };

describe('formatValue', () => {
  for (const [type, value, text] of [
    [BOOLEAN, true, 't'],
    [BOOLEAN, false, 'f'],
    [INTEGER, -7, '-7'],
    [BIGINT, 9223372036854775807n, '9223372036854775807'],
    [TEXT, 'a "b"', 'a "b"'],
    [DOUBLE, 0.1 + 0.2, '0.30000000000000004'],
    [DOUBLE, 1e15, '1e+15'],
    [DOUBLE, 123456789012345, '123456789012345'],
    [DOUBLE, 1e-4, '0.0001'],
    [DOUBLE, 1e-5, '1e-05'],
    [DOUBLE, -0, '-0'],
    [DOUBLE, NaN, 'NaN'],
    [DOUBLE, -Infinity, '-Infinity'],
    [DOUBLE, 5e-324, '5e-324'],
    [REAL, Math.fround(0.1), '0.1'],
    [REAL, Math.fround(1e6), '1e+06'],
    [REAL, Math.fround(16777216), '1.6777216e+07'],
    [decimal(10, 2), -5n, '-0.05'],
    [decimal(10, 2), 100n, '1.00'],
    [decimal(38, 0), 10n ** 37n, `1${'0'.repeat(37)}`],
    [BYTEA, Uint8Array.of(0, 255, 16), '\\x00ff10'],
    [DATE, 19782, '2024-02-29'],
    [DATE, -719529, '0002-12-31 BC'],
    [TIME, 86_399_500_000n, '23:59:59.5'],
    [TIMESTAMP, 1_709_208_000_000_001n, '2024-02-29 12:00:00.000001'],
    [TIMESTAMPTZ, 1_709_208_000_000_000n, '2024-02-29 12:00:00+00'],
    [INTERVAL, { months: 14, days: -3, micros: 3_723_000_004n }, '1 year 2 mons -3 days +01:02:03.000004'],
    [INTERVAL, { months: 0, days: 0, micros: 0n }, '00:00:00'],
    [UUID, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
    [array(INTEGER), [1, null, 3], '{1,NULL,3}'],
    [
      array(array(TEXT)),
      [
        ['a b', ''],
        ['null', 'x"\\'],
      ],
      '{{"a b",""},{"null","x\\"\\\\"}}',
    ],
    [point, [1, null], '(1,)'],
    [point, [null, 'a "b"'], '(,"a ""b""")'],
    [
      map,
      [
        ['k, 1', [1, 2]],
        ['v', null],
      ],
      '{"k, 1"=>{1,2},v=>NULL}',
    ],
    [TEXT, null, ''],
  ] as readonly (readonly [SqlType, SqlValue, string])[]) {
    it(`prints ${text === '' ? 'nothing for NULL' : text}`, () => assert.equal(formatValue(value, type), text));
  }

  it('shows a timestamptz in the zone it is given', () =>
    assert.equal(formatValue(1_709_208_000_000_000n, TIMESTAMPTZ, 'Asia/Tokyo'), '2024-02-29 21:00:00+09'));
});
