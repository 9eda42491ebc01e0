import type { SinkDraft } from '../compile/draft.js';
import type { Sink } from '../run/task.js';

/** Publishes nothing: rows leave their mark elsewhere. */
export interface EffectSinkSpec {
  readonly kind: 'Effect';
}

export const effectSink = (emit: SinkDraft['emit']): SinkDraft => ({ emit, spec: () => ({ kind: 'Effect' }) });

export const openEffectSink = (): Sink => ({ finish: () => 0 });
