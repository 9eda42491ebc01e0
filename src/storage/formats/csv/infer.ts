import type { Arena } from '../../../data/arena.js';
import { BIGINT, BOOLEAN, DATE, decimal, DOUBLE, INTEGER, TEXT, TIME, TIMESTAMP, TIMESTAMPTZ, type SqlType } from '../../../data/types.js';
import { aimJob, createJob, runJob, shareJobs, type ColumnJob, type JobShared } from './column-job.js';
import { finishDeferred } from './finish-deferred.js';
import type { CsvOptions } from '../format.js';
import type { ScannedRows } from './scan-state.js';

/** What a column can be inferred as; the first that takes every value wins, TEXT takes all. */
export const CANDIDATES: readonly SqlType[] = [BOOLEAN, INTEGER, BIGINT, decimal(38, 0), DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ];
const ALL = (1 << CANDIDATES.length) - 1;

/** CANDIDATES[k] takes all that CANDIDATES[NARROWER[k]] takes: need not be tried while that one is alive. */
const NARROWER: readonly number[] = [-1, -1, 1, 2, 3, -1, -1, 5, -1];

/** What is known of a column so far. */
export interface Evidence {
  /** Bit k: CANDIDATES[k] takes every value seen. */
  readonly alive: number;
  /** A value that is not NULL was seen. */
  readonly seen: boolean;
}

export const NO_EVIDENCE: Evidence = { alive: ALL, seen: false };

export const combine = (a: Evidence, b: Evidence): Evidence => ({ alive: a.alive & b.alive, seen: a.seen || b.seen });

/** A column without values is text. A format that the user gives comes first: `%Y` is a date, though it may look like an integer. */
export function inferredType(
  { alive, seen }: Evidence,
  { dateFormat, timestampFormat }: Pick<CsvOptions, 'dateFormat' | 'timestampFormat'>,
): SqlType {
  if (!seen) return TEXT;
  const fitting = CANDIDATES.filter((_type, k) => alive & (1 << k));
  return (
    fitting.find(({ kind }) => (kind === 'date' && dateFormat !== undefined) || (kind === 'timestamp' && timestampFormat !== undefined)) ??
    fitting[0] ??
    TEXT
  );
}

/** Tries every type on columns, strip by strip, with the kernels that will read them. */
export interface Inference {
  /** Looks at field `field` of the first `rows` scanned rows. */
  add(evidence: Evidence, field: number, rows: number): Evidence;
}

type InferenceOptions = Pick<CsvOptions, 'quote' | 'escape' | 'nullStrings' | 'dateFormat' | 'timestampFormat' | 'decimalSeparator'>;

export function createInference(
  arena: Arena,
  region: number,
  options: InferenceOptions,
  scanned: ScannedRows,
  rowsPerCall: number,
): Inference {
  const shared: JobShared = shareJobs(arena, region, options, scanned, rowsPerCall, rowsPerCall);
  const jobs: readonly ColumnJob[] = CANDIDATES.map((type) => createJob(shared, type, true));
  const nested = options.dateFormat === undefined && options.timestampFormat === undefined;
  return {
    add({ alive, seen }, field, rows) {
      if (rows === 0) return { alive, seen };
      let hasValue = seen;
      let left = alive;
      jobs.forEach((job, k) => {
        if ((left & (1 << k)) === 0) return;
        if (NARROWER[k] >= 0 && (left & (1 << NARROWER[k])) !== 0 && (nested || CANDIDATES[k].kind !== 'timestamp')) return;
        aimJob(shared, job, field);
        const { failedRow, nullCount } = runJob(shared, job, rows, 0, true, 0, (deferred) =>
          finishDeferred(arena, options.decimalSeparator, deferred),
        );
        if (failedRow >= 0) left &= ~(1 << k);
        hasValue ||= failedRow >= 0 || nullCount < rows;
      });
      return { alive: left, seen: hasValue };
    },
  };
}
