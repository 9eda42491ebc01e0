import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SqlError } from '#quern/errors.js';
import type { OpenOptions } from '#quern/storage/open.js';
import { readTable, withFolder } from './read.js';
import { randomSource, readTwin, runSeed, twinText } from './twin.js';

const CASES = Number(process.env.QUERN_CASES ?? 2000);
type Random = ReturnType<typeof randomSource>;

const SEEDS = [
  'a,b,c\n1,x,2024-01-01\n2,"y, ""z""",2024-01-02\n3,,\n',
  'id;v\r\n1;1,5\r\n2;"2,5"\r\n',
  'a\tb\ntrue\t12:30:00\nfalse\t\n',
  '1|2|3\n4|5|6\n',
  'x\n1\n\n2\n',
  '\ufeffname,note\nann,"two\nlines"\nbob,"q \\" q"\n',
  'a,b\n9223372036854775807,1e308\n-9223372036854775808,5e-324\n',
  "a,b\n'x, y',1\n'z',2\n",
];

function mutate(random: Random, bytes: Buffer): Buffer {
  let out = bytes;
  for (let k = 1 + random.below(4); k > 0; k--) {
    const at = random.below(out.length + 1);
    const piece = random.pick([
      Buffer.from([random.below(256)]),
      Buffer.from(random.pick(['"', '""', ',', '\n', '\r', '\r\n', "'", '\\', '\0', ';', '9'.repeat(40), 'é'])),
    ]);
    const cut = random.below(3) === 0 ? random.below(20) : random.below(2);
    out = Buffer.concat([out.subarray(0, at), piece, out.subarray(Math.min(out.length, at + cut))]);
  }
  return out;
}

const randomBytes = (random: Random): Buffer =>
  Buffer.from(
    Array.from({ length: random.below(300) }, () =>
      random.pick([random.below(256), 0x22, 0x2c, 0x0a, 0x0d, 0x31, 0x61, random.below(128)]),
    ),
  );

function randomOptions(random: Random): OpenOptions {
  const options: Record<string, string | boolean | number | string[]> = {};
  const maybe = (name: string, make: () => string | boolean | number | string[]): void => {
    if (random.below(5) === 0) options[name] = make();
  };
  maybe('delim', () => random.pick([',', ';', 'a', ' ', '1']));
  maybe('quote', () => random.pick(['"', "'", '', 'a']));
  maybe('escape', () => random.pick(['"', '\\', '']));
  maybe('header', () => random.below(2) === 0);
  maybe('skip', () => random.below(4));
  maybe('nullstr', () => random.pick(['NA', 'x', '']));
  maybe('ignore_errors', () => true);
  maybe('null_padding', () => true);
  maybe('all_varchar', () => true);
  maybe('columns', () =>
    random.pick(['a text', 'a integer, b text, c date', 'a numeric(5,2), b double', 'a real, b timestamptz, c uuid, d boolean']),
  );
  maybe('sample_size', () => random.pick([1, 2, -1]));
  return options as OpenOptions;
}

describe('hostile CSV', () => {
  const seed = runSeed();
  it(`is read or is a SqlError, never anything else, in ${CASES} cases (QUERN_SEED=${seed})`, () =>
    withFolder(async (folder) => {
      const random = randomSource(seed);
      let readable = 0;
      for (let k = 0; k < CASES; k++) {
        const bytes = random.below(3) === 0 ? randomBytes(random) : mutate(random, Buffer.from(random.pick(SEEDS)));
        const options = randomOptions(random);
        const path = join(folder, `${k}.csv`);
        writeFileSync(path, bytes);
        const where = `case ${k} ${JSON.stringify(options)} ${JSON.stringify(bytes.toString('latin1'))}`;
        try {
          const { names, rows } = await readTable([path], options, random.pick([1, 3, 64, 2000]));
          for (const row of rows) assert.equal(row.length, names.length);
          readable++;
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error;
          assert.ok(error instanceof SqlError && error.sqlState !== 'XX000', `${where}: ${String((error as Error).stack)}`);
        }
      }
      assert.ok(readable > CASES / 10);
    }));

  it(`is read right where it is text and the dialect is given, in ${CASES} cases (QUERN_SEED=${seed})`, () =>
    withFolder(async (folder) => {
      const random = randomSource(seed + 7);
      for (let k = 0; k < CASES; k++) {
        const bytes = mutate(random, Buffer.from(random.pick(SEEDS)));
        const text = bytes.toString('utf8');
        if (text.includes('\0') || text.startsWith('\ufeff') || !Buffer.from(text).equals(bytes) || bytes.length === 0) continue;
        const fields = 1 + random.below(3);
        const ignoreErrors = random.below(2) === 0;
        const want = readTwin(text, { delimiter: ',', quote: '"', escape: '"', fields, ignoreErrors, nullPadding: false });
        const path = join(folder, `${k}.csv`);
        writeFileSync(path, bytes);
        const columns = Array.from({ length: fields }, (_, i) => `c${i} text`).join(', ');
        const read = readTable([path], { columns, header: false, delim: ',', quote: '"', escape: '"', ignore_errors: ignoreErrors }, 3);
        const where = `case ${k}, ${fields} fields: ${JSON.stringify(text)}`;
        if (want.error !== undefined)
          await assert.rejects(read, { sqlState: '22P04', message: new RegExp(`line ${want.error.line}[,:]`) }, where);
        else
          assert.deepEqual(
            (await read).rows,
            want.rows.map((row) => row.map(twinText)),
            where,
          );
      }
    }));
});
