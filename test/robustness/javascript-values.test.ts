import assert from 'node:assert/strict';
import { open, type Database, type ParameterInput } from 'quern';

/** What a program without types may pass. */
const any = (value: unknown) => value as never;

describe('values from a program', function () {
  this.timeout(60_000);
  let db: Database;
  before(async () => {
    db = await open({ threads: 1, memoryLimit: '64MB' });
  });
  after(() => db.close());

  const endless: unknown[] = [];
  endless.push(endless);
  const refused: readonly (readonly [what: string, value: unknown, sqlState: string])[] = [
    ['an array that holds itself', endless, '54000'],
    ['an invalid Date', new Date(NaN), '22008'],
    ['a bigint of 40 digits', 10n ** 40n, '22003'],
    ['a lone surrogate', '\ud800', '22021'],
    ['a lone surrogate in an array', ['\udfff'], '22021'],
    ['an object', {}, '42846'],
    ['a symbol', Symbol('x'), '42846'],
    ['an array of different types', [1, 'x'], '42804'],
    ['arrays of different types', [[1], ['x']], '42804'],
  ];
  for (const [what, value, sqlState] of refused) {
    it(`${what} is refused as a parameter and in a row`, async () => {
      await assert.rejects(db.query('SELECT $1', [value as ParameterInput]), { sqlState });
      await assert.rejects(db.registerTable('refused', [{ a: value }]), { sqlState });
    });
  }

  const kept: readonly (readonly [what: string, values: readonly unknown[], rows: readonly unknown[]])[] = [
    ['holes of arrays are NULL', [any([1, , 3])], [[1, null, 3]]],
    [
      'arrays of arrays find one type',
      [
        [[], [1]],
        [[2.5], null],
      ],
      [
        [[], [1]],
        [[2.5], null],
      ],
    ],
    ['an array without values takes the type of others', [[], [null], ['x']], [[], [null], ['x']]],
    ['large bigints are exact', [2n ** 70n, -(2n ** 63n) - 1n, 5n], ['1180591620717411303424', '-9223372036854775809', '5']],
    ['integers beyond 32 bits', [-(2 ** 31), 2 ** 31], [-2147483648n, 2147483648n]],
    ['Dates', [new Date(0), null], ['1970-01-01 00:00:00+00', null]],
  ];
  for (const [what, values, rows] of kept) {
    it(what, async () => {
      await db.registerTable(
        'kept',
        values.map((a) => ({ a })),
      );
      const read = (await db.query('SELECT a FROM kept')).toArray().map(({ a }) => a);
      assert.deepEqual(read, rows);
    });
  }

  it('parameters that are arrays of arrays', async () => {
    assert.deepEqual((await db.query('SELECT $1 AS a', [[[], [1.5], [null, 2]]])).toArray(), [{ a: [[], [1.5], [null, 2]] }]);
  });

  it('names that every object inherits are columns like others', async () => {
    await db.registerTable('names', [
      JSON.parse('{"__proto__": 1, "constructor": 2}') as object as Record<string, unknown>,
      { toString: 3 },
    ]);
    assert.deepEqual(
      [...(await db.query('SELECT * FROM names')).values()],
      [
        [1, 2, null],
        [null, null, 3],
      ],
    );
    for (const name of ['constructor', '__proto__', 'toString']) {
      await assert.rejects(db.query(`SELECT '1'::"${name}"`), { sqlState: '42704' });
      await assert.rejects(db.query(`SELECT ${name}(1)`), { sqlState: '42883' });
    }
  });

  it('calls with arguments of the wrong kind', async () => {
    for (const sql of [undefined, null, 1, {}]) await assert.rejects(db.query(any(sql)), { sqlState: '22023' });
    for (const params of [null, 'abc', { 1: 2 }]) await assert.rejects(db.query('SELECT 1', any(params)), { sqlState: '22023' });
    for (const options of [null, 1, { signal: {} }, { signal: null }, { onProgress: 5 }])
      await assert.rejects(db.query('SELECT 1', [], any(options)), { sqlState: '22023' });
    for (const name of [undefined, 5, '']) await assert.rejects(db.registerTable(any(name), [{ a: 1 }]), { sqlState: '42602' });
    for (const input of [undefined, 5, { a: 1 }, [null], ['abc'], [5]])
      await assert.rejects(db.registerTable('t', any(input)), { sqlState: '42804' });
    await assert.rejects(open(any({ memoryLimit: '5constructor' })), { sqlState: '22023' });
  });

  it('what the program itself throws is 38000, with the cause', async () => {
    const cause = new Error('boom');
    const throwing = {
      get a(): number {
        throw cause;
      },
    };
    await assert.rejects(db.registerTable('t', [throwing]), { sqlState: '38000', message: /boom/, cause });
    const onProgress = () => {
      throw cause;
    };
    await assert.rejects(db.query('SELECT count(*) FROM generate_series(1, 100000000000)', [], { onProgress }), {
      sqlState: '38000',
      cause,
    });
    assert.deepEqual((await db.query('SELECT 1 AS one')).toArray(), [{ one: 1 }]);
  });
});
