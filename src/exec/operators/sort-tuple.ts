import { InternalError } from '../../errors.js';
import type { NullableValue, Value } from '../../functions/code.js';
import type { SortKey } from '../../planner/logical/expr.js';
import type { PipelineColumn } from '../compile/draft.js';
import { compileExpr, type ExpressionContext } from '../wasm/expression.js';
import { emitPrefix } from '../wasm/sort-prefix.js';
import { layoutTuple, storeField, type TupleField } from '../wasm/tuple.js';
import type { SortLayout } from './sort-functions.js';

/** A tuple that is sorted begins with its prefix. */
export const SORT_HEADER_BYTES = 8;

/** Sorted rows: columns, and the keys they are sorted by. A key that is a column has no field of its own. */
export interface SortedRows extends SortLayout {
  readonly bytes: number;
  readonly columns: readonly { readonly column: PipelineColumn; readonly field: TupleField }[];
  /** Offsets of areas that later operators use. */
  readonly extras: readonly number[];
}

/** Lays out tuples of `columns` and of the keys, whose values for the current row are `keyValues`; `undecided` is for the caller to know. */
function sortTuple(
  keys: readonly SortKey[],
  keyValues: readonly NullableValue[],
  columns: readonly PipelineColumn[],
  extras: readonly number[],
): Omit<SortedRows, 'undecided' | 'byArrival'> {
  const columnOf = keys.map(({ expr }) => (expr.kind === 'Column' ? columns.findIndex(({ id }) => id === expr.id) : -1));
  const ownKeys = keys.flatMap((_, i) => (columnOf[i] < 0 ? [i] : []));
  const stored = [...columns, ...ownKeys.map((i) => ({ type: keys[i].expr.type, nullable: keyValues[i].isNull !== undefined }))];
  const { bytes, fields, extras: offsets } = layoutTuple(SORT_HEADER_BYTES, stored, extras);
  return {
    bytes,
    columns: columns.map((column, i) => ({ column, field: fields[i] })),
    keys: keys.map(({ expr: { type }, descending, nullsFirst }, i) => ({
      type,
      descending,
      nullsFirst,
      field: fields[columnOf[i] >= 0 ? columnOf[i] : columns.length + ownKeys.indexOf(i)],
    })),
    extras: offsets,
  };
}

/** The keys' values of the current row, their prefix, and how rows are stored by it. */
export interface SortingRow {
  readonly keyValues: readonly NullableValue[];
  readonly prefix: Value;
  readonly rows: SortedRows;
}

/** Computes the keys of the current row. `byArrival`: entries that are equal in all keys are ordered by it. */
export function emitSortKeys(
  keys: readonly SortKey[],
  columns: readonly PipelineColumn[],
  extras: readonly number[],
  byArrival: boolean,
  context: ExpressionContext,
): SortingRow {
  const keyValues = keys.map(({ expr }) => compileExpr(expr, context));
  const tuple = sortTuple(keys, keyValues, columns, extras);
  const { word, undecided } = emitPrefix(
    tuple.keys.map((key, i) => ({ ...key, value: keyValues[i] })),
    context.code,
  );
  return { keyValues, prefix: word, rows: { ...tuple, undecided, byArrival } };
}

/** Stores the current row; strings are copied into `region`. */
export function emitStoreTuple(
  { columns, keys }: Pick<SortedRows, 'columns' | 'keys'>,
  keyValues: readonly NullableValue[],
  tuple: Value,
  region: Value,
  { code, row }: ExpressionContext,
): void {
  const stored = new Set<TupleField>();
  for (const { column, field } of columns) {
    const value = row.get(column.id);
    if (value.isNull !== undefined && !column.nullable) throw new InternalError(`column ${column.id} may be NULL after all`);
    stored.add(field);
    storeField(field, tuple, value, region, code);
  }
  keys.forEach(({ field }, i) => {
    if (!stored.has(field)) storeField(field, tuple, keyValues[i], region, code);
  });
}
