import type { SourceDraft } from '../compile/draft.js';
import type { Source } from '../run/task.js';

/** No rows: for a stage whose sink does all the work from what earlier stages published. */
export interface NothingSourceSpec {
  readonly kind: 'Nothing';
}

export const nothingSource = (dependsOn: readonly number[]): SourceDraft => ({
  spec: { kind: 'Nothing' },
  partitions: 1,
  dependsOn,
  columns: [],
  loads: () => new Map(),
});

export const openNothingSource = (): Source => ({ next: () => 0, close() {} });
