import type { SqlValue } from '../../data/value.js';

/** The rows without a NULL argument: what an aggregate that skips NULLs sees. */
export const nonNull = (rows: readonly (readonly SqlValue[])[]): readonly (readonly any[])[] =>
  rows.filter((row) => row.every((value) => value !== null));
