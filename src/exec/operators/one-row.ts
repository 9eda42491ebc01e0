import type { SourceDraft } from '../compile/draft.js';
import type { Source } from '../run/task.js';

/** One row without columns: SELECT without FROM. */
export interface OneRowSourceSpec {
  readonly kind: 'OneRow';
}

export const oneRowSource = (): SourceDraft => ({
  spec: { kind: 'OneRow' },
  partitions: 1,
  dependsOn: [],
  columns: [],
  loads: () => new Map(),
});

export function openOneRowSource(): Source {
  let rows = 1;
  return {
    next: () => (rows-- > 0 ? 1 : 0),
    close() {},
  };
}
