import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { Random, testSeed } from '../../support/random.js';

const GUARD = 0xa5;
const BAD_COMPRESSION = -2;
const WRONG_SIZE = -3;

/** The format as its description reads, a byte at a time; undefined for what is not well formed. */
function decompressPlainly(input: readonly number[]): number[] | undefined {
  let at = 0;
  let size = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = input[at++];
    if (byte === undefined || shift > 28) return undefined;
    size += (byte & 127) * 2 ** shift;
    if (byte < 128) break;
  }
  const little = (bytes: number): number => {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += (input[at++] ?? NaN) * 256 ** i;
    return value;
  };
  const output: number[] = [];
  while (at < input.length) {
    const tag = input[at++];
    const kind = tag & 3;
    if (kind === 0) {
      let length = (tag >> 2) + 1;
      if (length > 60) length = little(length - 60) + 1;
      if (!(at + length <= input.length) || output.length + length > size) return undefined;
      output.push(...input.slice(at, at + length));
      at += length;
      continue;
    }
    const length = kind === 1 ? 4 + ((tag >> 2) & 7) : (tag >> 2) + 1;
    const offset = kind === 1 ? ((tag >> 5) << 8) + little(1) : little(kind === 2 ? 2 : 4);
    if (!(offset >= 1 && offset <= output.length) || output.length + length > size) return undefined;
    for (let i = 0; i < length; i++) output.push(output[output.length - offset]);
  }
  return output.length === size ? output : undefined;
}

describe('parquet_snappy', () => {
  const arena = createArena(64 << 20);
  const { u8, kernels } = arena;
  const source = kernels.block_alloc(1, 1 << 20) >>> 0;
  const target = kernels.block_alloc(1, 1 << 20) >>> 0;
  const seed = testSeed();
  const random = new Random(seed);
  const below = (bound: number): number => random.below(bound);

  /** Decompresses to `size` bytes between guards; the bytes, or the status. */
  function decompress(input: readonly number[], size: number): number[] | number {
    u8.fill(GUARD, target, target + size + 256);
    u8.set(input, source);
    const status = kernels.parquet_snappy(source, input.length, target + 64, size) as number;
    assert.ok(
      u8.subarray(target, target + 64).every((byte) => byte === GUARD) &&
        u8.subarray(target + 64 + size, target + size + 256).every((byte) => byte === GUARD),
    );
    return status === 0 ? [...u8.subarray(target + 64, target + 64 + size)] : status;
  }

  const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))]);

  /** A block of random tags; small offsets and lengths of all kinds are as likely as large ones. */
  function randomBlock(tags: number): { block: number[]; size: number } {
    const body: number[] = [];
    let made = 0;
    for (let i = 0; i < tags; i++) {
      const kind = made === 0 ? 0 : below(8) < 3 ? 0 : below(8) === 0 ? 3 : 1 + below(2);
      const reach = [8, 20, 300, 1 << 20][below(4)];
      if (kind === 0) {
        const length = 1 + below([4, 17, 70, 300][below(4)]);
        if (length <= 60) body.push((length - 1) << 2);
        else if (length <= 256) body.push(60 << 2, length - 1);
        else body.push(61 << 2, (length - 1) & 255, (length - 1) >> 8);
        for (let j = 0; j < length; j++) body.push(below(256));
        made += length;
      } else if (kind === 1) {
        const length = 4 + below(8);
        const offset = 1 + below(Math.min(made, reach, 2047));
        body.push(1 | ((length - 4) << 2) | ((offset >> 8) << 5), offset & 255);
        made += length;
      } else {
        const length = 1 + below(64);
        const offset = 1 + below(Math.min(made, reach, 65535));
        body.push(kind | ((length - 1) << 2), offset & 255, offset >> 8, ...(kind === 3 ? [0, 0] : []));
        made += length;
      }
    }
    return { block: [...varint(made), ...body], size: made };
  }

  it(`equals the plain decoder for rounds that are mostly alike, seed ${seed}`, () => {
    for (let i = 0; i < 1500; i++) {
      const body = [(20 - 1) << 2, ...Array.from({ length: 20 }, () => below(256))];
      let made = 20;
      for (let shapes = below(6); shapes >= 0; shapes--) {
        const literal = 1 + below(5);
        const length = 1 + below(9);
        const offset = below(4) === 0 ? 1 + below(20) : 8;
        const copy = length >= 4 && below(2) === 0 ? [1 | ((length - 4) << 2), offset] : [2 | ((length - 1) << 2), offset, 0];
        for (let repeats = below(60); repeats >= 0; repeats--) {
          body.push((literal - 1) << 2, ...Array.from({ length: literal }, () => below(256)), ...copy);
          made += literal + length;
        }
      }
      const block = [...varint(made), ...body];
      assert.deepEqual(decompress(block, made), decompressPlainly(block));
    }
  });

  it(`equals the plain decoder for random tags, seed ${seed}`, () => {
    for (let i = 0; i < 1500; i++) {
      const { block, size } = randomBlock(below(i % 10 === 0 ? 500 : 30));
      assert.deepEqual(decompress(block, size), decompressPlainly(block));
    }
  });

  it('repeats patterns of every offset and length', () => {
    for (let offset = 1; offset <= 70; offset++) {
      for (let length = 1; length <= 64; length++) {
        const literal = Array.from({ length: offset }, (_, i) => (i * 7 + 1) & 255);
        const tag = offset <= 60 ? [(offset - 1) << 2] : [60 << 2, offset - 1];
        // What follows keeps the copy away from the margins, so that the fast loop takes it.
        const rest = Array.from({ length: 200 }, (_, i) => i);
        const block = [...varint(offset + length + 200), ...tag, ...literal, 2 | ((length - 1) << 2), offset, 0, 60 << 2, 199, ...rest];
        assert.deepEqual(decompress(block, offset + length + 200), decompressPlainly(block));
      }
    }
  });

  it('refuses exactly the damaged blocks that the plain decoder refuses, and writes nothing else', () => {
    for (let i = 0; i < 4000; i++) {
      const { block, size } = randomBlock(1 + below(60));
      const damaged = [...block];
      if (below(3) === 0) damaged.length = below(block.length);
      else for (let j = 0; j <= below(3); j++) damaged[below(damaged.length)] = below(256);
      const wanted = decompressPlainly(damaged);
      const made = decompress(damaged, size);
      if (wanted?.length === size) assert.deepEqual(made, wanted);
      else assert.ok(made === BAD_COMPRESSION || made === WRONG_SIZE, `status ${String(made).slice(0, 20)}`);
    }
  });

  it('takes an empty block', () => {
    assert.deepEqual(decompress([0], 0), []);
    assert.equal(decompress([], 0), BAD_COMPRESSION);
    assert.equal(decompress([0, 0, 0], 0), WRONG_SIZE);
    assert.equal(decompress([4, 0, 1], 4), WRONG_SIZE);
  });
});
