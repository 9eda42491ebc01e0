import assert from 'node:assert/strict';
import { BIGINT, DATE, decimal, DOUBLE, INTEGER, SMALLINT, TIMESTAMP, typeName, type SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import type { SqlError } from '#quern/errors.js';
import { readText } from './read.js';
import { randomSource, runSeed } from './twin.js';

type Random = ReturnType<typeof randomSource>;
/** A value, or the code of the error that the text must give. */
type Expected = { readonly value: SqlValue } | { readonly sqlState: string };

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const syntax: Expected = { sqlState: '22P02' };
const range: Expected = { sqlState: '22003' };

function expectInteger(text: string, bits: number): Expected {
  if (!/^[+-]?\d+$/.test(text)) return syntax;
  const value = BigInt(text.replace('+', ''));
  if (BigInt.asIntN(bits, value) !== value) return range;
  return { value: bits === 64 ? value : Number(value) };
}

function expectDouble(text: string): Expected {
  if (/^[+-]?(?:inf|infinity)$/i.test(text)) return { value: text.startsWith('-') ? -Infinity : Infinity };
  if (/^[+-]?nan$/i.test(text)) return { value: NaN };
  if (!NUMBER.test(text)) return syntax;
  const value = Number(text);
  if (!Number.isFinite(value) || (value === 0 && /[1-9]/.test(text.split(/e/i)[0]))) return range;
  return { value };
}

function expectDecimal(text: string, precision: number, scale: number): Expected {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text);
  if (!NUMBER.test(text) || match === null) return syntax;
  const digits = BigInt(match[2] + match[3]);
  const shift = Number(match[4] ?? 0) - match[3].length + scale;
  if (digits === 0n || shift < -100) return { value: 0n };
  if (shift > 100) return range;
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : (digits * 2n + 10n ** BigInt(-shift)) / (2n * 10n ** BigInt(-shift));
  return magnitude >= 10n ** BigInt(precision) ? range : { value: match[1] === '-' ? -magnitude : magnitude };
}

function expectDate(text: string): Expected {
  const match = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (match === null) return { sqlState: '22007' };
  const millis = Date.UTC(2000, 0, 1);
  const date = new Date(millis);
  date.setUTCFullYear(Number(match[1]), Number(match[3]) - 1, Number(match[4]));
  if (Number(match[1]) === 0 || date.getUTCMonth() !== Number(match[3]) - 1 || date.getUTCDate() !== Number(match[4]) || match[3] === '0')
    return { sqlState: '22008' };
  return { value: date.getTime() / 86_400_000 };
}

const TIMESTAMP_PARTS =
  /^(.*?)(?: +|t)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?: *[-+](?:(?:0?\d|1[0-5])(?::[0-5]\d)?|(?:0\d|1[0-5])[0-5]\d))?$/i;

function expectTimestamp(text: string): Expected {
  const match = TIMESTAMP_PARTS.exec(text);
  if (match === null) return { sqlState: '22007' };
  const date = expectDate(match[1]);
  const [hour, minute, second] = [match[2], match[3], match[4] ?? '0'].map(Number);
  const fraction = (match[5] ?? '').padEnd(7, '0');
  const micros = Number(fraction.slice(0, 6)) + (fraction[6] >= '5' ? 1 : 0);
  const time = BigInt((hour * 60 + minute) * 60 + second) * 1_000_000n + BigInt(micros);
  if ('sqlState' in date && date.sqlState === '22007') return date;
  if (!('value' in date) || minute > 59 || second > 60 || time > 86_400_000_000n) return { sqlState: '22008' };
  return { value: BigInt(date.value as number) * 86_400_000_000n + time };
}

const digits = (random: Random, most: number): string => Array.from({ length: 1 + random.below(most) }, () => random.below(10)).join('');

function randomNumber(random: Random): string {
  const sign = random.pick(['', '', '-', '+']);
  switch (random.below(8)) {
    case 0:
      return sign + digits(random, 40);
    case 1:
      return `${sign}${digits(random, 22)}.${digits(random, 22)}`;
    case 2:
      return `${sign}${digits(random, 8)}.${digits(random, 9)}`;
    case 3:
      return `${sign}${digits(random, 18)}e${random.pick(['', '-', '+'])}${digits(random, 2)}`;
    case 4:
      return String(
        new Float64Array(new BigUint64Array([(BigInt(random.below(2 ** 32)) << 32n) | BigInt(random.below(2 ** 32))]).buffer)[0],
      );
    case 5:
      return `${sign}0.${'0'.repeat(random.below(12))}${digits(random, 17)}`;
    case 6:
      return `${sign}${random.pick([digits(random, 3), ''])}.${random.pick([digits(random, 3), ''])}`;
    default:
      return sign + digits(random, 6);
  }
}

/** Now and then one character is changed. */
const mutated = (random: Random, text: string): string => {
  if (random.below(10) !== 0 || text === '') return text;
  const at = random.below(text.length);
  return text.slice(0, at) + random.pick(['x', '-', '.', 'e', ' ', '', '9', ':', '\u007f', '/']) + text.slice(at + 1);
};

const two = (n: number): string => String(n).padStart(2, '0');
const randomDate = (random: Random): string => {
  const separator = random.pick(['-', '-', '/']);
  return [
    String(random.below(4000) + random.below(2)).padStart(4, '0'),
    random.pick([two, String])(random.below(14)),
    random.pick([two, String])(random.below(33)),
  ].join(separator);
};

const randomTimestamp = (random: Random): string => {
  const date = [String(1 + random.below(3000)).padStart(4, '0'), two(1 + random.below(12)), two(1 + random.below(29))].join('-');
  const time = [two(random.below(25)), two(random.below(61)), two(random.below(61))].join(':');
  return date + random.pick([' ', 'T', 't']) + time + random.pick(['', '', `.${digits(random, 8)}`, `,${digits(random, 3)}`]);
};

interface Case {
  readonly type: SqlType;
  readonly text: (random: Random) => string;
  readonly expected: (text: string) => Expected;
}

const CASES: readonly Case[] = [
  { type: SMALLINT, text: (random) => random.pick(['', '-', '+']) + digits(random, 6), expected: (text) => expectInteger(text, 16) },
  { type: INTEGER, text: (random) => random.pick(['', '-', '+']) + digits(random, 11), expected: (text) => expectInteger(text, 32) },
  { type: BIGINT, text: (random) => random.pick(['', '-', '+']) + digits(random, 21), expected: (text) => expectInteger(text, 64) },
  { type: DOUBLE, text: randomNumber, expected: expectDouble },
  { type: decimal(9, 2), text: randomNumber, expected: (text) => expectDecimal(text, 9, 2) },
  { type: decimal(18, 6), text: randomNumber, expected: (text) => expectDecimal(text, 18, 6) },
  { type: decimal(38, 10), text: randomNumber, expected: (text) => expectDecimal(text, 38, 10) },
  { type: decimal(38, 38), text: randomNumber, expected: (text) => expectDecimal(text, 38, 38) },
  { type: decimal(20, 0), text: randomNumber, expected: (text) => expectDecimal(text, 20, 0) },
  { type: DATE, text: randomDate, expected: expectDate },
  { type: TIMESTAMP, text: randomTimestamp, expected: expectTimestamp },
];

const isDatetime = ({ kind }: SqlType): boolean => kind === 'date' || kind === 'timestamp';

describe('CSV values', () => {
  const seed = runSeed();
  for (const { type, text, expected } of CASES) {
    it(`of type ${typeName(type)} are exact (QUERN_SEED=${seed})`, async () => {
      const random = randomSource(seed);
      const good: { text: string; value: SqlValue }[] = [];
      const bad: { text: string; sqlState: string }[] = [];
      for (let k = 0; k < 12_000; k++) {
        const value = mutated(random, text(random)).trim();
        if (value === '') continue;
        const want = expected(value);
        if ('value' in want) good.push({ text: value, value: want.value });
        else bad.push({ text: value, sqlState: want.sqlState });
      }
      const options = { columns: `c ${typeName(type)}`, header: false, delim: ';' };
      const { rows } = await readText(good.map((each) => each.text).join('\n'), options, 4096);
      assert.equal(rows.length, good.length);
      rows.forEach(([value], i) =>
        assert.ok(Object.is(value, good[i].value), `${good[i].text} is ${String(good[i].value)}, not ${String(value)}`),
      );

      const lenient = await readText(bad.map((each) => each.text).join('\n'), { ...options, ignore_errors: true });
      assert.deepEqual(lenient.rows, []);
      for (const each of bad.slice(0, 60)) {
        await assert.rejects(readText(`0\n${each.text}\n`.slice(isDatetime(type) ? 2 : 0), options), (error: SqlError) => {
          // A timestamp may be wrong in both ways.
          const expectedState = type.kind === 'timestamp' ? /^2200[78]$/ : new RegExp(each.sqlState);
          assert.match(error.sqlState, expectedState, `${each.text}: ${error.message}`);
          assert.ok(error.message.startsWith(`file "test.csv", line ${isDatetime(type) ? 1 : 2}, column "c": `), error.message);
          return true;
        });
      }
    });
  }

  it(`of all columns are those of each column (QUERN_SEED=${seed})`, async () => {
    const random = randomSource(seed + 1);
    const columns = [...CASES.map(({ type }) => typeName(type)), 'text', 'text'].map((type, i) => `c${i} ${type}`);
    const rows = Array.from({ length: 3000 }, () => [
      ...CASES.map(({ text, expected }) => {
        const value = text(random);
        return random.below(20) === 0 || !('value' in expected(value))
          ? random.pick(['', '""', 'NA'])
          : random.below(30) === 0
            ? `"${value}"`
            : value;
      }),
      'a word and more'.slice(random.below(16)),
      random.pick(['', '"quoted"', '"quoted and longer"', '"a ""doubled"" quote"']),
    ]);
    const options = { columns: columns.join(', '), header: false, delim: ';', quote: '"', nullstr: random.pick([[''], ['', 'NA']]) };
    const text = rows.map((row) => row.map((value) => (options.nullstr.length === 1 && value === 'NA' ? '' : value)).join(';')).join('\n');
    const whole = await readText(text, options, 8192);
    assert.equal(whole.rows.length, rows.length);
    for (const [i, column] of columns.entries()) {
      const alone = rows.map((row) => (options.nullstr.length === 1 && row[i] === 'NA' ? '' : row[i])).join('\n');
      const { rows: own } = await readText(`${alone}\n`, { ...options, columns: column }, 500);
      assert.deepEqual(
        whole.rows.map((row) => row[i]),
        own.map(([value]) => value),
        column,
      );
    }
  });

  it(`that are bad are named by the first bad row, and its first column (QUERN_SEED=${seed})`, async () => {
    const random = randomSource(seed + 2);
    for (let k = 0; k < 60; k++) {
      const rows = Array.from({ length: 1 + random.below(700) }, (_, i) => [String(i), `${i}.5`, '2024-02-03', 'text']);
      const bad = Array.from({ length: 1 + random.below(3) }, () => [random.below(rows.length), random.below(3)] as const);
      for (const [row, column] of bad) rows[row][column] = 'x';
      const [row, column] = bad.reduce((first, next) => ((next[0] - first[0] || next[1] - first[1]) < 0 ? next : first));
      const read = readText(
        rows.join('\n'),
        { columns: 'a integer, b double, c date, d text', header: false, delim: ',' },
        random.pick([64, 500, 8192]),
      );
      const place = `line ${row + 1}, column "${'abc'[column]}"`;
      await assert.rejects(read, ({ message }: SqlError) => message.includes(place) || assert.fail(`${message}: not ${place}`));
    }
  });

  it('of type real are rounded once', async () => {
    const texts = [
      '1.5',
      '0.1',
      '16777217',
      '16777219',
      '1.00000005960464477539062500001',
      '1.000000059604644775390625',
      '3.4028235e38',
      '1e-45',
      'NaN',
      '-inf',
    ];
    const { rows } = await readText(texts.join('\n'), { columns: 'c real', header: false });
    assert.deepEqual(
      rows.map(([value]) => value),
      [1.5, Math.fround(0.1), 16777216, 16777220, 1 + 2 ** -23, 1, Math.fround(3.4028235e38), 2 ** -149, NaN, -Infinity],
    );
    await assert.rejects(readText('1e39\n', { columns: 'c real', header: false }), { sqlState: '22003' });
  });

  it('of type boolean take the words of PostgreSQL', async () => {
    const words = {
      true: ['true', 'T', 'tr', 'yes', 'Y', 'on', '1', ' true '],
      false: ['false', 'F', 'fal', 'no', 'n', 'off', 'of', '0', 'FALSE'],
    };
    const { rows } = await readText([...words.true, ...words.false].join('\n'), { columns: 'c boolean', header: false });
    assert.deepEqual(
      rows.map(([value]) => value),
      [...words.true.map(() => true), ...words.false.map(() => false)],
    );
    for (const word of ['o', 'truee', '2', 'yess', 'nope', '\u0001'])
      await assert.rejects(readText(`${word}\n`, { columns: 'c boolean', header: false }), { sqlState: '22P02' });
  });

  it('of date and time types are read in ISO form', async () => {
    const at = (text: string): bigint => BigInt(Date.parse(text)) * 1000n;
    const { rows } = await readText(
      [
        '2024-02-29 12:30:00,2024-02-29T12:30:00+02:00,23:59:59.999999',
        '2024-02-29,2024-02-29 00:00Z,00:00',
        '1969-12-31T23:59:59.5,1969-12-31 23:59:59.25-0530,24:00:00',
        '2024-01-01 00:00:00.1234567+05,2024-01-01 10:00 UTC,7:05:01',
      ].join('\n'),
      { columns: 'a timestamp, b timestamptz, c time', header: false },
    );
    assert.deepEqual(rows, [
      [at('2024-02-29T12:30:00Z'), at('2024-02-29T10:30:00Z'), 86_399_999_999n],
      [at('2024-02-29T00:00:00Z'), at('2024-02-29T00:00:00Z'), 0n],
      [at('1969-12-31T23:59:59.5Z'), at('1970-01-01T05:29:59.25Z'), 86_400_000_000n],
      [at('2024-01-01T00:00:00Z') + 123457n, at('2024-01-01T10:00:00Z'), 25_501_000_000n],
    ]);
    for (const [column, text, sqlState] of [
      ['timestamp', '2024-02-30 00:00', '22008'],
      ['timestamp', '2024-02-03 25:00', '22008'],
      ['timestamp', 'yesterday', '22007'],
      ['timestamp', '2024-01-01 1', '22007'],
      ['time', '12:60', '22008'],
      ['time', '12', '22007'],
      ['time', '1:2', '22007'],
      ['timestamptz', '2024-01-01 00:00+x', '22007'],
      ['date', '2024-01-01x', '22007'],
    ] as const)
      await assert.rejects(readText(`${text}\n`, { columns: `c ${column}`, header: false }), { sqlState }, text);
    assert.deepEqual((await readText('2024-02-03 10:00:00\n', { columns: 'c date', header: false })).rows, [[19756]]);
  });

  it('of type uuid', async () => {
    const { rows } = await readText('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\n{A0EEBC999C0B4EF8BB6D6BB9BD380A11}\n', {
      columns: 'c uuid',
      header: false,
    });
    assert.deepEqual(rows, [['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'], ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']]);
    await assert.rejects(readText('a0eebc99-9c0b-4ef8-bb6d\n', { columns: 'c uuid', header: false }), { sqlState: '22P02' });
  });

  it('follow the date formats of strptime and of to_date', async () => {
    const timestamp = (text: string): bigint => BigInt(Date.parse(text)) * 1000n;
    for (const [format, text, expected] of [
      ['%d.%m.%Y', '31.12.2023', '2023-12-31'],
      ['%m/%d/%y', '02/29/24', '2024-02-29'],
      ['DD.MM.YYYY', '31.12.2023', '2023-12-31'],
      ['%d %B %Y', '3 March 2021', '2021-03-03'],
      ['%Y%m%d', '20240131', '2024-01-31'],
      ['DD-Mon-YYYY', '01-Sep-1999', '1999-09-01'],
      ['%Y-%j', '2024-366', '2024-12-31'],
    ]) {
      const { rows } = await readText(`${text}\n`, { columns: 'c date', header: false, dateformat: format });
      assert.deepEqual(rows, [[Date.parse(expected) / 86_400_000]], format);
      assert.deepEqual((await readText(`d\n${text}\n`, { dateformat: format, delim: ',' })).types, [DATE], format);
    }
    for (const [format, text, expected] of [
      ['%d/%m/%Y %H:%M:%S', '31/12/2023 23:59:58', '2023-12-31T23:59:58Z'],
      ['%m/%d/%Y %I:%M %p', '1/2/2023 12:05 am', '2023-01-02T00:05:00Z'],
      ['YYYY/MM/DD HH24:MI', '2024/01/02 03:04', '2024-01-02T03:04:00Z'],
      ['%Y-%m-%dT%H:%M:%S.%f', '2024-01-02T03:04:05.25', '2024-01-02T03:04:05.25Z'],
    ]) {
      const { rows } = await readText(`${text}\n`, { columns: 'c timestamp', header: false, timestampformat: format });
      assert.deepEqual(rows, [[timestamp(expected)]], format);
    }
    await assert.rejects(readText('31.13.2023\n', { columns: 'c date', header: false, dateformat: '%d.%m.%Y' }), { sqlState: '22008' });
    await assert.rejects(readText('31.12.23x\n', { columns: 'c date', header: false, dateformat: '%d.%m.%Y' }), { sqlState: '22007' });
    await assert.rejects(readText('1\n', { dateformat: '%Q' }), { sqlState: '22023' });
    await assert.rejects(readText('1\n', { dateformat: 'abc' }), { sqlState: '22023' });
  });

  it('read decimal commas', async () => {
    const { rows, types } = await readText('a;b\n1,5;x\n-0,25;y\n', { decimal_separator: ',', types: 'numeric(5,2)' });
    assert.deepEqual(
      types.map(({ kind }) => kind),
      ['decimal', 'text'],
    );
    assert.deepEqual(rows, [
      [150n, 'x'],
      [-25n, 'y'],
    ]);
    assert.deepEqual((await readText('a;b\n1,5;x\n-0,25;y\n', { decimal_separator: ',' })).rows, [
      [1.5, 'x'],
      [-0.25, 'y'],
    ]);
  });

  it('of the other types are refused', async () => {
    await assert.rejects(readText('1\n', { columns: 'c interval', header: false }), { sqlState: '0A000', hint: /cast/ });
  });
});
