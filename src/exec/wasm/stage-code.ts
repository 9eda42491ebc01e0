import type { SqlType } from '../../data/types.js';
import type { Value } from '../../functions/code.js';
import type { PhysicalPlan } from '../../planner/physical/plan.js';
import { newEmitter, type Emitter } from './emitter.js';
import { FRAME_STATUS, FRAME_ZEROES, newFrameLayout, type FrameLayout } from './frame.js';
import { newModule, type ModuleBuilder } from './module.js';
import type { Lane } from './opcodes.js';

/** A function that compiled code calls in JavaScript, row by row, because it has no compiled form (or compilation is off). */
export type HostCall =
  | { readonly kind: 'scalar'; readonly id: string; readonly args: readonly SqlType[]; readonly returns: SqlType }
  | { readonly kind: 'cast'; readonly from: SqlType; readonly to: SqlType; readonly lenient: boolean };

export interface CompileOptions {
  /** Off: every function that has an `evaluate` form runs in it. The matrix compares both. */
  readonly compileFunctions: boolean;
  /** What becomes of the rows: they `stay` in the arena as chunks, or `leave` it in blocks (exec/result-block.ts) unless one is nested. */
  readonly rows?: 'stay' | 'leave';
  /** For EXPLAIN ANALYZE: compiled code counts rows. */
  readonly profile?: boolean;
}

/** Rows that compiled code counts of one operator: those that a scan `read`, those that it gives (`rows`), pairs that a join `matched`. */
export interface Counter {
  readonly node: PhysicalPlan;
  readonly name: 'read' | 'rows' | 'matched';
  /** Frame offset of the count (i64). */
  readonly offset: number;
}

/** One stage's module while it is generated. All its functions share the frame. */
export interface StageCode {
  readonly module: ModuleBuilder;
  readonly layout: FrameLayout;
  readonly hostCalls: HostCall[];
  /** Array, struct and map types that host calls refer to by index. */
  readonly nestedTypes: SqlType[];
  readonly options: CompileOptions;
  readonly counters: readonly Counter[];
  /** A new exported function `name(frame, ...params)`. */
  function(name: string, params?: readonly Lane[]): Emitter;
  /** Emits the count of one row; nothing unless the stage is compiled for EXPLAIN ANALYZE. */
  count(code: Emitter, node: PhysicalPlan, name: Counter['name']): void;
  /** The same stage for its source or its sink, whose functions are told apart by the part's name. */
  part(name: StagePart): StageCode;
}

/** A stage's source and its sink may add functions of the same name. */
export type StagePart = 'source' | 'sink';

export const exportName = (part: StagePart, name: string): string => `${part}.${name}`;

export function newStageCode(options: CompileOptions): StageCode {
  const module = newModule();
  const layout = newFrameLayout();
  const nestedTypes: SqlType[] = [];
  const counters: Counter[] = [];
  const count: StageCode['count'] = (code, node, name) => {
    if (options.profile !== true) return;
    const offset = layout.reserve(8);
    counters.push({ node, name, offset });
    code.store('i64.store', code.frame, code.op('i64.add', code.load('i64.load', code.frame, offset), code.i64(1n)), offset);
  };
  const shared = { module, layout, hostCalls: [], nestedTypes, options, counters, count };
  const part = (name: StagePart): StageCode => {
    const ownName = (own: string) => exportName(name, own);
    return {
      ...shared,
      function: (own, params = []) =>
        newEmitter(module, module.addFunction(ownName(own), ['i32', ...params]), layout, nestedTypes, ownName),
      part,
    };
  };
  return {
    ...shared,
    // Only a sink's rows call functions from `run`.
    function: (name, params = []) =>
      newEmitter(module, module.addFunction(name, ['i32', ...params]), layout, nestedTypes, (own) => exportName('sink', own)),
    part,
  };
}

/** Emits the check that ends a task whose query is over: for loops whose length the number of rows does not bound. */
export function checkCancelled(code: Emitter): void {
  const status = code.inPrologue(() => code.load('i32.load', code.frame, FRAME_STATUS));
  code.if(code.load('i32.load', status), () => code.callHost('check_cancelled', [], []));
}

/** The address of the task's zeroed area: what NULL and absent values point to. */
export const zeroes = (code: Emitter): Value => code.inPrologue(() => code.load('i32.load', code.frame, FRAME_ZEROES));
