import { utf8, type CsvWriter } from '../tables/csv-writer.js';
import type { GeneratedTable } from '../tables/generated-table.js';
import { PRIORITIES } from './distributions.js';
import { CURRENT_DAY, OrderLines } from './order-lines.js';
import type { RowCounts } from './row-counts.js';
import { RandomStream } from './stream.js';
import { writeComment } from './text-pool.js';
import type { Texts } from './texts.js';
import { DATES } from './values.js';

const CLERK = utf8('Clerk#');
const FINISHED = utf8('F');
const OPEN = utf8('O');
const PARTLY = utf8('P');

export const orders = (counts: RowCounts, texts: Texts): GeneratedTable => ({
  name: 'orders',
  columns: {
    o_orderkey: 'BIGINT',
    o_custkey: 'INTEGER',
    o_orderstatus: 'VARCHAR',
    o_totalprice: 'DECIMAL(15,2)',
    o_orderdate: 'DATE',
    o_orderpriority: 'VARCHAR',
    o_clerk: 'VARCHAR',
    o_shippriority: 'INTEGER',
    o_comment: 'VARCHAR',
  },
  writeRows: (out) => writeRows(out, counts, texts),
});

function writeRows(out: CsvWriter, counts: RowCounts, { pool }: Texts): void {
  const lines = new OrderLines(counts);
  const customer = new RandomStream(851767375, 1);
  const priority = new RandomStream(591449447, 1);
  const clerk = new RandomStream(1171034773, 1);
  const comment = new RandomStream(276090261, 2);
  const clerks = Math.max(1000, Math.floor(1000 * counts.scale));
  for (let i = 0; i < counts.orders; i++) {
    out.integer(lines.next());
    out.integer(pickCustomer(customer, counts.customers));
    out.plain(statusOf(lines));
    out.decimal(totalPrice(lines), 2);
    out.plain(DATES[lines.orderDay]);
    out.plain(PRIORITIES.pick(priority));
    out.numbered(CLERK, clerk.between(1, clerks), 9);
    out.integer(0);
    writeComment(out, pool, 49, comment);
    out.endRow();
    customer.endRow();
    priority.endRow();
    clerk.endRow();
    comment.endRow();
  }
}

/** Every third customer has no orders: a neighbour has them. */
function pickCustomer(stream: RandomStream, customers: number): number {
  let key = stream.between(1, customers);
  for (let step = 1; key % 3 === 0; step = -step) key = Math.min(key + step, customers);
  return key;
}

function statusOf({ lineCount, shipDay }: OrderLines): Uint8Array {
  let open = 0;
  for (let i = 0; i < lineCount; i++) if (shipDay[i] > CURRENT_DAY) open++;
  return open === 0 ? FINISHED : open === lineCount ? OPEN : PARTLY;
}

/** Each line's discount and tax are taken in whole cents, rounded down. */
function totalPrice({ lineCount, price, discount, tax }: OrderLines): number {
  let total = 0;
  for (let i = 0; i < lineCount; i++) {
    total += Math.floor((Math.floor((price[i] * (100 - discount[i])) / 100) * (100 + tax[i])) / 100);
  }
  return total;
}
