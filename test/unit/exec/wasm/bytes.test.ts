import assert from 'node:assert/strict';
import { Bytes } from '#quern/exec/wasm/bytes.js';
import { Random, testSeed } from '../../../support/random.js';

/** LEB128 as its definition has it. */
function decode(bytes: Uint8Array, signed: boolean): bigint {
  let value = 0n;
  bytes.forEach((byte, i) => (value |= BigInt(byte & 0x7f) << BigInt(7 * i)));
  bytes.forEach((byte, i) => assert.equal(byte >= 0x80, i < bytes.length - 1, 'only the last byte ends the number'));
  return signed ? BigInt.asIntN(7 * bytes.length, value) : value;
}

/** Numbers of every size, with the edges of each. */
function* samples(random: Random, bits: number): Iterable<bigint> {
  for (let size = 0; size <= bits; size++) {
    const edge = 1n << BigInt(size);
    yield* [edge, edge - 1n, -edge, -edge - 1n];
    for (let i = 0; i < 20; i++) yield BigInt.asUintN(size, (BigInt(random.below(2 ** 31)) << 33n) ^ BigInt(random.below(2 ** 31)));
  }
}

const written = (write: (out: Bytes) => void): Uint8Array => {
  const out = new Bytes();
  write(out);
  return out.view();
};

describe('the bytes of a module', () => {
  const seed = testSeed();
  const random = new Random(seed);

  it(`have numbers as WebAssembly encodes them, in the fewest bytes (seed ${seed})`, () => {
    for (const n of samples(random, 63)) {
      const [i32, u32, i64] = [Number(BigInt.asIntN(32, n)), Number(BigInt.asUintN(32, n)), BigInt.asIntN(64, n)];
      const cases: readonly (readonly [bytes: Uint8Array, value: bigint, signed: boolean])[] = [
        [written((out) => out.unsigned(u32)), BigInt(u32), false],
        [written((out) => out.signed(i32)), BigInt(i32), true],
        [written((out) => out.signed64(i64)), i64, true],
      ];
      for (const [bytes, value, signed] of cases) {
        assert.equal(decode(bytes, signed), value);
        const shorter = bytes.length - 1;
        const fits = signed ? BigInt.asIntN(7 * shorter, value) : BigInt.asUintN(7 * shorter, value);
        assert.ok(shorter === 0 || fits !== value, `${value} in ${bytes.length} bytes`);
      }
    }
  });

  it('keep what was written as they grow, and take numbers that are known later', () => {
    const out = new Bytes();
    const expected: number[] = [];
    const patches: (readonly [at: number, value: number])[] = [];
    for (let i = 0; i < 3000; i++) {
      if (random.chance(0.1)) {
        patches.push([out.placeholder(), random.below(2 ** 31)]);
        expected.push(0, 0, 0, 0, 0);
      } else if (random.chance(0.2)) {
        const part = Uint8Array.from({ length: random.below(400) }, () => random.below(256));
        out.append(part);
        expected.push(...part);
      } else {
        const byte = random.below(256);
        out.byte(byte);
        expected.push(byte);
      }
    }
    for (const [at, value] of patches) {
      out.patch(at, value);
      const five = out.view().slice(at, at + 5);
      assert.equal(decode(five, false), BigInt(value));
      expected.splice(at, 5, ...five);
    }
    assert.deepEqual([...out.view()], expected);
  });
});
