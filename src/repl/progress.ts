import { clockMs } from '../data/clock.js';

/** Queries shorter than this show no progress. */
const DELAY_MS = 1000;
const REDRAW_MS = 100;
const BAR_WIDTH = 30;

export interface Progress {
  /** For the query's `onProgress`. */
  readonly update: (state: { readonly done: number; readonly total: number }) => void;
  /** Wipes the bar; must be called before anything else is written. */
  readonly end: () => void;
}

/** A bar on the last line of a terminal, drawn once a query has run for a second. */
export function startProgress(write: (text: string) => void, now: () => number = clockMs): Progress {
  const started = now();
  let state: { done: number; total: number } | undefined;
  let drawn = false;
  const timer = setInterval(() => {
    const elapsed = now() - started;
    if (elapsed < DELAY_MS) return;
    drawn = true;
    write(`\r${progressLine(state, elapsed)}\x1b[K`);
  }, REDRAW_MS);
  timer.unref();
  return {
    update: ({ done, total }) => {
      state = { done, total };
    },
    end: () => {
      clearInterval(timer);
      if (drawn) write('\r\x1b[K');
    },
  };
}

export function progressLine(state: { readonly done: number; readonly total: number } | undefined, elapsedMs: number): string {
  const seconds = `${(elapsedMs / 1000).toFixed(1)} s`;
  if (state === undefined || state.total === 0) return `running … ${seconds}`;
  const part = Math.min(1, state.done / state.total);
  const filled = Math.round(part * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${String(Math.floor(part * 100)).padStart(3)} %  ${seconds}`;
}
