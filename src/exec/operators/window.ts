import { widthOf } from '../../data/types.js';
import type { NullableValue } from '../../functions/code.js';
import type { ColumnId, Expr, SortKey } from '../../planner/logical/expr.js';
import type { WindowItem } from '../../planner/logical/plan.js';
import { isVolatile } from '../../planner/logical/effects.js';
import { sameExpr } from '../../planner/logical/same-expr.js';
import type { PhysicalWindow } from '../../planner/physical/plan.js';
import { appendStep, type PipelineColumn, type PipelineDraft, type StageBuilder } from '../compile/draft.js';
import { compileExpr } from '../wasm/expression.js';
import { newRow } from '../wasm/row.js';
import type { TupleField } from '../wasm/tuple.js';
import { mergeRanges } from './sort-ranges.js';
import { sortSink } from './sort-sink.js';
import { windowBounds } from './window-bounds.js';
import { windowSource, type WindowItemCall } from './window-source.js';

/**
 * Sorts by partition and order, then computes the items with the whole partition at hand. Rows leave in sorted order. Where only the first rows
 * of each partition are asked for, most others are not even stored.
 */
export function compileWindow(node: PhysicalWindow, builder: StageBuilder): PipelineDraft {
  const input = builder.compile(node.input);
  const stored = storedExprs();
  const keys: SortKey[] = [
    ...node.partitionBy.map((expr) => ({ expr: stored.store(expr), descending: false, nullsFirst: false })),
    ...node.orderBy.map((key) => ({ ...key, expr: stored.store(key.expr) })),
  ];
  const calls = node.items.map(({ call }) => ({
    ...call,
    args: call.args.map(stored.store),
    filter: call.filter && stored.store(call.filter),
  }));

  const hidden = stored.columns();
  const withHidden =
    hidden.length === 0
      ? input
      : appendStep(
          input,
          ({ code, row, stage }, next) => {
            const loads = new Map<ColumnId, () => NullableValue>(
              hidden.map(({ column, expr }) => [column.id, () => compileExpr(expr, { code, row, stage })]),
            );
            next(newRow(code, loads, row));
          },
          [...input.columns, ...hidden.map(({ column }) => column)],
        );
  const bounds = node.firstRows && windowBounds(node.firstRows, keys[0].expr, keys.slice(1));
  const bounded = bounds === undefined ? withHidden : appendStep(withHidden, bounds);
  // Each result has its slot and, behind it, its NULL byte.
  const sink = sortSink(
    keys,
    withHidden.columns,
    node.items.map(({ type }) => widthOf(type) + 1),
  );
  const sorted = builder.close(bounded, sink, 'Window sort');
  const rows = sink.rows();
  const outputs = node.items.map((item, i) => ({ column: item, call: itemCall(item, calls[i], resultField(item, rows.extras[i])) }));
  const source = windowSource(
    sorted,
    rows,
    node.partitionBy.length,
    input.columns,
    outputs,
    mergeRanges(node.estimatedRows, input.source.partitions),
  );
  return { source, steps: [], columns: source.columns };
}

const resultField = ({ type }: WindowItem, offset: number): TupleField => ({ type, offset, nullOffset: offset + widthOf(type) });

function itemCall({ type }: WindowItem, { fn, args, filter, ignoreNulls, frame }: WindowItem['call'], field: TupleField): WindowItemCall {
  const shared = { args, field, frame, types: { args: args.map((arg) => arg.type), returns: type } };
  return fn.kind === 'aggregate' ? { kind: 'aggregate', fn, filter, ...shared } : { kind: 'window', fn, ignoreNulls, ...shared };
}

/** Ids below those of a query's columns. */
const FIRST_HIDDEN = -1000;

/** Expressions that rows are stored with: what is neither a column nor a constant becomes a hidden column. */
function storedExprs(): {
  store(this: void, expr: Expr): Expr;
  columns(): readonly { readonly column: PipelineColumn; readonly expr: Expr }[];
} {
  const hidden: { readonly column: PipelineColumn; readonly expr: Expr }[] = [];
  return {
    store(expr) {
      if (expr.kind === 'Column' || (expr.kind === 'Literal' && expr.value !== null)) return expr;
      let known = isVolatile(expr) ? undefined : hidden.find((candidate) => sameExpr(candidate.expr, expr));
      if (known === undefined) {
        const id = (FIRST_HIDDEN - hidden.length) as ColumnId;
        known = { column: { id, type: expr.type, nullable: true }, expr };
        hidden.push(known);
      }
      return { kind: 'Column', id: known.column.id, name: '', type: expr.type };
    },
    columns: () => hidden,
  };
}
