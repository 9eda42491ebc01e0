import assert from 'node:assert/strict';
import { toDecimal, decimalOfText, toSignificant } from '#quern/functions/cast/to-decimal.js';
import { divideRounding, rescale, type DecimalType } from '#quern/functions/decimal/arithmetic.js';
import { decimalToText } from '#quern/data/decimal-text.js';
import { Random, testSeed } from '../../support/random.js';
import { createViewMemory } from '../../support/view-memory.js';

const LIMIT = 10n ** 38n;
const seed = testSeed();

describe(`decimal kernels (seed ${seed})`, () => {
  const random = new Random(seed);
  const { arena, out, region, text } = createViewMemory();
  const { kernels } = arena;
  const result = out();

  /** Magnitudes of any size up to 38 digits, with powers of two and ten and their neighbours well represented. */
  function value(digits = 38): bigint {
    let magnitude: bigint;
    switch (random.below(5)) {
      case 0:
        magnitude = BigInt(random.below(20));
        break;
      case 1:
        magnitude = 10n ** BigInt(random.below(digits)) + BigInt(random.below(3) - 1);
        break;
      case 2:
        magnitude = (1n << BigInt(random.below(126))) + BigInt(random.below(3) - 1);
        break;
      default:
        magnitude = BigInt(`1${Array.from({ length: random.below(digits) }, () => random.below(10)).join('')}`);
    }
    magnitude %= 10n ** BigInt(digits);
    return random.below(2) === 0 ? magnitude : -magnitude;
  }
  const words = (x: bigint): [bigint, bigint] => [BigInt.asIntN(64, x), x >> 64n];
  const read = (): bigint => (arena.i64[(result >>> 3) + 1] << 64n) | BigInt.asUintN(64, arena.i64[result >>> 3]);

  /** The kernel gives the exact result, or raises exactly when that has more than 38 digits. */
  function check(exact: bigint, run: () => void, what: string): void {
    if (exact >= LIMIT || exact <= -LIMIT) assert.throws(run, { sqlState: '22003' }, what);
    else {
      run();
      assert.equal(read(), exact, what);
    }
  }

  it('add, subtract, multiply, divide and take remainders as BigInt does', () => {
    for (let i = 0; i < 20_000; i++) {
      const [a, b] = [value(1 + random.below(38)), value(1 + random.below(38))];
      check(a + b, () => kernels.decimal_add(result, ...words(a), ...words(b)), `${a} + ${b}`);
      check(a - b, () => kernels.decimal_subtract(result, ...words(a), ...words(b)), `${a} - ${b}`);
      check(a * b, () => kernels.decimal_multiply(result, ...words(a), ...words(b)), `${a} * ${b}`);
      const digits = random.below(39);
      const power = 10n ** BigInt(digits);
      check(
        divideRounding(a * b, power),
        () => kernels.decimal_multiply_divide(result, ...words(a), ...words(b), ...words(power)),
        `${a} * ${b} / ${power}`,
      );
      if (b === 0n) continue;
      check(divideRounding(a * power, b), () => kernels.decimal_divide(result, ...words(a), ...words(b), digits), `${a} e${digits} / ${b}`);
      check(a / b, () => kernels.decimal_quotient(result, ...words(a), ...words(b)), `${a} div ${b}`);
      check(a % b, () => kernels.decimal_remainder(result, ...words(a), ...words(b)), `${a} % ${b}`);
    }
  });

  it('rescale and truncate', () => {
    for (let i = 0; i < 10_000; i++) {
      const a = value();
      const digits = random.below(39);
      const power = 10n ** BigInt(digits);
      check(divideRounding(a, power), () => kernels.decimal_scale_down(result, ...words(a), digits), `${a} e-${digits}`);
      const grown = a * power;
      if (grown < LIMIT && grown > -LIMIT) check(grown, () => kernels.decimal_scale_up(result, ...words(a), digits), `${a} e${digits}`);
      const [quotient, rest] = [a / power, a % power];
      check(quotient, () => kernels.decimal_truncate(result, ...words(a), digits, 0), `trunc ${a} e-${digits}`);
      check(
        rest < 0n ? quotient - 1n : quotient,
        () => kernels.decimal_truncate(result, ...words(a), digits, -1),
        `floor ${a} e-${digits}`,
      );
      check(rest > 0n ? quotient + 1n : quotient, () => kernels.decimal_truncate(result, ...words(a), digits, 1), `ceil ${a} e-${digits}`);
      const precision = 1 + random.below(38);
      const shift = random.below(2) === 0 ? digits : -digits;
      const moved = rescale(a, 38, 38 + shift);
      const fits = moved < 10n ** BigInt(precision) && moved > -(10n ** BigInt(precision));
      assert.equal(kernels.decimal_fits(result, ...words(a), shift, precision), Number(fits), `${a} e${shift} in ${precision}`);
      if (fits) assert.equal(read(), moved);
    }
  });

  it('add to a value times a power of ten, where the product alone may be too large', () => {
    for (let i = 0; i < 10_000; i++) {
      const digits = 1 + random.below(38);
      const power = 10n ** BigInt(digits);
      const b = value(38);
      const near = (random.below(2) === 0 ? LIMIT : -LIMIT) / power + BigInt(random.below(5) - 2);
      for (const a of [value(38), value(1 + random.below(39 - digits)), near, near - b / power, near * 2n]) {
        if (a >= LIMIT || a <= -LIMIT) continue;
        check(a * power + b, () => kernels.decimal_add_scaled(result, ...words(a), digits, ...words(b)), `${a} e${digits} + ${b}`);
      }
    }
  });

  it('multiply bigints or raise', () => {
    for (let i = 0; i < 10_000; i++) {
      const [a, b] = [BigInt.asIntN(64, value(25)), BigInt.asIntN(64, value(25))];
      const exact = a * b;
      if (BigInt.asIntN(64, exact) === exact) assert.equal(kernels.bigint_multiply(a, b), exact);
      else assert.throws(() => kernels.bigint_multiply(a, b), { sqlState: '22003' }, `${a} * ${b}`);
    }
    assert.throws(() => kernels.bigint_multiply(-1n, -(1n << 63n)), { sqlState: '22003' });
    assert.throws(() => kernels.bigint_multiply(-(1n << 63n), -1n), { sqlState: '22003' });
  });

  it('print', () => {
    for (let i = 0; i < 5_000; i++) {
      const a = value();
      const scale = random.below(39);
      const view = out();
      kernels.decimal_to_text(view, ...words(a), scale, region);
      assert.equal(text(view), decimalToText(a, scale));
    }
  });

  it('convert to the nearest double and single', () => {
    for (let i = 0; i < 10_000; i++) {
      const a = value();
      const scale = random.below(39);
      const exact = decimalToText(a, scale);
      assert.equal(kernels.decimal_to_double(result, ...words(a), scale) + 0, Number(exact) + 0, exact);
      const single = kernels.decimal_to_real(result, ...words(a), scale);
      const near = Math.fround(Number(exact));
      if (Number(exact) !== near) assert.ok(Math.abs(single - Number(exact)) <= Math.abs(near - Number(exact)), exact);
      else assert.equal(single + 0, near + 0, exact);
    }
  });

  it('convert from doubles by their significant digits', () => {
    const cast = toDecimal.find(({ from }) => from === 'double')!;
    const bits = new DataView(new ArrayBuffer(8));
    for (let i = 0; i < 20_000; i++) {
      let x = Number(decimalToText(value(1 + random.below(17)), random.below(20)));
      if (i % 3 === 0) {
        bits.setUint32(0, ((1023 - 70 + random.below(200)) << 20) | random.below(1 << 20));
        bits.setUint32(4, random.below(0xffffffff));
        x = bits.getFloat64(0);
      }
      const type = { kind: 'decimal', precision: 1 + random.below(38), scale: 0 };
      type.scale = random.below(Math.min(21, type.precision + 1));
      let expected: bigint | undefined;
      try {
        expected = cast.evaluate(x, { args: [], returns: type as DecimalType, nowMicros: 0n, timeZone: 'UTC' }) as bigint;
      } catch {
        /* too large */
      }
      const failed = kernels.decimal_from_double(result, x, 15, type.precision, type.scale);
      assert.equal(failed, Number(expected === undefined), `${x} as numeric(${type.precision},${type.scale})`);
      if (!failed) assert.equal(read(), expected, `${x} as numeric(${type.precision},${type.scale})`);
    }
    assert.equal(kernels.decimal_from_double(result, NaN, 15, 10, 2), 1);
    assert.equal(kernels.decimal_from_double(result, -Infinity, 15, 10, 2), 1);
  });

  it('round exact ties of significant digits to even', () => {
    assert.equal(Number(toSignificant(1000000000000005, 15)), 1000000000000000);
    assert.equal(Number(toSignificant(1000000000000015, 15)), 1000000000000020);
    assert.equal(decimalOfText(toSignificant(2.675, 15), { kind: 'decimal', precision: 5, scale: 2 }), 268n);
    kernels.decimal_from_double(result, 1000000000000005, 15, 20, 0);
    assert.equal(read(), 1000000000000000n);
  });
});
