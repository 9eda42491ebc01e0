import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Compression, EnabledStatistics, Encoding, WriterVersion } from 'parquet-wasm';
import { Field, Float64, Int32, Int64, Schema, Table, Utf8, vectorFromArray } from 'apache-arrow';
import { SqlError } from '#quern/errors.js';
import { Random, testSeed } from '../../../../support/random.js';
import { decodeFiles, testArena } from './decode.js';
import { copyWithDuckdb, temporaryFolder, writeWithWasm } from './fixtures.js';
import { byteArrays, int32s, writeHandmade } from './handmade.js';

const MUTATIONS = Number(process.env.QUERN_FUZZ ?? 5000);

/**
 * Damaged files: every one gives an answer or an SqlError, in bounded time, and nothing is written outside of the reader's own blocks. Where
 * pages carry checksums, a damaged payload never gives an answer.
 */
describe('damaged Parquet files', () => {
  const folder = temporaryFolder();
  after(() => {
    folder.remove();
  });
  const seed = testSeed();
  const random = new Random(seed);
  const files: string[] = [];

  before(async () => {
    const query =
      "SELECT i::INT AS i, (i * 7919) % 50 AS b, CASE WHEN i % 3 > 0 THEN 'text ' || (i % 20) END AS t, repeat('ab', (i % 9)::INT) || i AS u, i / 7.0 AS d, (i / 4)::DECIMAL(25,3) AS m, i % 2 = 0 AS f, md5(i::VARCHAR)::UUID AS g, TIMESTAMP '2020-01-01' + to_seconds(i) AS ts, [CASE WHEN x <> 1 THEN 'e' || x END FOR x IN range(i % 4)] AS l, {'p': i, 'q': [i]} AS st FROM range(120) r(i)";
    for (const codec of ['uncompressed', 'snappy', 'zstd', 'gzip', 'lz4_raw', 'brotli']) {
      for (const version of ['V1', 'V2']) {
        const path = folder.path(`${codec}-${version}.parquet`);
        await copyWithDuckdb(query, path, `CODEC '${codec}', PARQUET_VERSION ${version}`);
        files.push(path);
      }
    }
    const rows = Array.from({ length: 200 }, (_, i) => i);
    const schema = new Schema([
      new Field('i', new Int32(), true),
      new Field('l', new Int64(), true),
      new Field('x', new Float64(), true),
      new Field('s', new Utf8(), true),
      new Field('w', new Utf8(), true),
    ]);
    const table = new Table(schema, {
      i: vectorFromArray(
        rows.map((i) => (i % 5 === 0 ? null : i * 100)),
        new Int32(),
      ),
      l: vectorFromArray(
        rows.map((i) => BigInt(i) * 3n),
        new Int64(),
      ),
      x: vectorFromArray(
        rows.map((i) => Math.cos(i)),
        new Float64(),
      ),
      s: vectorFromArray(
        rows.map((i) => `prefix ${i}`),
        new Utf8(),
      ),
      w: vectorFromArray(
        rows.map((i) => (i % 4 === 0 ? null : 'ü'.repeat(i % 20))),
        new Utf8(),
      ),
    });
    for (const [i, compression] of [Compression.UNCOMPRESSED, Compression.SNAPPY, Compression.ZSTD].entries()) {
      const path = folder.path(`wasm-${i}.parquet`);
      writeWithWasm(table, path, (builder) =>
        builder
          .setDictionaryEnabled(false)
          .setColumnEncoding('i', Encoding.DELTA_BINARY_PACKED)
          .setColumnEncoding('x', Encoding.BYTE_STREAM_SPLIT)
          .setColumnEncoding('s', Encoding.DELTA_BYTE_ARRAY)
          .setColumnEncoding('w', Encoding.DELTA_LENGTH_BYTE_ARRAY)
          .setWriterVersion(i === 1 ? WriterVersion.V1 : WriterVersion.V2)
          .setCompression(compression)
          .setDataPageSizeLimit(300)
          .setWriteBatchSize(25)
          .setStatisticsEnabled(EnabledStatistics.Page),
      );
      files.push(path);
    }
  });

  /** Blocks between the free ones, to see whether anything is written where it should not be. */
  function fence(): { check(): void; remove(): void } {
    const { kernels, u8 } = testArena();
    const blocks = Array.from({ length: 128 }, () => kernels.block_alloc(5, 65536) >>> 0);
    for (let i = 1; i < blocks.length; i += 2) kernels.block_free(blocks[i]);
    const guards = blocks.filter((_, i) => i % 2 === 0);
    for (const block of guards) u8.fill(0xa5, block, block + 65536);
    const pattern = Buffer.alloc(65536, 0xa5);
    return {
      check: () => {
        for (const block of guards)
          assert.equal(Buffer.compare(pattern, u8.subarray(block, block + 65536)), 0, 'a block of somebody else is overwritten');
      },
      remove: () => {
        for (const block of guards) kernels.block_free(block);
      },
    };
  }

  function damage(bytes: Buffer): Buffer {
    const footer = bytes.readUInt32LE(bytes.length - 8);
    const at = random.below(3) === 0 ? bytes.length - 8 - random.below(footer) : random.below(bytes.length);
    switch (random.below(7)) {
      case 0:
        return bytes.subarray(0, random.below(bytes.length));
      case 1:
        bytes[at] = random.below(256);
        return bytes;
      case 2:
        bytes.fill(random.pick([0, 255, 128]), at, Math.min(bytes.length, at + random.below(20)));
        return bytes;
      case 3:
        bytes.writeInt32LE(random.pick([-1, 0x7fffffff, -0x80000000, 0, 1 << 30]), Math.min(at, bytes.length - 4));
        return bytes;
      case 4:
        return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(8))]);
      default:
        for (let flips = 1 + random.below(3); flips > 0; flips--)
          bytes[Math.min(at + random.below(flips * 4), bytes.length - 1)] ^= 1 << random.below(8);
        return bytes;
    }
  }

  it(`gives an answer or an SqlError for ${MUTATIONS} mutations (seed ${seed})`, async function () {
    this.timeout(MUTATIONS * 20 + 20_000);
    const originals = files.map((path) => readFileSync(path));
    const guard = fence();
    let failures = 0;
    const before = testArena().kernels.arena_used();
    for (let i = 0; i < MUTATIONS; i++) {
      const which = random.below(files.length);
      const path = folder.path(`mutation-${i}.parquet`);
      writeFileSync(path, damage(Buffer.from(originals[which])));
      const predicates = random.below(2) === 0 ? [] : [{ ordinal: 0, op: '<' as const, values: [100 + random.below(200)] }];
      const started = performance.now();
      try {
        await decodeFiles([path], { batchRows: random.pick([7, 64, 1000]), predicates });
      } catch (error) {
        failures++;
        assert.ok(error instanceof SqlError && error.sqlState !== 'XX000', `mutation ${i} of ${files[which]}: ${(error as Error).stack}`);
      }
      assert.ok(performance.now() - started < 5000, `mutation ${i} of ${files[which]} takes too long`);
      rmSync(path);
      if (i % 100 === 99) guard.check();
    }
    guard.check();
    assert.equal(testArena().kernels.arena_used(), before);
    guard.remove();
    assert.ok(failures > MUTATIONS / 4, `only ${failures} were noticed`);
  });

  it('notices every damaged payload of pages with checksums', async () => {
    const path = folder.path('checksums.parquet');
    const body = byteArrays(...Array.from({ length: 40 }, (_, i) => Buffer.from(`value ${i}`)));
    const numbers = int32s(...Array.from({ length: 40 }, (_, i) => i));
    writeHandmade(path, [
      { name: 's', physical: 6, rows: 40, pages: [{ kind: 'data', values: 40, encoding: 0, body, checksum: true }] },
      { name: 'n', physical: 1, rows: 40, pages: [{ kind: 'data', values: 40, encoding: 0, body: numbers, checksum: true }] },
    ]);
    const original = readFileSync(path);
    for (const payload of [body, numbers]) {
      const start = original.indexOf(payload);
      for (let i = 0; i < 300; i++) {
        const bytes = Buffer.from(original);
        for (let flips = 1 + random.below(4); flips > 0; flips--) bytes[start + random.below(payload.length)] ^= 1 << random.below(8);
        if (bytes.equals(original)) continue;
        const damaged = folder.path(`checksums-${payload.length}-${i}.parquet`);
        writeFileSync(damaged, bytes);
        await assert.rejects(decodeFiles([damaged]), { sqlState: 'XX001' });
        rmSync(damaged);
      }
    }
  });
});
