import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CsvWriter, utf8 } from '../../../benchmarks/tables/csv-writer.js';

function written(write: (out: CsvWriter) => void): string {
  const pieces: Buffer[] = [];
  const out = new CsvWriter((bytes) => pieces.push(Buffer.from(bytes)));
  write(out);
  out.flush();
  return Buffer.concat(pieces).toString();
}

const line = (write: (out: CsvWriter) => void): string =>
  written((out) => {
    write(out);
    out.endRow();
  });

describe('benchmarks: the CSV writer', () => {
  it('writes integers as JavaScript does', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) =>
        assert.equal(
          line((out) => out.integer(value)),
          `${value}\n`,
        ),
      ),
    );
    for (const value of [0, 9, 10, 2 ** 31 - 1, 2 ** 31, 2 ** 32, -(2 ** 31)])
      assert.equal(
        line((out) => out.integer(value)),
        `${value}\n`,
      );
  });

  it('writes decimals with all digits of their scale', () => {
    assert.equal(
      line((out) => [0, 5, -5, 100, -99_999, 123_456].forEach((units) => out.decimal(units, 2))),
      '0.00,0.05,-0.05,1.00,-999.99,1234.56\n',
    );
    assert.equal(
      line((out) => out.decimal(99_000_007, 6)),
      '99.000007\n',
    );
  });

  it('writes 64-bit integers from two parts', () => {
    const parts = fc.tuple(fc.integer({ min: 0, max: 9_223_372_035 }), fc.integer({ min: 0, max: 999_999_999 }));
    fc.assert(
      fc.property(parts, ([high, low]) => {
        assert.equal(
          line((out) => out.bigint(high, low)),
          `${BigInt(high) * 1_000_000_000n + BigInt(low)}\n`,
        );
      }),
    );
  });

  it('writes timestamps', () => {
    const date = utf8('2013-07-15');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_399 }), (second) => {
        const expected = new Date(Date.UTC(2013, 6, 15) + second * 1000).toISOString().slice(0, 19).replace('T', ' ');
        assert.equal(
          line((out) => out.timestamp(date, second)),
          `${expected}\n`,
        );
      }),
    );
  });

  it('hands on whole rows, none of them lost', () => {
    const pieces: Buffer[] = [];
    const out = new CsvWriter((bytes) => pieces.push(Buffer.from(bytes)));
    const text = utf8('x'.repeat(999));
    for (let i = 0; i < 10_000; i++) {
      out.integer(i);
      out.quoted(text);
      out.endRow();
    }
    out.flush();
    assert.ok(pieces.length > 1);
    assert.ok(pieces.every((piece) => piece.at(-1) === 10));
    const lines = Buffer.concat(pieces).toString().split('\n');
    assert.equal(lines.length, 10_001);
    assert.equal(out.rowCount, 10_000);
    assert.equal(lines[9_999], `9999,"${'x'.repeat(999)}"`);
  });
});
