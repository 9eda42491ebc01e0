import assert from 'node:assert/strict';
import { open, type Database } from 'quern';
import { Random, testSeed } from '../../../support/random.js';

/** Literals of each type, by a number: few enough for hits, with its edges. */
const TYPES: Readonly<Record<string, (n: number) => string>> = {
  smallint: (n) => `${n - 40}::smallint`,
  integer: (n) => (n === 0 ? '-2147483648' : n === 1 ? '2147483647' : `${n - 40}`),
  bigint: (n) => `${BigInt(n - 40) << 40n}::bigint`,
  'decimal(9, 2)': (n) => `${n - 40}.25::decimal(9, 2)`,
  'decimal(38, 4)': (n) => `${BigInt(n - 40) << 80n}.5::decimal(38, 4)`,
  real: (n) => (n === 0 ? `'NaN'::real` : n === 1 ? `'-Infinity'::real` : `${(n - 40) / 8}::real`),
  'double precision': (n) => (n === 0 ? `'NaN'::float8` : n === 1 ? `'-0'::float8` : n === 2 ? '0::float8' : `${(n - 40) / 10}::float8`),
  text: (n) => `'${['', 'a', 'grüße ', 'the same twelve bytes and more: ', 'ABCDEFGHIJKL'][n % 5]}${n > 4 ? n : ''}'`,
  bytea: (n) => `'\\x${(n * 7 + 128).toString(16).padStart(4, '0')}'::bytea`,
  boolean: (n) => `${n % 2 === 0}`,
  date: (n) => `DATE '2020-01-01' + ${n - 40}`,
  time: (n) => `TIME '10:00:00' + INTERVAL '${n} seconds'`,
  timestamp: (n) => `TIMESTAMP '1970-01-01 00:00:00' + INTERVAL '${n - 40} days'`,
  timestamptz: (n) => `TIMESTAMPTZ '1970-01-01 00:00:00Z' + INTERVAL '${n - 40} days'`,
  interval: (n) => (n % 2 === 0 ? `INTERVAL '${n} months'` : `INTERVAL '${(n - 1) * 30} days'`),
  uuid: (n) => `'${n % 2 === 0 ? 'f' : '0'}0000000-0000-0000-0000-0000000000${String(n).padStart(2, '0')}'::uuid`,
};

const seed = testSeed();

describe(`lists of literals (seed ${seed})`, () => {
  let db: Database;
  before(async () => {
    db = await open({ threads: 1, memoryLimit: '500MB' });
  });
  after(() => db.close());

  const random = new Random(seed);
  for (const [type, literal] of Object.entries(TYPES)) {
    for (const size of [7, 8, 50]) {
      it(`of ${size} ${type} find what a join finds`, async () => {
        const values = Array.from({ length: 80 }, (_, n) => `(${n}, ${literal(n)})`);
        const list = Array.from({ length: size }, () => literal(random.below(80)));
        for (const items of [list, [...list, 'NULL']]) {
          // Literals are folded, so that the list on the left holds constants only.
          const result = await db.query(`
            SELECT n FROM (VALUES ${values.join(', ')}, (80, NULL)) AS t(n, x)
            WHERE (x IN (${items.join(', ')})) IS DISTINCT FROM (x IN (SELECT y FROM (VALUES ${items.map((item) => `(${item})`).join(', ')}) AS u(y)))
               OR (x NOT IN (${items.join(', ')})) IS DISTINCT FROM NOT (x IN (SELECT y FROM (VALUES ${items.map((item) => `(${item})`).join(', ')}) AS u(y)))`);
          assert.deepEqual([...result.values()], [], items.join(', '));
        }
      });
    }
  }

  it('of thousands are found in a scan', async () => {
    const items = Array.from({ length: 5000 }, (_, i) => 3 * i);
    const [[rows]] = [
      ...(await db.query(`SELECT count(*) FROM generate_series(1, 20000) AS t(i) WHERE i IN (${items.join(', ')})`)).values(),
    ];
    assert.equal(rows, 4999n);
  });
});
