import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEXT } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import type { SqlError } from '#quern/errors.js';
import { pinFile } from '#quern/storage/backends/disk.js';
import { cutFile } from '#quern/storage/formats/csv/plan.js';
import { createRows, createState, STATE } from '#quern/storage/formats/csv/scan-state.js';
import type { CsvOptions, ScanPartition } from '#quern/storage/formats/format.js';
import { loadFormat } from '#quern/storage/formats/index.js';
import { readPartitions, testArena, withFolder } from './read.js';
import { randomSource, readTwin, runSeed, twinText, type TwinDialect } from './twin.js';

const CASES = Number(process.env.QUERN_CASES ?? 1500);

function optionsOf({ delimiter, quote, escape, fields, ignoreErrors, nullPadding }: TwinDialect): CsvOptions {
  return {
    delimiter,
    quote,
    escape,
    header: false,
    skipLines: 0,
    nullStrings: [''],
    decimalSeparator: '.',
    ignoreErrors,
    nullPadding,
    hivePartitioning: false,
    filenameColumn: false,
    unionByName: false,
    columns: Array.from({ length: fields }, (_, i) => ({ name: `c${i}`, type: TEXT })),
  };
}

/** Rows until the end or the error, and the error's code and line. */
function scan(path: string, options: CsvOptions, ranges: readonly { start: number; end: number }[], batchRows: number) {
  const file = pinFile(path);
  const partitions = ranges.map((range): ScanPartition => ({
    file,
    detail: { fileIndex: 0, ...range, prelude: false },
    rowEstimate: 1,
    constants: {},
  }));
  const rows: SqlValue[][] = [];
  const ordinals = options.columns.map((_, i) => i);
  let error: string | undefined;
  try {
    readPartitions(
      { kind: 'csv', files: [file], options },
      partitions,
      ordinals,
      options.columns.map(({ type }) => type),
      batchRows,
      (row) => rows.push(row),
    );
  } catch (thrown) {
    const { sqlState, message } = thrown as SqlError;
    error = `${sqlState} line ${/line (\d+)/.exec(message)?.[1]}: ${MESSAGES.findIndex((text) => message.includes(text)) + 1}`;
    if (sqlState !== '22P04') throw thrown;
  }
  return { rows, error };
}

const MESSAGES = ['missing data', 'extra data', 'unterminated', 'after a closing quote'];

function expected(text: string, dialect: TwinDialect) {
  const { rows, error } = readTwin(text, dialect);
  return { rows: rows.map((row) => row.map(twinText)), error: error && `22P04 line ${error.line}: ${error.status}` };
}

describe('CSV structure', () => {
  before(() => loadFormat('csv'));

  const seed = runSeed();
  it(`agrees with the plain reader on ${CASES} random texts (QUERN_SEED=${seed})`, () =>
    withFolder((folder) => {
      const random = randomSource(seed);
      for (let k = 0; k < CASES; k++) {
        const dialect: TwinDialect = {
          delimiter: random.pick([',', ';', '\t', '|', ' ']),
          quote: random.pick(['"', '"', '"', "'", '']),
          escape: '',
          fields: 1 + random.below(4),
          ignoreErrors: random.below(3) === 0,
          nullPadding: random.below(3) === 0,
        };
        const full = { ...dialect, escape: dialect.quote === '' ? '' : random.pick([dialect.quote, dialect.quote, '\\']) };
        const text = randomText(random, full);
        const path = join(folder, `${k}.csv`);
        writeFileSync(path, text);
        const where = `case ${k} ${JSON.stringify(full)} ${JSON.stringify(text)}`;
        const whole = [{ start: 0, end: Buffer.byteLength(text) }];
        assert.deepEqual(scan(path, optionsOf(full), whole, random.pick([1, 3, 64, 5000])), expected(text, full), where);
      }
    }));

  it(`agrees with the plain reader on long texts (QUERN_SEED=${seed})`, () =>
    withFolder((folder) => {
      const random = randomSource(seed + 2);
      for (let k = 0; k < CASES / 25; k++) {
        const quote = random.pick(['"', '"', "'", '']);
        const dialect: TwinDialect = {
          delimiter: random.pick([',', ';', '\t', '\u007f']),
          quote,
          escape: quote === '' ? '' : random.pick([quote, quote, '\\']),
          fields: 1 + random.below(20),
          ignoreErrors: random.below(3) === 0,
          nullPadding: random.below(3) === 0,
        };
        const text = longText(random, dialect);
        const path = join(folder, `${k}.csv`);
        writeFileSync(path, text);
        const whole = [{ start: 0, end: Buffer.byteLength(text) }];
        const batchRows = random.pick([1, 63, 64, 1000, 8192]);
        const [found, want] = [scan(path, optionsOf(dialect), whole, batchRows), expected(text, dialect)];
        const where = `case ${k}, batches of ${batchRows} ${JSON.stringify(dialect)}`;
        const row = want.rows.findIndex((each, i) => each.some((value, j) => value !== found.rows[i]?.[j]));
        if (row >= 0) assert.deepEqual(found.rows[row], want.rows[row], `${where}, row ${row}`);
        assert.equal(found.rows.length, want.rows.length, where);
        assert.equal(found.error, want.error, where);
      }
    }));

  it('agrees with the plain reader on one unusual thing anywhere in a block', () =>
    withFolder((folder) => {
      const path = join(folder, 'one.csv');
      const things = [
        '"a"b',
        'a"b,c"',
        '"a""b"',
        '"a""',
        'a"b',
        '""',
        '"a,\nb"',
        'a\rb',
        '"a\rb"',
        'a\r',
        '"a"\r',
        '\r',
        ',',
        '\n',
        '\\',
        '"a\\"b"',
        'é',
        '"',
        '\n"',
      ];
      for (const escape of ['"', '\\']) {
        for (const thing of things) {
          for (let before = 0; before < 130; before++) {
            const dialect: TwinDialect = {
              delimiter: ',',
              quote: '"',
              escape,
              fields: 2,
              ignoreErrors: before % 2 === 1,
              nullPadding: false,
            };
            const text = `${'x'.repeat(before)},${thing}\n${'y,z\n'.repeat(70)}`;
            writeFileSync(path, text);
            const found = scan(path, optionsOf(dialect), [{ start: 0, end: Buffer.byteLength(text) }], 64);
            assert.deepEqual(found, expected(text, dialect), JSON.stringify([escape, thing, before]));
          }
        }
      }
    }));

  it('is scanned without a second look where rows are regular', () => {
    const arena = testArena();
    const region = arena.kernels.region_new(9) >>> 0;
    try {
      for (const quote of ['"', '']) {
        for (const lineEnd of ['\n', '\r\n']) {
          const field = quote === '' ? 'a' : '"a ""b"" ,\n\r\n\r"';
          const text = Buffer.from(`${`1,x,"",${field}${lineEnd}`.repeat(300)}1,${field},"",${lineEnd}`);
          const start = arena.kernels.region_alloc(region, text.length + 256) >>> 0;
          for (const [length, rows] of [
            [text.length, 301],
            [text.length - lineEnd.length, 301],
          ]) {
            arena.u8.fill(127, start, start + text.length + 256);
            arena.u8.set(text.subarray(0, length), start);
            arena.u8[start + length] = 10;
            const state = createState(arena, region, { delimiter: ',', quote, escape: quote }, 4, {
              ignoreErrors: false,
              nullPadding: false,
            });
            const { befores, ends } = createRows(arena, region, 512, 4);
            assert.equal(arena.kernels.csv_scan(state, start, start + length, befores, ends, 512), rows);
            assert.equal(arena.u32[(state + STATE.wait) >>> 2], 0, JSON.stringify([quote, lineEnd, length]));
          }
        }
      }
    } finally {
      arena.kernels.owner_free(9);
    }
  });

  it(`is the same wherever the file is cut (QUERN_SEED=${seed})`, () =>
    withFolder(async (folder) => {
      const random = randomSource(seed + 1);
      for (let k = 0; k < CASES / 50; k++) {
        const quote = random.pick(['"', '"', '']);
        const dialect: TwinDialect = {
          delimiter: ',',
          quote,
          escape: quote === '' ? '' : random.pick([quote, quote, '\\']),
          fields: 1 + random.below(3),
          ignoreErrors: true,
          nullPadding: false,
        };
        const text = randomText(random, dialect);
        const path = join(folder, `${k}.csv`);
        writeFileSync(path, text);
        const options = optionsOf(dialect);
        const want = expected(text, dialect);
        const size = Buffer.byteLength(text);
        for (let cut = 1; cut < size; cut++) {
          for (const cuts of [[cut], [cut, cut + 1, cut + 5], Array.from({ length: Math.ceil(size / cut) - 1 }, (_, i) => (i + 1) * cut)]) {
            const ranges = await cutFile(pinFile(path), options, cuts);
            assert.deepEqual(
              scan(path, options, ranges, 3),
              want,
              `case ${k}, cuts ${cuts} ${JSON.stringify(dialect)} ${JSON.stringify(text)}`,
            );
          }
        }
      }
    }));
});

/** Hundreds of rows, most of them with nothing unusual, so that what is has all kinds of places in blocks of bytes and batches of rows. */
function longText(random: ReturnType<typeof randomSource>, { delimiter, quote, escape, fields }: TwinDialect): string {
  const lineEnd = random.pick(['\n', '\n', '\n', '\r\n', '\r']);
  const unusual = random.pick([0, 0, 0.0005, 0.01]);
  const inQuotes = random.below(2) === 0 ? ['a', ' ', delimiter, '\n', '\r', '\r\n', quote + quote] : ['b', ' ', delimiter, '\n'];
  const field = (): string => {
    if (random.next() < unusual)
      return random.pick([
        'é',
        quote,
        `x${quote}`,
        `${quote}y${quote}z`,
        `${quote}${escape}${quote}${quote}`,
        delimiter,
        lineEnd,
        '\r',
        '\n',
        escape,
      ]);
    switch (random.below(5)) {
      case 0:
        return '';
      case 1:
        return String(random.below(2 ** 31));
      case 2:
        if (quote !== '') {
          const inside = Array.from({ length: random.below(30) }, () => random.pick(inQuotes)).join('');
          return `${quote}${escape === quote ? inside : inside.replaceAll(quote, '').replaceAll(escape, '')}${quote}`;
        }
        return 'v';
      default:
        return 'a word and more'.slice(0, 1 + random.below(15));
    }
  };
  const rows = Array.from({ length: 1 + random.below(1500) }, () => Array.from({ length: fields }, field).join(delimiter));
  return rows.join(lineEnd) + random.pick(['', lineEnd, lineEnd + lineEnd]);
}

/** Texts of whole rows with many quotes, line ends of all kinds, and sometimes anything at all. */
function randomText(random: ReturnType<typeof randomSource>, { delimiter, quote, escape, fields }: TwinDialect): string {
  const any = ['a', '7', ' ', 'é', '€', delimiter, delimiter, quote, quote, escape, '\n', '\r', '\r\n', '"', "'", '\\'];
  const noise = (most: number): string => Array.from({ length: random.below(most) }, () => random.pick(any)).join('');
  if (random.below(4) === 0) return noise(200);
  const lineEnd = random.pick(['\n', '\r\n', '\r', undefined]);
  const isClean = random.below(3) !== 0;
  let text = '';
  for (let row = random.below(30); row > 0; row--) {
    const count = isClean || random.below(8) !== 0 ? fields : random.below(6);
    text += Array.from({ length: count }, () => {
      const kind = random.below(6);
      if (kind === 0 || quote === '') return random.pick(['', 'x', 'some longer text here', '42']);
      if (kind <= 2)
        return `${quote}${noise(12)
          .replaceAll(escape, escape + escape)
          .replaceAll(quote, quote === escape ? quote : escape + quote)}${quote}`;
      return random.pick(['', 'word', 'a b', isClean ? 'z' : `a${quote}b`, 'é']);
    }).join(delimiter);
    text += lineEnd ?? random.pick(['\n', '\r\n', '\r', '\n\n']);
  }
  return random.below(3) === 0 ? text.trimEnd() : text;
}
