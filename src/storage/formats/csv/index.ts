import type { ScanSource, TableFormat } from '../format.js';
import { planCsv } from './plan.js';
import { openCsv } from './reader.js';

/** CSV and its kin: text in rows and fields. */
export const csvFormat: TableFormat<ScanSource & { readonly kind: 'csv' }> = {
  kind: 'csv',
  plan: planCsv,
  open: ({ options }, partition, ordinals, types, _predicates, context) => openCsv(options, partition, ordinals, types, context),
};
