import type { Arena } from '../../data/arena.js';
import { allocateIn, readSlot, writeSlot } from '../../data/slots.js';
import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import { InternalError, SqlError } from '../../errors.js';
import type { EvaluateContext, ScalarFunction } from '../../functions/define.js';
import { findCast } from '../../functions/resolve.js';
import { scalarFunctions } from '../../functions/registry.js';
import { hostImports } from '../../kernels/index.js';
import { HOST_CELL_BYTES, HOST_CELL_NULL } from '../wasm/expression.js';
import { hashValue } from './nested-hash.js';
import type { HostCall } from '../wasm/stage-code.js';

/** What the stage that runs now needs from its imports. */
export interface HostScope {
  readonly arena: Arena;
  readonly calls: readonly HostCall[];
  readonly nestedTypes: readonly SqlType[];
  /** Where results of calls are allocated; lives as long as the batch. */
  readonly tempRegion: number;
  readonly nowMicros: bigint;
  readonly timeZone: string;
  /** Throws when the query is over; compiled loops call it when the status word says so. */
  checkCancelled(): void;
}

let functionsById: ReadonlyMap<string, ScalarFunction> | undefined;

function scalarById(id: string): ScalarFunction {
  functionsById ??= new Map([...scalarFunctions().values()].flat().map((fn) => [fn.id!, fn]));
  const fn = functionsById.get(id);
  if (fn === undefined) throw new InternalError(`no function ${id}`);
  return fn;
}

type Evaluate = (args: readonly SqlValue[]) => SqlValue;

/** The functions that a stage's module imports as `host`. */
export function stageImports(scope: HostScope): WebAssembly.ModuleImports {
  const { arena, calls, nestedTypes, tempRegion } = scope;
  const allocate = allocateIn(arena, tempRegion);
  const prepared = calls.map((call) => prepareCall(call, scope));
  const read = (type: SqlType, address: number) => readSlot(arena, type, address >>> 0);
  return {
    ...hostImports(arena.memory),
    check_cancelled: () => scope.checkCancelled(),
    evaluate(index: number, cells: number): number {
      const base = cells >>> 0;
      const { args, returns, evaluate } = prepared[index];
      const values = args.map((type, i) => {
        const cell = base + HOST_CELL_BYTES * (i + 1);
        return arena.u32[(cell + HOST_CELL_NULL) >>> 2] === 0 ? read(type, cell) : null;
      });
      const result = evaluate(values);
      arena.u8.fill(0, base, base + 16);
      if (result === null || result === undefined) return 1;
      writeSlot(arena, returns, base, result, allocate);
      return 0;
    },
    hash_nested: (type: number, address: number): bigint => hashValue(nestedTypes[type], read(nestedTypes[type], address)),
    copy_nested(type: number, slot: number, from: number, region: number): void {
      writeSlot(arena, nestedTypes[type], slot >>> 0, read(nestedTypes[type], from), allocateIn(arena, region >>> 0));
    },
  };
}

function prepareCall(
  call: HostCall,
  { nowMicros, timeZone }: HostScope,
): { args: readonly SqlType[]; returns: SqlType; evaluate: Evaluate } {
  if (call.kind === 'scalar') {
    const fn = scalarById(call.id);
    const context: EvaluateContext = { args: call.args, returns: call.returns, nowMicros, timeZone };
    return { args: call.args, returns: call.returns, evaluate: (args) => fn.evaluate(args, context) };
  }
  const { from, to, lenient } = call;
  const cast = findCast(from, to, 'explicit');
  if (cast === undefined) throw new InternalError(`no cast from ${from.kind} to ${to.kind}`);
  const context: EvaluateContext = { args: [from], returns: to, nowMicros, timeZone };
  const evaluate: Evaluate = ([value]) => cast.evaluate(value, context);
  return { args: [from], returns: to, evaluate: lenient ? nullOnDataError(evaluate) : evaluate };
}

/** TRY_CAST: data exceptions (class 22) become NULL. */
const nullOnDataError =
  (evaluate: Evaluate): Evaluate =>
  (args) => {
    try {
      return evaluate(args);
    } catch (error) {
      if (error instanceof SqlError && error.sqlState.startsWith('22')) return null;
      throw error;
    }
  };
