import type { Arena } from '../../data/arena.js';
import { allocateIn, readSlot, writeSlot } from '../../data/slots.js';
import type { SqlType } from '../../data/types.js';
import { InternalError } from '../../errors.js';
import { hostImports } from '../../kernels/index.js';
import { HOST_CELL_BYTES, HOST_CELL_NULL } from '../wasm/expression.js';
import { hashValue } from './nested-hash.js';
import type { HostCall } from '../wasm/stage-code.js';
import type * as HostCalls from './host-calls.js';

/** What the stage that runs now needs from its imports. */
export interface HostScope {
  readonly arena: Arena;
  readonly calls: readonly HostCall[];
  readonly nestedTypes: readonly SqlType[];
  /** Where results of calls are allocated; lives as long as the batch. */
  readonly tempRegion: number;
  readonly nowMicros: bigint;
  readonly timeZone: string;
  /** Makes room in the sink of the task that runs. */
  handOver(): void;
  /** Throws when the query is over; compiled loops call it when the status word says so. */
  checkCancelled(): void;
}

let prepareCall: typeof HostCalls.prepareCall | undefined;

/** Must have resolved before `stageImports` is given calls; functions are not loaded on threads that never call one. */
export async function loadHostCalls(): Promise<void> {
  prepareCall ??= (await import('./host-calls.js')).prepareCall;
}

/** The functions that a stage's module imports as `host`. */
export function stageImports(scope: HostScope): WebAssembly.ModuleImports {
  const { arena, calls, nestedTypes, tempRegion } = scope;
  const allocate = allocateIn(arena, tempRegion);
  const prepared = calls.map((call) => {
    if (prepareCall === undefined) throw new InternalError('functions are not loaded');
    return prepareCall(call, scope);
  });
  const read = (type: SqlType, address: number) => readSlot(arena, type, address >>> 0);
  return {
    ...hostImports(arena.memory),
    check_cancelled: () => scope.checkCancelled(),
    hand_over: () => scope.handOver(),
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
