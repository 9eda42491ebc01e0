import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { readViewText } from '#quern/kernels/index.js';
import { Random, testSeed } from '../../support/random.js';

const TRUNCATED = -1;
const BAD_UTF8 = -5;
const VIEW_BYTES = 16;

describe('parquet_next_views', () => {
  const arena = createArena(64 << 20);
  const { u8, u32, view, kernels } = arena;
  const state = kernels.block_alloc(1, 64) >>> 0;
  const source = kernels.block_alloc(1, 1 << 18) >>> 0;
  const target = kernels.block_alloc(1, 1 << 18) >>> 0;
  const seed = testSeed();
  const random = new Random(seed);

  /** PLAIN byte arrays at `source`; returns where they end. */
  function encode(strings: readonly Uint8Array[]): number {
    let at = source;
    for (const bytes of strings) {
      view.setUint32(at, bytes.length, true);
      u8.set(bytes, at + 4);
      at += 4 + bytes.length;
    }
    return at;
  }

  const randomStrings = (alphabet: string): Buffer[] =>
    Array.from({ length: 1 + random.below(400) }, () => {
      const length = random.below([5, 14, 40, 300][random.below(4)]);
      return Buffer.from(Array.from({ length }, () => alphabet[random.below(alphabet.length)]).join(''));
    });

  /** Restarts at the first string. */
  const restart = (): void => {
    u32[state >>> 2] = source;
  };

  it(`makes views of pieces of any length, and passes over others, seed ${seed}`, () => {
    for (let round = 0; round < 60; round++) {
      const strings = randomStrings(round % 2 === 0 ? 'abc ' : 'aбé中');
      const end = encode(strings);
      restart();
      for (let at = 0; at < strings.length;) {
        const count = Math.min(1 + random.below(90), strings.length - at);
        const isWanted = random.chance(0.6);
        assert.equal(kernels.parquet_next_views(state, end, count, isWanted ? target : 0, 1), 0);
        for (let i = 0; isWanted && i < count; i++) {
          const bytes = strings[at + i];
          const slot = target + i * VIEW_BYTES;
          assert.equal(readViewText(view, slot), bytes.toString());
          const head = Buffer.alloc(12);
          bytes.copy(head, 0, 0, bytes.length > 12 ? 4 : 12);
          if (bytes.length <= 12) assert.deepEqual(Buffer.from(u8.subarray(slot + 4, slot + 16)), head);
          else assert.deepEqual([...u8.subarray(slot + 4, slot + 12)], [...head.subarray(0, 8)]);
        }
        at += count;
      }
      assert.equal(u32[state >>> 2], end);
    }
  });

  it('refuses what ends early, wherever that is', () => {
    const strings = randomStrings('abc').slice(0, 20);
    const end = encode(strings);
    for (let cut = end - 1; cut >= source; cut--) {
      for (const to of [target, 0]) {
        restart();
        assert.equal(kernels.parquet_next_views(state, cut, strings.length, to, 1), TRUNCATED);
      }
    }
    view.setUint32(source, 0xffffffff, true);
    for (const to of [target, 0]) {
      restart();
      assert.equal(kernels.parquet_next_views(state, end, 1, to, 1), TRUNCATED);
    }
  });

  it('refuses text that is not UTF-8, each string by itself, among those that are asked for', () => {
    const cut = [Buffer.from('a'), Buffer.from([0xd0]), Buffer.alloc(0x90, 'b')];
    const end = encode(cut);
    const check = (skipped: number, count: number, text: number): number => {
      restart();
      assert.equal(kernels.parquet_next_views(state, end, skipped, 0, 1), 0);
      return kernels.parquet_next_views(state, end, count, target, text) as number;
    };
    // The byte that says how long the third string is would complete the second one.
    assert.equal(check(0, 3, 1), BAD_UTF8);
    assert.equal(check(0, 1, 1), 0);
    assert.equal(check(2, 1, 1), 0);
    assert.equal(check(0, 3, 0), 0);
  });
});
