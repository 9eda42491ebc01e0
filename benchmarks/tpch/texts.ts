import { makeTextPool, type TextPool } from './text-pool.js';

/**
 * Whose comments and addresses a table has. `tpc` has those of the TPC's generator. DuckDB's generator cuts comments from less text and
 * reads the bits of addresses with the other sign; everything else is the same. Answers that show such a column differ, and query 13 does.
 */
export type TextVariant = 'tpc' | 'duckdb';
export const TEXT_VARIANTS: readonly TextVariant[] = ['tpc', 'duckdb'];

export interface Texts {
  readonly pool: TextPool;
  /** What a random fraction is multiplied by for the letters of an address. */
  readonly addressRange: number;
}

const MIB = 1 << 20;

export const makeTexts = (variant: TextVariant): Texts =>
  variant === 'tpc'
    ? { pool: makeTextPool(300 * MIB), addressRange: -0x80000000 }
    : { pool: makeTextPool(10 * MIB), addressRange: 0x80000000 };
