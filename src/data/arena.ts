import { outOfMemory } from '../errors.js';
import { instantiateKernels, type Kernels } from '../kernels/index.js';

const PAGE_BYTES = 65536;
/** One page short of 4 GiB, so that a typed array can span the memory. */
const MAX_PAGES = 65535;
const MIN_PAGES = 512;

/** Whose a block is; 1 to 65535. All of an owner's blocks go back with one call. */
export type Owner = number;

/**
 * The engine's shared memory as one thread sees it.
 *
 * The whole limit is reserved as address space at once and the system commits pages as they are touched, so the memory never grows and
 * the views below never go stale. Addresses are unsigned: apply `>>> 0` to what a kernel returns.
 */
export interface Arena {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly i64: BigInt64Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  readonly view: DataView;
}

/** A new memory of `limitBytes` (32 MiB to just under 4 GiB). */
export function createArena(limitBytes: number): Arena {
  const pages = Math.min(MAX_PAGES, Math.max(MIN_PAGES, Math.floor(limitBytes / PAGE_BYTES)));
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const arena = attachArena(memory);
  arena.kernels.arena_init(pages);
  return arena;
}

/** The same memory, seen from another thread. */
export function attachArena(memory: WebAssembly.Memory): Arena {
  const { buffer } = memory;
  return {
    memory,
    kernels: instantiateKernels(memory),
    u8: new Uint8Array(buffer),
    u16: new Uint16Array(buffer),
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
    i64: new BigInt64Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
    view: new DataView(buffer),
  };
}

/** A block for `owner`, contents arbitrary; 53200 naming `operator` when there is no room. */
export function allocateBlock(arena: Arena, owner: Owner, bytes: number, operator: string): number {
  const address = bytes >= 0xffff0000 ? 0 : arena.kernels.block_alloc(owner, bytes) >>> 0;
  if (address === 0) throw outOfMemory(operator);
  return address;
}
