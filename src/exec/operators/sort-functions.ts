import type { Value } from '../../functions/code.js';
import type { Emitter } from '../wasm/emitter.js';
import { emitOrder } from '../wasm/sort-order.js';
import type { OrderedKey } from '../wasm/sort-prefix.js';
import type { StageCode } from '../wasm/stage-code.js';
import { loadField, type TupleField } from '../wasm/tuple.js';

/** Whose functions they are: a stage may sort at both ends of its pipeline. */
export type PipelineEnd = 'source' | 'sink';

/** Rows in sort order: entries (kernels/assembly/sort.ts) that point to tuples with these keys. */
export interface SortLayout {
  readonly keys: readonly (OrderedKey & { readonly field: TupleField })[];
  /** The first key that equal prefixes leave open; the number of keys when none. */
  readonly undecided: number;
  /** Equal rows are in no order yet, and go by their arrival. */
  readonly byArrival: boolean;
}

export const ENTRY_BYTES = 16;
export const ENTRY_TUPLE = 8;
export const ENTRY_ARRIVAL = 12;
/** Ranges up to so many entries are sorted by insertion. */
export const INSERTION_ENTRIES = 16;

/** One call of `settle` goes about so far. */
const SETTLE_BYTES = 1 << 20;

/** Frame slots of the sort functions, from an offset that `sortFunctions` reserves. */
export const SORT_A = 0;
export const SORT_A_END = 4;
export const SORT_B = 8;
export const SORT_B_END = 12;
export const SORT_OUT = 16;
export const SORT_BUDGET = 20;
/** Where `settle` stopped, and the end of the range there that is too long for it (0: none). */
export const SORT_AT = 24;
export const SORT_LONG_END = 28;
const SLOT_BYTES = 32;

export interface Entry {
  readonly prefix: Value;
  readonly tuple: Value;
  readonly arrival: Value;
}

export const loadEntry = (address: Value, code: Emitter): Entry => ({
  prefix: code.load('i64.load', address),
  tuple: code.load('i32.load', address, ENTRY_TUPLE),
  arrival: code.load('i32.load', address, ENTRY_ARRIVAL),
});

export function storeEntry(address: Value, { prefix, tuple, arrival }: Entry, code: Emitter): void {
  code.store('i64.store', address, prefix);
  code.store('i32.store', address, tuple, ENTRY_TUPLE);
  code.store('i32.store', address, arrival, ENTRY_ARRIVAL);
}

/** 1 when `a` sorts strictly after `b`. */
export function emitAfter({ keys, undecided, byArrival }: SortLayout, a: Entry, b: Entry, code: Emitter): Value {
  const byPrefix = code.op('i64.gt_u', a.prefix, b.prefix);
  if (undecided === keys.length && !byArrival) return byPrefix;
  const after = code.variable('i32', byPrefix);
  code.if(code.op('i64.eq', a.prefix, b.prefix), () => {
    const arrivedAfter = code.op('i32.gt_u', a.arrival, b.arrival);
    if (undecided === keys.length) return code.set(after, arrivedAfter);
    const reader = (tuple: Value) => (index: number) => loadField(keys[index].field, tuple, code);
    const order = emitOrder(keys, undecided, reader(a.tuple), reader(b.tuple), code);
    const later = code.op('i32.gt_s', order, code.i32(0));
    code.set(after, byArrival ? code.select(order, later, arrivedAfter) : later);
  });
  return code.get(after);
}

/**
 * Adds the functions that sort and merge entries by all keys; sort-entries.ts calls them. `<end>_settle(frame, from, to, ties)` sorts stretches by
 * insertion: entries of equal prefix, or (ties = 0) every INSERTION_ENTRIES ones. It stops
 * after SETTLE_BYTES, and before a longer stretch of ties. `<end>_merge(frame)` merges the runs A and B into OUT, A's entries
 * first where equal, until one is used up or BUDGET entries are written.
 */
export function sortFunctions(layout: SortLayout, end: PipelineEnd, stage: StageCode): number {
  const slots = stage.layout.reserve(SLOT_BYTES);
  settleFunction(layout, slots, stage.function(`${end}_settle`, ['i32', 'i32', 'i32']));
  mergeFunction(layout, slots, stage.function(`${end}_merge`));
  return slots;
}

function settleFunction(layout: SortLayout, slots: number, code: Emitter): void {
  const [to, ties] = [code.param(1), code.param(2)];
  const at = code.variable('i32', code.param(0));
  const long = code.variable('i32', code.i32(0));
  code.while(
    () => {
      const inBudget = code.op('i32.lt_u', code.op('i32.sub', code.get(at), code.param(0)), code.i32(SETTLE_BYTES));
      return code.op('i32.and', code.op('i32.and', code.op('i32.lt_u', code.get(at), to), inBudget), code.op('i32.eqz', code.get(long)));
    },
    () => {
      const start = code.get(at);
      const end = code.variable('i32', code.op('i32.add', start, code.i32(ENTRY_BYTES)));
      code.if(
        ties,
        () => {
          const prefix = code.load('i64.load', start);
          const same = code.variable('i32', code.i32(1));
          code.while(
            () => code.op('i32.and', code.get(same), code.op('i32.lt_u', code.get(end), to)),
            () =>
              code.if(
                code.op('i64.eq', code.load('i64.load', code.get(end)), prefix),
                () => code.set(end, code.op('i32.add', code.get(end), code.i32(ENTRY_BYTES))),
                () => code.set(same, code.i32(0)),
              ),
          );
          const length = code.op('i32.sub', code.get(end), start);
          code.if(code.op('i32.gt_u', length, code.i32(ENTRY_BYTES * INSERTION_ENTRIES)), () => code.set(long, code.get(end)));
        },
        () => {
          const left = code.op('i32.sub', to, start);
          const most = code.i32(ENTRY_BYTES * INSERTION_ENTRIES);
          code.set(end, code.op('i32.add', start, code.select(code.op('i32.lt_u', left, most), left, most)));
        },
      );
      code.if(code.op('i32.eqz', code.get(long)), () => {
        insertionSort(layout, start, code.get(end), code);
        code.set(at, code.get(end));
      });
    },
  );
  code.store('i32.store', code.frame, code.get(at), slots + SORT_AT);
  code.store('i32.store', code.frame, code.get(long), slots + SORT_LONG_END);
}

function insertionSort(layout: SortLayout, start: Value, end: Value, code: Emitter): void {
  const next = code.variable('i32', code.op('i32.add', start, code.i32(ENTRY_BYTES)));
  code.while(
    () => code.op('i32.lt_u', code.get(next), end),
    () => {
      const entry = loadEntry(code.get(next), code);
      const hole = code.variable('i32', code.get(next));
      const moving = code.variable('i32', code.i32(1));
      code.while(
        () => code.get(moving),
        () => {
          const before = code.op('i32.sub', code.get(hole), code.i32(ENTRY_BYTES));
          const other = loadEntry(before, code);
          code.if(
            emitAfter(layout, other, entry, code),
            () => {
              storeEntry(code.get(hole), other, code);
              code.set(hole, before);
              code.set(moving, code.op('i32.ne', before, start));
            },
            () => code.set(moving, code.i32(0)),
          );
        },
      );
      storeEntry(code.get(hole), entry, code);
      code.set(next, code.op('i32.add', code.get(next), code.i32(ENTRY_BYTES)));
    },
  );
}

function mergeFunction(layout: SortLayout, slots: number, code: Emitter): void {
  const slot = (offset: number) => code.load('i32.load', code.frame, slots + offset);
  const a = code.variable('i32', slot(SORT_A));
  const b = code.variable('i32', slot(SORT_B));
  const out = code.variable('i32', slot(SORT_OUT));
  const [aEnd, bEnd] = [slot(SORT_A_END), slot(SORT_B_END)];
  const stop = code.op('i32.add', code.get(out), code.op('i32.mul', slot(SORT_BUDGET), code.i32(ENTRY_BYTES)));
  const advance = (variable: typeof a) => code.set(variable, code.op('i32.add', code.get(variable), code.i32(ENTRY_BYTES)));
  code.while(
    () =>
      code.op(
        'i32.and',
        code.op('i32.ne', code.get(out), stop),
        code.op('i32.and', code.op('i32.ne', code.get(a), aEnd), code.op('i32.ne', code.get(b), bEnd)),
      ),
    () => {
      const [left, right] = [loadEntry(code.get(a), code), loadEntry(code.get(b), code)];
      code.if(
        emitAfter(layout, left, right, code),
        () => {
          storeEntry(code.get(out), right, code);
          advance(b);
        },
        () => {
          storeEntry(code.get(out), left, code);
          advance(a);
        },
      );
      advance(out);
    },
  );
  code.store('i32.store', code.frame, code.get(a), slots + SORT_A);
  code.store('i32.store', code.frame, code.get(b), slots + SORT_B);
  code.store('i32.store', code.frame, code.get(out), slots + SORT_OUT);
}
