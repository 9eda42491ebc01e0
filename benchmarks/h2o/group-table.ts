import { utf8, type CsvWriter } from '../tables/csv-writer.js';
import type { GeneratedTable } from '../tables/generated-table.js';
import { Random } from '../tables/random.js';

/** Distinct values of the large groups: the benchmark's K. */
const GROUPS = 100;

/** The group-by table of the H2O database benchmark without NULLs, unsorted: N rows, 100 large groups and N / 100 small ones. */
export function groupTable(rows: number): GeneratedTable {
  return {
    name: 'x_group',
    columns: {
      id1: 'VARCHAR',
      id2: 'VARCHAR',
      id3: 'VARCHAR',
      id4: 'INTEGER',
      id5: 'INTEGER',
      id6: 'INTEGER',
      v1: 'INTEGER',
      v2: 'INTEGER',
      v3: 'DOUBLE',
    },
    writeRows: (out) => writeRows(out, rows),
  };
}

function writeRows(out: CsvWriter, rows: number): void {
  const random = new Random(108);
  const id = utf8('id');
  const smallGroups = Math.max(1, Math.floor(rows / GROUPS));
  for (let i = 0; i < rows; i++) {
    out.numbered(id, 1 + random.below(GROUPS), 3);
    out.numbered(id, 1 + random.below(GROUPS), 3);
    out.numbered(id, 1 + random.below(smallGroups), 10);
    out.integer(1 + random.below(GROUPS));
    out.integer(1 + random.below(GROUPS));
    out.integer(1 + random.below(smallGroups));
    out.integer(1 + random.below(5));
    out.integer(1 + random.below(15));
    out.decimal(random.below(100_000_000), 6);
    out.endRow();
  }
}
