import assert from 'node:assert/strict';
import {
  array,
  BIGINT,
  BOOLEAN,
  DATE,
  decimal,
  DOUBLE,
  INTEGER,
  REAL,
  SMALLINT,
  TEXT,
  TIMESTAMP,
  typeName,
  UNKNOWN,
  type SqlType,
} from '#quern/data/types.js';
import '#quern/functions/index.js';
import { commonType, findCast, resolveScalar } from '#quern/functions/resolve.js';

describe('resolveScalar', () => {
  const cases: readonly (readonly [name: string, args: readonly SqlType[], expected: string])[] = [
    ['+', [INTEGER, INTEGER], 'integer, integer → integer'],
    ['+', [SMALLINT, INTEGER], 'integer, integer → integer'],
    ['+', [INTEGER, BIGINT], 'bigint, bigint → bigint'],
    ['+', [INTEGER, UNKNOWN], 'integer, integer → integer'],
    ['+', [decimal(15, 2), INTEGER], 'numeric(15,2), numeric(10,0) → numeric(16,2)'],
    ['+', [decimal(15, 2), DOUBLE], 'double precision, double precision → double precision'],
    ['+', [REAL, INTEGER], 'double precision, double precision → double precision'],
    ['+', [REAL, REAL], 'real, real → real'],
    ['*', [decimal(15, 2), decimal(16, 2)], 'numeric(15,2), numeric(16,2) → numeric(31,4)'],
    ['/', [decimal(15, 2), decimal(15, 2)], 'numeric(15,2), numeric(15,2) → numeric(33,18)'],
    ['^', [INTEGER, INTEGER], 'double precision, double precision → double precision'],
    ['-', [SMALLINT], 'smallint → smallint'],
    ['=', [INTEGER, BIGINT], 'bigint, bigint → boolean'],
    ['=', [decimal(15, 2), decimal(4, 3)], 'numeric(16,3), numeric(16,3) → boolean'],
    ['=', [BIGINT, decimal(4, 3)], 'numeric(22,3), numeric(22,3) → boolean'],
    ['<', [UNKNOWN, UNKNOWN], 'text, text → boolean'],
    ['=', [DATE, UNKNOWN], 'date, date → boolean'],
    ['=', [array(INTEGER), array(BIGINT)], 'bigint[], bigint[] → boolean'],
    ['=', [array(INTEGER), UNKNOWN], 'integer[], integer[] → boolean'],
    ['mod', [SMALLINT, BIGINT], 'bigint, bigint → bigint'],
  ];
  for (const [name, args, expected] of cases) {
    it(`${args.map(typeName).join(` ${name} `)} is ${expected}`, () => {
      const { args: types, returns } = resolveScalar(name, args);
      assert.equal(`${types.map(typeName).join(', ')} → ${typeName(returns)}`, expected);
    });
  }

  it('raises 42883 as PostgreSQL words it', () => {
    assert.throws(() => resolveScalar('+', [INTEGER, BOOLEAN], 7), {
      sqlState: '42883',
      message: 'operator does not exist: integer + boolean',
      position: 7,
      hint: 'No operator matches the given name and argument types. You might need to add explicit type casts.',
    });
    assert.throws(() => resolveScalar('mod', [decimal(4, 1), TEXT]), {
      sqlState: '42883',
      message: 'function mod(numeric, text) does not exist',
    });
    assert.throws(() => resolveScalar('powr', [INTEGER, INTEGER]), { sqlState: '42883', hint: 'Did you mean "power"?' });
  });
});

describe('commonType', () => {
  it('follows typeconv-union-case', () => {
    assert.deepEqual(commonType([INTEGER, BIGINT], 'CASE'), BIGINT);
    assert.deepEqual(commonType([INTEGER, UNKNOWN], 'CASE'), INTEGER);
    assert.deepEqual(commonType([UNKNOWN, UNKNOWN], 'CASE'), TEXT);
    assert.deepEqual(commonType([decimal(5, 2), decimal(4, 3), SMALLINT], 'CASE'), decimal(8, 3));
    assert.deepEqual(commonType([decimal(5, 2), DOUBLE], 'CASE'), DOUBLE);
    assert.deepEqual(commonType([INTEGER, REAL], 'CASE'), REAL);
    assert.deepEqual(commonType([array(INTEGER), array(DOUBLE)], 'CASE'), array(DOUBLE));
    assert.throws(() => commonType([INTEGER, TEXT], 'UNION', 3), {
      sqlState: '42804',
      message: 'UNION types integer and text cannot be matched',
      position: 3,
    });
  });
});

describe('findCast', () => {
  it('knows how strong a conversion is', () => {
    assert.ok(findCast(INTEGER, BIGINT, 'implicit'));
    assert.equal(findCast(BIGINT, INTEGER, 'implicit'), undefined);
    assert.ok(findCast(BIGINT, INTEGER, 'assignment'));
    assert.equal(findCast(TEXT, INTEGER, 'assignment'), undefined);
    assert.ok(findCast(TEXT, INTEGER, 'explicit'));
    assert.ok(findCast(UNKNOWN, INTEGER, 'implicit'));
    assert.ok(findCast(array(INTEGER), array(BIGINT), 'implicit'));
    assert.equal(findCast(BOOLEAN, TIMESTAMP, 'explicit'), undefined);
  });
});
