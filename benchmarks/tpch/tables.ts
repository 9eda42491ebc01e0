import type { GeneratedTable } from '../tables/generated-table.js';
import { customer } from './customer.js';
import { lineitem } from './lineitem.js';
import { orders } from './orders.js';
import { part } from './part.js';
import { partsupp } from './partsupp.js';
import { rowCounts } from './row-counts.js';
import { nation, region } from './small-tables.js';
import { supplier } from './supplier.js';
import type { Texts } from './texts.js';

/** The eight tables of TPC-H at a scale factor: with the TPC's texts row for row and byte for byte what its own generator makes. */
export function tpchTables(scale: number, texts: Texts): GeneratedTable[] {
  const counts = rowCounts(scale);
  return [region(texts), nation(texts), ...[supplier, part, customer, partsupp, orders, lineitem].map((table) => table(counts, texts))];
}
