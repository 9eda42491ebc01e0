import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import type { LiteralExpr, ParameterExpr } from '../../planner/logical/expr.js';

/**
 * The frame: a block per task that its pipeline reads everything from but rows. The header is fixed; operators and literals reserve the rest
 * when the stage is compiled, and the task fills what has an initial value before the first batch.
 */
export const FRAME_TEMP_REGION = 0;
export const FRAME_OUTPUT_REGION = 4;
/** Rows of the current batch come from these column descriptors (data/column.ts), one after the other. */
export const FRAME_DESCRIPTORS = 8;
/** A zeroed area, long enough to stand for any absent tuple. */
export const FRAME_ZEROES = 12;
/** Ordinal of the task's partition within its stage. */
export const FRAME_PARTITION = 16;
/** Address of the query's status word (scheduler/control.ts): anything but 0 ends the task. */
export const FRAME_STATUS = 20;
/** Row number of the batch's first row within the partition (i64). */
export const FRAME_ROW_BASE = 24;
/** Which of the partitions that the task reads the batch is from: addresses of dictionaries mean nothing in another one. */
export const FRAME_GENERATION = 32;
/** Address of a word (i64) that the tasks of the stage share; all its bits are set at first. */
export const FRAME_SHARED = 36;
const HEADER_BYTES = 48;

/** What a task writes into a reserved slot before the first batch; everything else starts as zero. */
export type FrameInit =
  | { readonly kind: 'literal'; readonly offset: number; readonly type: SqlType; readonly value: SqlValue }
  /** Side by side from `offset` on, in slots of their type; none is NULL. */
  | { readonly kind: 'literals'; readonly offset: number; readonly type: SqlType; readonly values: readonly SqlValue[] }
  /** The address that stage `stage` published as output of partition `partition` (exec/program.ts). */
  | { readonly kind: 'output'; readonly offset: number; readonly stage: number; readonly partition: number }
  | { readonly kind: 'u32'; readonly offset: number; readonly value: number }
  /** The address of `bytes` bytes of the task's own, contents arbitrary. */
  | { readonly kind: 'scratch'; readonly offset: number; readonly bytes: number };

/** A constant as code generation knows it. */
export type Constant = LiteralExpr | ParameterExpr;

/** A FrameInit before the program's parameters are known. */
export type OpenInit =
  | FrameInit
  | { readonly kind: 'parameter'; readonly offset: number; readonly type: SqlType; readonly index: number }
  /** Side by side in ascending order; none is NULL. */
  | { readonly kind: 'sorted'; readonly offset: number; readonly type: SqlType; readonly constants: readonly Constant[] };

export type WithoutOffset<T> = T extends unknown ? Omit<T, 'offset'> : never;

export interface FrameLayout {
  readonly bytes: number;
  readonly inits: readonly OpenInit[];
  /** Reserves bytes at a 16-byte boundary and returns their offset. */
  reserve(bytes: number, init?: WithoutOffset<OpenInit>): number;
}

export function newFrameLayout(): FrameLayout {
  let bytes = HEADER_BYTES;
  const inits: OpenInit[] = [];
  return {
    get bytes() {
      return bytes;
    },
    inits,
    reserve(size, init) {
      const offset = bytes;
      bytes += (size + 15) & ~15;
      if (init !== undefined) inits.push({ ...init, offset } as OpenInit);
      return offset;
    },
  };
}
