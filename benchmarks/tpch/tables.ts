import type { GeneratedTable } from '../tables/generated-table.js';
import { customer } from './customer.js';
import { lineitem } from './lineitem.js';
import { orders } from './orders.js';
import { part } from './part.js';
import { partsupp } from './partsupp.js';
import { rowCounts } from './row-counts.js';
import { nation, region } from './small-tables.js';
import { supplier } from './supplier.js';

/** The eight tables of TPC-H at a scale factor: row for row and byte for byte what the TPC's own generator makes. */
export function tpchTables(scale: number): GeneratedTable[] {
  const counts = rowCounts(scale);
  return [region, nation, supplier(counts), part(counts), customer(counts), partsupp(counts), orders(counts), lineitem(counts)];
}
