import { InternalError } from '../../errors.js';
import { widthOf } from '../../data/types.js';
import { classOf, type NullableValue, type Value } from '../../functions/code.js';
import type { ColumnId, Expr } from '../../planner/logical/expr.js';
import type { PipelineColumn, SinkDraft } from '../compile/draft.js';
import { hashKeys } from '../wasm/compare.js';
import { compileExpr, type ExpressionContext } from '../wasm/expression.js';
import { FRAME_OUTPUT_REGION } from '../wasm/frame.js';
import { anyNull } from '../wasm/null-logic.js';
import { emitNewTuple, layoutTuple, storeField, TUPLE_LIST_BYTES, type TupleField } from '../wasm/tuple.js';

/**
 * Stores the build side of a join: publishes two lists of tuples, those that can match and those that cannot because a key is NULL (empty
 * unless wanted), and the least and greatest key when it is one integer; or, as the only task of a build side, the table itself.
 */
export interface JoinBuildSpec {
  readonly kind: 'JoinBuild';
  /** Frame offset of the lists' heads, then min and max (i64). */
  readonly lists: number;
  readonly tupleBytes: number;
  /** The table that is made of the lists at once. */
  readonly table: JoinTableShape | undefined;
}

export const BUILD_NULLS = TUPLE_LIST_BYTES;
export const BUILD_MIN = 2 * TUPLE_LIST_BYTES;
export const BUILD_MAX = BUILD_MIN + 8;
export const BUILD_BYTES = BUILD_MAX + 8;

/** A tuple's header: the upper half of the keys' hash, and the next tuple of its chain. */
export const JOIN_HASH = 0;
export const JOIN_NEXT = 4;
const HEADER_BYTES = 8;

export interface BuildKey {
  readonly expr: Expr;
  readonly nullSafe: boolean;
}

/** How the build side's tuples are laid out. */
export interface BuildLayout {
  readonly bytes: number;
  readonly columns: readonly { readonly column: PipelineColumn; readonly field: TupleField }[];
  /** One per key. */
  readonly keys: readonly TupleField[];
  /** Offset of the byte that says that a probe row matched. */
  readonly matched: number;
  /** The only key is an integer of this many bytes, so that tuples may be found by it directly. */
  readonly directWidth: 2 | 4 | 8 | undefined;
  /** Some tuple may be in the list of NULL keys. */
  readonly mayHaveNullKeys: boolean;
}

/** What a table needs to know of its tuples. */
export interface JoinTableShape {
  readonly tupleBytes: number;
  readonly keyed: boolean;
  readonly direct: { readonly offset: number; readonly width: number } | undefined;
  /** How many rows look for a match, about. */
  readonly probeRows: number;
}

export const tableShape = ({ bytes, keys, directWidth }: BuildLayout, probeRows: number): JoinTableShape => ({
  tupleBytes: bytes,
  keyed: keys.length > 0,
  direct: directWidth === undefined ? undefined : { offset: keys[0].offset, width: directWidth },
  probeRows,
});

/** `probeRows`, about how many rows look for a match, is given where the sink's task is the only one, and so makes the table. */
export function joinBuildSink(
  keys: readonly BuildKey[],
  payload: readonly PipelineColumn[],
  keepNullKeys: boolean,
  probeRows: number | undefined,
): SinkDraft & { readonly layout: () => BuildLayout } {
  let layout: BuildLayout | undefined;
  let lists = 0;
  const known = (): BuildLayout => {
    if (layout === undefined) throw new InternalError('the build side is not compiled yet');
    return layout;
  };

  return {
    layout: known,
    spec: () => ({
      kind: 'JoinBuild',
      lists,
      tupleBytes: known().bytes,
      table: probeRows === undefined ? undefined : tableShape(known(), probeRows),
    }),
    emit(context) {
      const { code, row, stage } = context;
      const values = keys.map(({ expr }) => compileExpr(expr, context));
      const strictNull = anyNull(
        values.filter((_, i) => !keys[i].nullSafe),
        code,
      );
      layout = layoutOf(keys, values, payload, context, strictNull !== undefined && keepNullKeys);
      lists = stage.layout.reserve(BUILD_BYTES);
      const { bytes, columns, keys: fields, directWidth } = layout;
      const first = code.inPrologue(() => code.op('i32.add', code.frame, code.i32(lists)));
      const region = code.inPrologue(() => code.load('i32.load', code.frame, FRAME_OUTPUT_REGION));

      const store = (list: Value): void => {
        const tuple = emitNewTuple(list, bytes, code);
        if (keys.length > 0) {
          const hash = hashKeys(
            keys.map(({ expr: { type } }, i) => ({ type, key: values[i] })),
            code,
          );
          code.store('i32.store', tuple, code.op('i32.wrap_i64', code.op('i64.shr_u', hash, code.i64(32n))), JOIN_HASH);
        }
        const stored = new Set<TupleField>();
        columns.forEach(({ column, field }) => {
          stored.add(field);
          storeField(field, tuple, row.get(column.id), region, code);
        });
        fields.forEach((field, i) => {
          if (!stored.has(field)) storeField(field, tuple, values[i], region, code);
        });
      };
      const storeMatchable = (): void => {
        store(first);
        if (directWidth !== undefined) trackRange(values[0], context);
      };
      if (strictNull === undefined) storeMatchable();
      else if (!keepNullKeys) code.if(code.op('i32.eqz', strictNull), storeMatchable);
      else code.if(strictNull, () => store(code.op('i32.add', first, code.i32(BUILD_NULLS))), storeMatchable);
    },
  };

  function trackRange({ value }: NullableValue, { code }: ExpressionContext): void {
    const key = value.class === 'i64' ? value : code.op('i64.extend_i32_s', value);
    code.if(code.op('i64.lt_s', key, code.load('i64.load', code.frame, lists + BUILD_MIN)), () =>
      code.store('i64.store', code.frame, key, lists + BUILD_MIN),
    );
    code.if(code.op('i64.gt_s', key, code.load('i64.load', code.frame, lists + BUILD_MAX)), () =>
      code.store('i64.store', code.frame, key, lists + BUILD_MAX),
    );
  }
}

function layoutOf(
  keys: readonly BuildKey[],
  values: readonly NullableValue[],
  payload: readonly PipelineColumn[],
  { row }: ExpressionContext,
  mayHaveNullKeys: boolean,
): BuildLayout {
  const columns = payload.map((column) => ({ ...column, nullable: row.get(column.id).isNull !== undefined }));
  // A key that is a stored column needs no field of its own.
  const columnOf = keys.map(({ expr }) => (expr.kind === 'Column' ? columns.findIndex(({ id }) => id === expr.id) : -1));
  const own = keys.flatMap(({ expr: { type } }, i) =>
    columnOf[i] < 0 ? [{ type, nullable: values[i].isNull !== undefined, key: i }] : [],
  );
  const { bytes, fields, extras } = layoutTuple(HEADER_BYTES, [...columns, ...own], [1]);
  const keyFields = keys.map((_, i) => fields[columnOf[i] >= 0 ? columnOf[i] : columns.length + own.findIndex(({ key }) => key === i)]);
  return {
    bytes,
    columns: columns.map((column, i) => ({ column, field: fields[i] })),
    keys: keyFields,
    matched: extras[0],
    directWidth: directWidth(keys),
    mayHaveNullKeys,
  };
}

function directWidth(keys: readonly BuildKey[]): 2 | 4 | 8 | undefined {
  if (keys.length !== 1 || keys[0].nullSafe) return undefined;
  const { type } = keys[0].expr;
  if (type.kind === 'boolean' || (classOf(type) !== 'i32' && classOf(type) !== 'i64')) return undefined;
  return widthOf(type) as 2 | 4 | 8;
}

/** The columns of a build side that are read through a join. */
export const payloadOf = (columns: readonly PipelineColumn[], ids: ReadonlySet<ColumnId>): readonly PipelineColumn[] =>
  columns.filter(({ id }) => ids.has(id));
