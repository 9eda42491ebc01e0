import assert from 'node:assert/strict';
import { createArena } from '#quern/data/arena.js';
import { Random, testSeed } from '../../support/random.js';

const BAD_UTF8 = -5;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function isUtf8(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

describe('UTF-8 in parquet_length_views', () => {
  const arena = createArena(64 << 20);
  const { u8, u32, kernels } = arena;
  const lengths = kernels.block_alloc(1, 64) >>> 0;
  const source = kernels.block_alloc(1, 1 << 16) >>> 0;
  const target = kernels.block_alloc(1, 1 << 16) >>> 0;
  const seed = testSeed();
  const random = new Random(seed);

  /** Whether the kernel agrees with the platform's decoder on strings that lie one behind the other, and before bytes of any kind. */
  function check(strings: readonly Uint8Array[]): void {
    let at = source;
    strings.forEach((bytes, i) => {
      u32[(lengths >>> 2) + i] = bytes.length;
      u8.set(bytes, at);
      at += bytes.length;
    });
    for (let i = 0; i < 32; i++) u8[at + i] = random.below(256);
    const status = kernels.parquet_length_views(lengths, source, at, strings.length, target, 1);
    assert.equal(status, strings.every(isUtf8) ? 0 : BAD_UTF8, strings.map((bytes) => Buffer.from(bytes).toString('hex')).join(' '));
  }

  it('judges every two bytes, and every third and fourth after leads that are limited, at every place of a vector', () => {
    const tails = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
    const shifted = (bytes: readonly number[], before: number, after: number): Uint8Array =>
      Uint8Array.from([...Array<number>(before).fill(0x61), ...bytes, ...Array<number>(after).fill(0x62)]);
    for (let lead = 0; lead < 256; lead++)
      for (let next = 0; next < 256; next++) check([shifted([lead, next], (lead + next) % 33, next % 3)]);
    for (const lead of [0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5])
      for (const second of tails)
        for (const third of tails) {
          check([shifted([lead, second, third], random.below(33), random.below(3))]);
          for (const fourth of tails) check([shifted([lead, second, third, fourth], random.below(33), random.below(3))]);
        }
  });

  it(`judges texts with damage and without, and where they are cut, seed ${seed}`, () => {
    const characters = ['a', 'ž', 'Ж', '€', '中', '\u{ffff}', '😀', '\u{10ffff}'];
    const text = (): Uint8Array => {
      const bytes = Buffer.from(Array.from({ length: random.below(40) }, () => characters[random.below(characters.length)]).join(''));
      if (bytes.length > 0 && random.chance(0.2)) bytes[random.below(bytes.length)] = random.below(256);
      return random.chance(0.2) ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes;
    };
    for (let i = 0; i < 5000; i++) check(Array.from({ length: 1 + random.below(3) }, text));
    const long = Buffer.from('日本語のテキスト'.repeat(9));
    for (let cut = 0; cut <= long.length; cut++) check([long.subarray(0, cut), long.subarray(cut)]);
  });
});
