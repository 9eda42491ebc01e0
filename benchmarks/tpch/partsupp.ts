import type { CsvWriter } from '../tables/csv-writer.js';
import type { GeneratedTable } from '../tables/generated-table.js';
import type { RowCounts } from './row-counts.js';
import { RandomStream } from './stream.js';
import { writeComment } from './text-pool.js';
import type { Texts } from './texts.js';
import { supplierOf } from './values.js';

const SUPPLIERS_PER_PART = 4;

export const partsupp = (counts: RowCounts, texts: Texts): GeneratedTable => ({
  name: 'partsupp',
  columns: {
    ps_partkey: 'INTEGER',
    ps_suppkey: 'INTEGER',
    ps_availqty: 'INTEGER',
    ps_supplycost: 'DECIMAL(15,2)',
    ps_comment: 'VARCHAR',
  },
  writeRows: (out) => writeRows(out, counts, texts),
});

function writeRows(out: CsvWriter, { parts, suppliers }: RowCounts, { pool }: Texts): void {
  const quantity = new RandomStream(1671059989, SUPPLIERS_PER_PART);
  const cost = new RandomStream(1051288424, SUPPLIERS_PER_PART);
  const comment = new RandomStream(1961692154, 2 * SUPPLIERS_PER_PART);
  for (let part = 1; part <= parts; part++) {
    for (let position = 0; position < SUPPLIERS_PER_PART; position++) {
      out.integer(part);
      out.integer(supplierOf(part, position, suppliers));
      out.integer(quantity.between(1, 9999));
      out.decimal(cost.between(100, 100_000), 2);
      writeComment(out, pool, 124, comment);
      out.endRow();
    }
    quantity.endRow();
    cost.endRow();
    comment.endRow();
  }
}
