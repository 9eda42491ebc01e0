import { utf8, type CsvWriter } from '../tables/csv-writer.js';
import type { GeneratedTable } from '../tables/generated-table.js';
import { INSTRUCTIONS, RETURN_FLAGS, SHIP_MODES } from './distributions.js';
import { CURRENT_DAY, MOST_LINES, OrderLines } from './order-lines.js';
import type { RowCounts } from './row-counts.js';
import { RandomStream } from './stream.js';
import { writeComment } from './text-pool.js';
import type { Texts } from './texts.js';
import { DATES, supplierOf } from './values.js';

const NOT_RETURNED = utf8('N');
const FINISHED = utf8('F');
const OPEN = utf8('O');

export const lineitem = (counts: RowCounts, texts: Texts): GeneratedTable => ({
  name: 'lineitem',
  columns: {
    l_orderkey: 'BIGINT',
    l_partkey: 'INTEGER',
    l_suppkey: 'INTEGER',
    l_linenumber: 'INTEGER',
    l_quantity: 'DECIMAL(15,2)',
    l_extendedprice: 'DECIMAL(15,2)',
    l_discount: 'DECIMAL(15,2)',
    l_tax: 'DECIMAL(15,2)',
    l_returnflag: 'VARCHAR',
    l_linestatus: 'VARCHAR',
    l_shipdate: 'DATE',
    l_commitdate: 'DATE',
    l_receiptdate: 'DATE',
    l_shipinstruct: 'VARCHAR',
    l_shipmode: 'VARCHAR',
    l_comment: 'VARCHAR',
  },
  writeRows: (out) => writeRows(out, counts, texts),
});

function writeRows(out: CsvWriter, counts: RowCounts, { pool }: Texts): void {
  const lines = new OrderLines(counts);
  const supplier = new RandomStream(2095021727, MOST_LINES);
  const commitDay = new RandomStream(904914315, MOST_LINES);
  const receiptDay = new RandomStream(373135028, MOST_LINES);
  const returnFlag = new RandomStream(717419739, MOST_LINES);
  const instruction = new RandomStream(1371272478, MOST_LINES);
  const shipMode = new RandomStream(675466456, MOST_LINES);
  const comment = new RandomStream(1095462486, 2 * MOST_LINES);
  const streams = [supplier, commitDay, receiptDay, returnFlag, instruction, shipMode, comment];
  for (let order = 0; order < counts.orders; order++) {
    const orderKey = lines.next();
    for (let i = 0; i < lines.lineCount; i++) {
      const shipped = lines.shipDay[i];
      const received = shipped + receiptDay.between(1, 30);
      out.integer(orderKey);
      out.integer(lines.part[i]);
      out.integer(supplierOf(lines.part[i], supplier.between(0, 3), counts.suppliers));
      out.integer(i + 1);
      out.integer(lines.quantity[i]);
      out.decimal(lines.price[i], 2);
      out.decimal(lines.discount[i], 2);
      out.decimal(lines.tax[i], 2);
      out.plain(received <= CURRENT_DAY ? RETURN_FLAGS.pick(returnFlag) : NOT_RETURNED);
      out.plain(shipped > CURRENT_DAY ? OPEN : FINISHED);
      out.plain(DATES[shipped]);
      out.plain(DATES[lines.orderDay + commitDay.between(30, 90)]);
      out.plain(DATES[received]);
      out.plain(INSTRUCTIONS.pick(instruction));
      out.plain(SHIP_MODES.pick(shipMode));
      writeComment(out, pool, 27, comment);
      out.endRow();
    }
    for (const stream of streams) stream.endRow();
  }
}
