import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import type { ScanPredicate } from '../formats/format.js';
import { hivePairs, hiveValue } from './hive.js';

/** The column that `filename => true` adds, the table's last. */
export const FILENAME_COLUMN = 'filename';

interface ConstantOptions {
  readonly hivePartitioning: boolean;
  readonly filenameColumn: boolean;
}

/**
 * What a file's path says about all of its rows: values of hive-partition columns and of `filename`, by table ordinal. A partition key that is
 * also a column of the file wins over the file.
 */
export function fileConstants(
  path: string,
  options: ConstantOptions,
  columns: readonly { readonly name: string; readonly type: SqlType }[],
): Readonly<Record<number, SqlValue>> {
  const constants: Record<number, SqlValue> = {};
  if (options.hivePartitioning) {
    for (const [key, text] of hivePairs(path)) {
      const ordinal = columns.findIndex(({ name }) => name.toLowerCase() === key.toLowerCase());
      if (ordinal >= 0) constants[ordinal] = text === null ? null : (hiveValue(text, columns[ordinal].type) ?? null);
    }
  }
  if (options.filenameColumn) {
    constants[columns.length - 1] = path;
  }
  return constants;
}

/** True when a predicate over a constant column cannot hold for these constants, so that the whole file may be left out. */
export function isRuledOut(constants: Readonly<Record<number, SqlValue>>, predicates: readonly ScanPredicate[]): boolean {
  return predicates.some(({ ordinal, op, values }) => ordinal in constants && !mayHold(constants[ordinal], op, values));
}

function mayHold(constant: SqlValue, op: ScanPredicate['op'], values: readonly SqlValue[]): boolean {
  if (op === 'is null') return constant === null;
  if (constant === null) return false;
  if (op === 'is not null') return true;
  return values.some((value) => {
    const order = compareScalars(constant, value);
    if (order === undefined) return value !== null;
    switch (op) {
      case '=':
      case 'in':
        return order === 0;
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
    }
  });
}

/** Undefined when the two do not compare here; texts compare as bytes do. */
function compareScalars(a: SqlValue, b: SqlValue): number | undefined {
  if ((typeof a === 'number' || typeof a === 'bigint') && (typeof b === 'number' || typeof b === 'bigint'))
    return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return undefined;
}
