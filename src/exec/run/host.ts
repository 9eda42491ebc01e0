import type { Arena } from '../../data/arena.js';
import { allocateIn, readSlot, writeSlot } from '../../data/slots.js';
import type { SqlType } from '../../data/types.js';
import { InternalError } from '../../errors.js';
import { hostImports } from '../../kernels/index.js';
import { HOST_CELL_BYTES, HOST_CELL_NULL } from '../wasm/expression.js';
import { hashValue } from './nested-hash.js';
import type { HostCall } from '../wasm/stage-code.js';
import type * as HostCalls from './host-calls.js';

/** What a stage needs from its module's imports. */
export interface HostScope {
  readonly calls: readonly HostCalls.PreparedCall[];
  readonly nestedTypes: readonly SqlType[];
  /** Memory for the results of calls; lives as long as the batch. */
  readonly allocate: (bytes: number) => number;
  /** Makes room in the sink of the task that runs. */
  handOver(): void;
  /** Throws when the query is over; compiled loops call it when the status word says so. */
  checkCancelled(): void;
}

/** A thread's side of the calls that compiled code makes into JavaScript. */
export interface Host {
  /** What stages' modules import as `host`. */
  readonly imports: WebAssembly.ModuleImports;
  /** From now on calls are a stage's with this scope. */
  enter(scope: HostScope): void;
}

let prepareCall: typeof HostCalls.prepareCall | undefined;

/** Must have resolved before `prepareCalls` is given calls; functions are not loaded on threads that never call one. */
export async function loadHostCalls(): Promise<void> {
  prepareCall ??= (await import('./host-calls.js')).prepareCall;
}

/** The functions and casts that a stage's module calls by their place in `calls`. */
export const prepareCalls = (calls: readonly HostCall[], query: HostCalls.CallContext): readonly HostCalls.PreparedCall[] =>
  calls.map((call) => {
    if (prepareCall === undefined) throw new InternalError('functions are not loaded');
    return prepareCall(call, query);
  });

export function newHost(arena: Arena): Host {
  let current: HostScope | undefined;
  const scope = (): HostScope => {
    if (current === undefined) throw new InternalError('no stage is running');
    return current;
  };
  const read = (type: SqlType, address: number) => readSlot(arena, type, address >>> 0);
  return {
    enter(next) {
      current = next;
    },
    imports: {
      ...hostImports(arena.memory),
      check_cancelled: () => scope().checkCancelled(),
      hand_over: () => scope().handOver(),
      evaluate(index: number, cells: number): number {
        const base = cells >>> 0;
        const { calls, allocate } = scope();
        const { args, returns, evaluate } = calls[index];
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
      hash_nested(index: number, address: number): bigint {
        const type = scope().nestedTypes[index];
        return hashValue(type, read(type, address));
      },
      copy_nested(index: number, slot: number, from: number, region: number): void {
        const type = scope().nestedTypes[index];
        writeSlot(arena, type, slot >>> 0, read(type, from), allocateIn(arena, region >>> 0));
      },
    },
  };
}
