import type { SqlType } from '../../data/types.js';
import type { Value } from '../../functions/code.js';
import { newEmitter, type Emitter } from './emitter.js';
import { FRAME_ZEROES, newFrameLayout, type FrameLayout } from './frame.js';
import { newModule, type ModuleBuilder } from './module.js';
import type { Lane } from './opcodes.js';

/** A function that compiled code calls in JavaScript, row by row, because it has no compiled form (or compilation is off). */
export type HostCall =
  | { readonly kind: 'scalar'; readonly id: string; readonly args: readonly SqlType[]; readonly returns: SqlType }
  | { readonly kind: 'cast'; readonly from: SqlType; readonly to: SqlType; readonly lenient: boolean };

export interface CompileOptions {
  /** Off: every function that has an `evaluate` form runs in it. The matrix compares both. */
  readonly compileFunctions: boolean;
}

/** One stage's module while it is generated. All its functions share the frame. */
export interface StageCode {
  readonly module: ModuleBuilder;
  readonly layout: FrameLayout;
  readonly hostCalls: HostCall[];
  /** Array, struct and map types that host calls refer to by index. */
  readonly nestedTypes: SqlType[];
  readonly options: CompileOptions;
  /** A new exported function `name(frame, ...params)`. */
  function(name: string, params?: readonly Lane[]): Emitter;
}

export function newStageCode(options: CompileOptions): StageCode {
  const module = newModule();
  const layout = newFrameLayout();
  const nestedTypes: SqlType[] = [];
  return {
    module,
    layout,
    hostCalls: [],
    nestedTypes,
    options,
    function: (name, params = []) => newEmitter(module, module.addFunction(name, ['i32', ...params]), layout, nestedTypes),
  };
}

/** The address of the task's zeroed area: what NULL and absent values point to. */
export const zeroes = (code: Emitter): Value => code.inPrologue(() => code.load('i32.load', code.frame, FRAME_ZEROES));
