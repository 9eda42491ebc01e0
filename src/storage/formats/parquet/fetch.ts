import type { OpenFile } from '../../backends/disk.js';
import type { Workspace } from './workspace.js';

/** Bytes of the file that a column needs. */
export interface Wanted {
  readonly offset: number;
  readonly length: number;
  /** Views will point into them: they must outlive the reader. */
  readonly kept: boolean;
}

/** Reading over a gap is cheaper than another call. */
const MAX_GAP_BYTES = 16384;

/** Reads ranges of the file into the arena, neighbours together; returns the address of each. */
export function fetchRanges(wanted: readonly Wanted[], file: OpenFile, workspace: Workspace): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a].offset - wanted[b].offset);
  const addresses = new Array<number>(wanted.length).fill(0);
  for (let from = 0; from < order.length;) {
    const start = wanted[order[from]].offset;
    let end = start + wanted[order[from]].length;
    let { kept } = wanted[order[from]];
    let to = from + 1;
    for (; to < order.length && wanted[order[to]].offset <= end + MAX_GAP_BYTES; to++) {
      end = Math.max(end, wanted[order[to]].offset + wanted[order[to]].length);
      kept ||= wanted[order[to]].kept;
    }
    workspace.context.checkCancelled();
    const address = kept ? workspace.keep(end - start) : workspace.buffer().ensure(end - start);
    file.readInto(workspace.arena.u8.subarray(address, address + end - start), start);
    for (let i = from; i < to; i++) addresses[order[i]] = address + wanted[order[i]].offset - start;
    from = to;
  }
  return addresses;
}
