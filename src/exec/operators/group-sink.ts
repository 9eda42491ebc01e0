import { InternalError } from '../../errors.js';
import type { Value } from '../../functions/code.js';
import { isVolatile } from '../../planner/logical/effects.js';
import type { Expr } from '../../planner/logical/expr.js';
import type { PhysicalHashAggregate } from '../../planner/physical/plan.js';
import type { PipelineColumn, SinkDraft } from '../compile/draft.js';
import type { Sink, Task } from '../run/task.js';
import { FRAME_OUTPUT_REGION } from '../wasm/frame.js';
import { extendHash, hashKeys } from '../wasm/compare.js';
import { dictionaryMemo } from '../wasm/dictionary-memo.js';
import type { Emitter } from '../wasm/emitter.js';
import { compileExpr, type ExpressionContext } from '../wasm/expression.js';
import type { Row } from '../wasm/row.js';
import { emitNewTuple, layoutTuple, storeField, TUPLE_LIST_BYTES, type TupleLayout } from '../wasm/tuple.js';
import { emitInit, emitUpdate, stateBytes, stateOwners, type AggregateStates } from './aggregate-states.js';
import {
  emitFindOrInsert,
  GROUP_HASH,
  GROUP_HEADER_BYTES,
  GROUP_TABLE_BYTES,
  TABLE_GAVE_UP,
  TABLE_PATIENCE,
  TABLE_ROWS,
  type GroupKey,
} from './group-table.js';
import { columnsOf } from './join.js';
import { initTupleList } from './tuple-list.js';

/**
 * Groups a partition's rows. Publishes `ranges` lists of group tuples, one per range of the hash, each in first-seen order; without keys one
 * list of exactly one tuple. A sink that may keep rows publishes as many lists of rows after them: when its table has outgrown the cache and
 * most rows still make a group of their own, the partition's other rows are not looked up but stored, for whoever merges their range. Where
 * an aggregate keeps all its values anyway, every row is stored from the first on: a range's groups then fit the cache as their rows come.
 */
export interface GroupSinkSpec {
  readonly kind: 'Groups';
  /** Frame offset of the lists' heads. */
  readonly lists: number;
  readonly ranges: number;
  readonly tupleBytes: number;
  /** Bytes of a stored row; undefined when none is ever stored. */
  readonly rowBytes: number | undefined;
  /** No row is looked up. */
  readonly storesAll: boolean;
  /** Frame offset of the directory's head; undefined without keys. */
  readonly table: number | undefined;
  /** Frame offset of the only group's address, when there are no keys. */
  readonly only: number | undefined;
}

/** How a group's tuple is laid out; the first fields are the keys. */
export interface GroupLayout {
  readonly tuple: TupleLayout;
  readonly states: AggregateStates;
  /** How a stored row is laid out, which begins with the hash as a group does. */
  readonly row: StoredRow | undefined;
}

export interface StoredRow {
  readonly tuple: TupleLayout;
  readonly columns: readonly PipelineColumn[];
}

/** The first directory has room for so many groups. */
const EXPECTED_GROUPS = 150;
/** Entries of the directory whose groups are about as large as a core's own cache. */
const CACHED_ENTRIES = 0x8000;

export interface GroupSinkDraft extends SinkDraft {
  readonly layout: () => GroupLayout;
}

/** Which rows a sink stores instead of grouping them: none, those after its table gave up, or all. */
export type StoredRows = 'none' | 'late' | 'all';

export function groupSink(
  { keys, aggregates, rangeKeys }: PhysicalHashAggregate,
  input: readonly PipelineColumn[],
  ranges: number,
  storedRows: StoredRows,
): GroupSinkDraft {
  const owners = stateOwners(aggregates);
  let layout: GroupLayout | undefined;
  let spec: GroupSinkSpec | undefined;
  const known = <T>(value: T | undefined): T => {
    if (value === undefined) throw new InternalError('the sink is not compiled yet');
    return value;
  };
  const layoutFor = (groupKeys: readonly GroupKey[], row: StoredRow | undefined): GroupLayout => {
    const tuple = layoutTuple(
      GROUP_HEADER_BYTES,
      groupKeys.map(({ type, key }) => ({ type, nullable: key.isNull !== undefined })),
      aggregates.map((item, i) => (owners[i] === i ? stateBytes(item) : 0)),
    );
    return { tuple, states: { items: aggregates, offsets: owners.map((owner) => tuple.extras[owner]), owners }, row };
  };
  const emitKeyed = (lists: number, region: Value, context: ExpressionContext): void => {
    const { code, stage } = context;
    const exprs = inputsOf({ keys, aggregates });
    // What is computed again when the row is merged must be the same then.
    const stored = storedRows !== 'none' && !exprs.some(isVolatile) ? storedRow(input, exprs, context.row) : undefined;
    const table = stage.layout.reserve(GROUP_TABLE_BYTES);
    code.inPrologue(() => {
      const rows = code.op('i32.add', code.load('i32.load', code.frame, table + TABLE_ROWS), code.param(0));
      code.store('i32.store', code.frame, rows, table + TABLE_ROWS);
    });
    const keepsRows = code.inPrologue(() => code.variable('i32', code.load('i32.load', code.frame, table + TABLE_GAVE_UP)));
    const update = (): void => {
      const search = (): Value => {
        const groupKeys = groupKeysOf(keys, context);
        layout = layoutFor(groupKeys, stored);
        return emitGroup(groupKeys, layout, { table, lists, ranges, rangeKeys, region, keepsRows }, code);
      };
      const memo = dictionaryMemo(
        keys.map(({ expr }) => expr),
        4,
        context,
      );
      const group = memo === undefined ? search() : memo.recall(search);
      emitUpdate(known(layout).states, group, region, context);
    };
    if (stored === undefined) update();
    else code.if(code.get(keepsRows), () => emitStoreRow(stored, lists + TUPLE_LIST_BYTES * ranges, region, context), update);
    spec = {
      kind: 'Groups',
      lists,
      ranges,
      tupleBytes: known(layout).tuple.bytes,
      rowBytes: stored?.tuple.bytes,
      storesAll: stored !== undefined && storedRows === 'all',
      table,
      only: undefined,
    };
  };
  const emitStoreRow = (
    { tuple: { bytes, fields }, columns }: StoredRow,
    rows: number,
    region: Value,
    context: ExpressionContext,
  ): void => {
    const { code, row } = context;
    const hash32 = rangedHash(groupKeysOf(keys, context), rangeKeys, ranges, code);
    const tuple = emitNewTuple(listOf(rows, ranges, hash32, code), bytes, code);
    code.store('i32.store', tuple, hash32, GROUP_HASH);
    columns.forEach(({ id }, i) => storeField(fields[i], tuple, row.get(id), region, code));
  };
  return {
    layout: () => known(layout),
    spec: () => known(spec),
    emit(context) {
      const { code, stage } = context;
      const lists = stage.layout.reserve(TUPLE_LIST_BYTES * ranges * 2);
      const region = outputRegion(code);
      if (keys.length > 0) return emitKeyed(lists, region, context);
      layout = layoutFor([], undefined);
      const only = stage.layout.reserve(4);
      const group = code.inPrologue(() => code.load('i32.load', code.frame, only));
      emitUpdate(layout.states, group, region, context);
      spec = {
        kind: 'Groups',
        lists,
        ranges,
        tupleBytes: layout.tuple.bytes,
        rowBytes: undefined,
        storesAll: false,
        table: undefined,
        only,
      };
    },
    functions(stage) {
      if (keys.length > 0) return;
      const code = stage.function('init', ['i32']);
      emitInit(known(layout).states, code.param(0), outputRegion(code), code);
    },
  };
}

const outputRegion = (code: Emitter): Value => code.inPrologue(() => code.load('i32.load', code.frame, FRAME_OUTPUT_REGION));

/** Everything that an aggregate computes from its input. */
const inputsOf = ({ keys, aggregates }: Pick<PhysicalHashAggregate, 'keys' | 'aggregates'>): readonly Expr[] => [
  ...keys.map(({ expr }) => expr),
  ...aggregates.flatMap(({ call: { args, filter } }) => (filter === undefined ? args : [...args, filter])),
];

function storedRow(input: readonly PipelineColumn[], exprs: readonly Expr[], row: Row): StoredRow {
  const used = columnsOf(exprs);
  const columns = input
    .filter(({ id }) => used.has(id))
    .map((column) => ({ ...column, nullable: row.get(column.id).isNull !== undefined }));
  return { tuple: layoutTuple(GROUP_HEADER_BYTES, columns, []), columns };
}

export const groupKeysOf = (keys: PhysicalHashAggregate['keys'], context: ExpressionContext): readonly GroupKey[] =>
  keys.map(({ expr }) => ({ type: expr.type, key: compileExpr(expr, context) }));

/** The upper half of the keys' hash; the bits that tell ranges apart are those of the first `rangeKeys` keys alone. */
function rangedHash(keys: readonly GroupKey[], rangeKeys: number, ranges: number, code: Emitter): Value {
  const upper = (hash: Value): Value => code.op('i32.wrap_i64', code.op('i64.shr_u', hash, code.i64(32n)));
  const first = hashKeys(keys.slice(0, rangeKeys), code);
  const all = upper(extendHash(first, keys.slice(rangeKeys), code));
  if (rangeKeys === keys.length || ranges === 1) return all;
  const below = code.i32(2 ** (32 - Math.log2(ranges)) - 1);
  return code.op('i32.or', code.op('i32.and', all, below), code.op('i32.and', upper(first), code.op('i32.xor', below, code.i32(-1))));
}

/** The list for a hash's range: ranges are told apart by its highest bits, entries of the directory by its lowest. */
function listOf(lists: number, ranges: number, hash32: Value, code: Emitter): Value {
  const first = code.op('i32.add', code.frame, code.i32(lists));
  if (ranges === 1) return first;
  const range = code.op('i32.shr_u', hash32, code.i32(32 - Math.log2(ranges)));
  return code.op('i32.add', first, code.op('i32.mul', range, code.i32(TUPLE_LIST_BYTES)));
}

interface GroupTarget {
  readonly table: number;
  readonly lists: number;
  readonly ranges: number;
  readonly rangeKeys: number;
  readonly region: Value;
  /** Set when the table gave up. */
  readonly keepsRows: ReturnType<Emitter['variable']>;
}

function emitGroup(
  keys: readonly GroupKey[],
  { tuple: { fields, bytes }, states }: GroupLayout,
  { table, lists, ranges, rangeKeys, region, keepsRows }: GroupTarget,
  code: Emitter,
): Value {
  const hash32 = rangedHash(keys, rangeKeys, ranges, code);
  const head = code.inPrologue(() => code.op('i32.add', code.frame, code.i32(table)));
  const insert = (): Value => {
    const tuple = emitNewTuple(listOf(lists, ranges, hash32, code), bytes, code);
    code.store('i32.store', tuple, hash32, GROUP_HASH);
    keys.forEach(({ key }, i) => storeField(fields[i], tuple, key, region, code));
    emitInit(states, tuple, region, code);
    return tuple;
  };
  const grown = () => code.set(keepsRows, code.load('i32.load', head, TABLE_GAVE_UP));
  return emitFindOrInsert(head, hash32, keys, fields, grown, insert, () => undefined, code);
}

export function openGroupSink({ lists, ranges, tupleBytes, rowBytes, storesAll, table, only }: GroupSinkSpec, task: Task): Sink {
  const { arena, frame, outputRegion: region, taskRegion } = task;
  const { kernels, u32, u8 } = arena;
  const heads = Array.from({ length: rowBytes === undefined ? ranges : 2 * ranges }, (_, i) => frame + lists + TUPLE_LIST_BYTES * i);
  heads.forEach((head, i) => initTupleList(arena, head, i < ranges ? tupleBytes : rowBytes!, region));
  if (table !== undefined) {
    kernels.groups_init(frame + table, taskRegion, EXPECTED_GROUPS);
    if (rowBytes !== undefined) u32[(frame + table + TABLE_PATIENCE) >>> 2] = CACHED_ENTRIES;
    if (storesAll) u32[(frame + table + TABLE_GAVE_UP) >>> 2] = 1;
  }
  if (only !== undefined) {
    const list = frame + lists;
    kernels.tuples_grow(list);
    const tuple = u32[list >>> 2];
    u32[list >>> 2] = tuple + tupleBytes;
    u32[(frame + only) >>> 2] = tuple;
    task.exports.init(frame, tuple);
  }
  return {
    finish() {
      if (table !== undefined) kernels.groups_free(frame + table);
      for (const head of heads) kernels.tuples_finish(head);
      const bytes = TUPLE_LIST_BYTES * heads.length;
      const published = kernels.region_alloc(region, bytes) >>> 0;
      u8.copyWithin(published, heads[0], heads[0] + bytes);
      return published;
    },
  };
}
