import { createArena, type Arena } from '#quern/data/arena.js';
import { readViewText } from '#quern/kernels/index.js';

/** An arena with one region, to call kernels over views: strings go in, strings come out. */
export interface ViewMemory {
  readonly arena: Arena;
  readonly region: number;
  /** A new view of the string, its bytes in the region when they are not inline. */
  put(text: string | Uint8Array): number;
  /** Sixteen bytes for a result. */
  out(): number;
  text(view: number): string;
  bytes(view: number): Uint8Array;
  /** Forgets everything that was put. */
  reset(): void;
}

export function createViewMemory(): ViewMemory {
  const arena = createArena(64 << 20);
  const { kernels } = arena;
  const region = kernels.region_new(1) >>> 0;
  const out = (): number => kernels.region_alloc(region, 16) >>> 0;
  return {
    arena,
    region,
    out,
    put(text) {
      const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
      const address = kernels.region_alloc(region, bytes.length + 16) >>> 0;
      arena.u8.set(bytes, address);
      const view = out();
      kernels.view_make(view, address, bytes.length);
      return view;
    },
    text: (view) => readViewText(arena.view, view),
    bytes(view) {
      const start = kernels.view_bytes(view) >>> 0;
      return arena.u8.slice(start, start + (kernels.view_length(view) >>> 0));
    },
    reset: () => kernels.region_reset(region),
  };
}
