import { copyChunks } from '../exec/memory-table.js';
import type { HeldResult } from './run-query.js';
import type { SessionState } from './state.js';

/** Copies a result into a table's region, its columns in the order of `positions`. */
export function storeResult(
  { chunks, types, rowCount }: HeldResult,
  positions: readonly number[],
  region: number,
  session: SessionState,
): { readonly chunks: readonly number[]; readonly rowCount: number } {
  return { chunks: copyChunks(session.engine.arena, chunks, types, positions, region), rowCount };
}
