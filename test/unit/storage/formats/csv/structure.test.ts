import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEXT } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import type { SqlError } from '#quern/errors.js';
import { pinFile } from '#quern/storage/backends/disk.js';
import { cutFile } from '#quern/storage/formats/csv/plan.js';
import type { CsvOptions, ScanPartition } from '#quern/storage/formats/format.js';
import { readPartitions, withFolder } from './read.js';
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
