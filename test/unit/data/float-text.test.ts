import assert from 'node:assert/strict';
import { floatToText } from '#quern/data/float-text.js';
import { Random, testSeed } from '../../support/random.js';

/** The digits of a double between 1e-4 and 1e15 with its point put where the exponent says. */
function plainDigits(value: number): string {
  const [mantissa, exponent] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const places = Number(exponent);
  const padded = '0'.repeat(Math.max(0, -places)) + digits.padEnd(places + 1, '0');
  const before = Math.max(1, places + 1);
  const fraction = padded.slice(before);
  return (value < 0 ? '-' : '') + padded.slice(0, before) + (fraction === '' ? '' : `.${fraction}`);
}

describe('floats as text', () => {
  const seed = testSeed();

  it(`doubles of middling size are plain, with the shortest digits (seed ${seed})`, () => {
    const random = new Random(seed);
    for (let i = 0; i < 20_000; i++) {
      const value = (random.chance(0.5) ? 1 : -1) * (1 + random.next()) * 10 ** (random.below(18) - 4);
      if (Math.abs(value) >= 1e15) continue;
      const rounded = random.chance(0.5) ? Number(value.toPrecision(1 + random.below(15))) : value;
      if (Math.abs(rounded) >= 1e15) continue;
      assert.equal(floatToText(rounded, 'double'), plainDigits(rounded));
    }
  });

  it("the ends of the plain notation are PostgreSQL's", () => {
    const shown: readonly (readonly [number, string])[] = [
      [1e-4, '0.0001'],
      [9.9e-5, '9.9e-05'],
      [-1e-4, '-0.0001'],
      [999999999999999, '999999999999999'],
      [1e15, '1e+15'],
      [1e21, '1e+21'],
      [123456.75, '123456.75'],
      [0.1 + 0.2, '0.30000000000000004'],
      [-0, '-0'],
    ];
    for (const [value, text] of shown) assert.equal(floatToText(value, 'double'), text);
  });
});
