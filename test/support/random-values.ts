import type { SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import type { Random } from './random.js';

const INTEGER_BITS = { smallint: 16, integer: 32, bigint: 64 } as const;
const WORDS = [
  '',
  'a',
  'B',
  'abc',
  'ABC',
  ' x ',
  '12',
  '-7',
  '1.5',
  'true',
  '0x1F',
  '1_000',
  '1__0',
  ' 42 ',
  '+5',
  '-',
  '32768',
  '-2147483648',
  '9223372036854775808',
  '0b_1',
  '0o8',
  '_1',
  '0x',
  'é',
  'naïve',
  '日本語',
  '😀',
  'a%b_c',
  'a\\b',
  'the quick brown fox',
  'x'.repeat(13),
  '2020-02-29',
];
const FLOATS = [
  0,
  -0,
  1,
  -1,
  0.5,
  -2.5,
  1e-300,
  1e300,
  1.7976931348623157e308,
  5e-324,
  Infinity,
  -Infinity,
  NaN,
  0.1,
  123456.789,
  2 ** 53,
  1e15,
];

const bigBelow = (random: Random, bits: number): bigint => {
  let value = 0n;
  for (let i = 0; i < bits; i += 16) value = (value << 16n) | BigInt(random.below(65536));
  return BigInt.asUintN(bits, value);
};

/** Small values, limits of the range and their neighbours, and values of any length. */
function integer(random: Random, bits: number): bigint {
  const limit = 1n << BigInt(bits - 1);
  switch (random.below(4)) {
    case 0:
      return BigInt(random.below(12) - 5);
    case 1:
      return random.below(2) === 0 ? limit - 1n - BigInt(random.below(2)) : -limit + BigInt(random.below(2));
    default:
      return BigInt.asIntN(bits, bigBelow(random, 1 + random.below(bits)));
  }
}

function decimal(random: Random, precision: number): bigint {
  const limit = 10n ** BigInt(precision);
  const value = random.below(5) === 0 ? limit - 1n : bigBelow(random, 1 + random.below(127)) % limit;
  return random.below(2) === 0 ? value : -value;
}

function double(random: Random): number {
  if (random.below(3) === 0) return random.pick(FLOATS);
  if (random.below(2) === 0) return (random.below(2000) - 1000) / random.pick([1, 2, 4, 10, 100]);
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint32(0, ((random.below(65536) << 16) | random.below(65536)) >>> 0);
  bits.setUint32(4, random.below(0xffffffff));
  return bits.getFloat64(0);
}

const DAY = 86_400_000_000n;

/** A non-NULL value of a type, with its edges well represented. */
export function randomValue(random: Random, type: SqlType): SqlValue {
  switch (type.kind) {
    case 'boolean':
      return random.below(2) === 1;
    case 'smallint':
    case 'integer':
      return Number(integer(random, INTEGER_BITS[type.kind]));
    case 'bigint':
      return integer(random, 64);
    case 'real':
      return Math.fround(double(random));
    case 'double':
      return double(random);
    case 'decimal':
      return decimal(random, type.precision);
    case 'text':
    case 'unknown':
      return random.below(3) === 0 ? random.text(['a', 'b', 'É', ' ', '%', '1'], 20) : random.pick(WORDS);
    case 'bytea':
      return Uint8Array.from({ length: random.below(20) }, () => random.below(256));
    case 'date':
      return random.below(40_000) - 10_000;
    case 'time':
      return bigBelow(random, 40) % DAY;
    case 'timestamp':
    case 'timestamptz':
      return bigBelow(random, 52) - (1n << 50n);
    case 'interval':
      return { months: random.below(40) - 20, days: random.below(80) - 40, micros: bigBelow(random, 40) - (1n << 39n) };
    case 'uuid':
      return Buffer.from(Array.from({ length: 16 }, () => random.below(256)))
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    case 'json':
      return random.pick(['null', '1', '"a"', '[1, 2, {"b": null}]', '{"a": {"b": [true, false]}}', '{}']);
    case 'array':
      return Array.from({ length: random.below(4) }, () => (random.below(5) === 0 ? null : randomValue(random, type.element)));
    case 'struct':
      return type.fields.map((field) => (random.below(5) === 0 ? null : randomValue(random, field.type)));
    case 'map':
      return Array.from({ length: random.below(3) }, (_, i) => [
        randomValue(random, type.key),
        i === 0 ? null : randomValue(random, type.value),
      ]);
  }
}
