import { utf8, type CsvWriter } from '../tables/csv-writer.js';
import type { GeneratedTable } from '../tables/generated-table.js';
import { Random } from '../tables/random.js';
import { sampleAll, splitKeys, type JoinKeys } from './keys.js';

/**
 * The join tables of the H2O database benchmark without NULLs, unsorted: x with N rows, small, medium and big with N / 10^6, N / 10^3 and N.
 * Nine in ten keys of x are in the other table. Each key is in the other table once, and its text form in id4, id5 or id6.
 */
export function joinTables(rows: number): GeneratedTable[] {
  const random = new Random(108);
  const sizes = [Math.ceil(rows / 1e6), Math.ceil(rows / 1e3), rows];
  // Ten keys are the fewest that can be cut 9 : 1 : 1.
  const keys = sizes.map((size) => splitKeys(Math.max(10, size), random));
  return [
    joinTable('x', rows, keys, 'left', 'v1', 1),
    joinTable('small', Math.max(10, sizes[0]), keys.slice(0, 1), 'right', 'v2', 2),
    joinTable('medium', Math.max(10, sizes[1]), keys.slice(0, 2), 'right', 'v2', 3),
    joinTable('big', rows, keys, 'right', 'v2', 4),
  ];
}

function joinTable(
  name: string,
  rows: number,
  keys: readonly JoinKeys[],
  side: 'left' | 'right',
  value: string,
  seed: number,
): GeneratedTable {
  return {
    name,
    columns: {
      ...Object.fromEntries(keys.map((_, i) => [`id${i + 1}`, 'INTEGER'])),
      ...Object.fromEntries(keys.map((_, i) => [`id${i + 4}`, 'VARCHAR'])),
      [value]: 'DOUBLE',
    },
    writeRows(out) {
      const random = new Random(seed);
      const columns = keys.map((key) => sampleAll(key.common, key[side], rows, random));
      writeRows(out, rows, columns, random);
    },
  };
}

function writeRows(out: CsvWriter, rows: number, columns: readonly Int32Array[], random: Random): void {
  const id = utf8('id');
  for (let i = 0; i < rows; i++) {
    for (const column of columns) out.integer(column[i]);
    for (const column of columns) out.numbered(id, column[i], 1);
    out.decimal(random.below(100_000_000), 6);
    out.endRow();
  }
}
