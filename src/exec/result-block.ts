/**
 * Rows of a result outside the arena, columns in Arrow's layouts, all in one ArrayBuffer that threads hand over without a copy. It starts with
 * u32 words: the number of rows, then per column BLOCK_COLUMN_WORDS offsets into the buffer, each a multiple of eight: its validity bitmap (0:
 * nothing is NULL), its slots (data/types.ts `storageOf`; zero where NULL), or for strings their offsets and then BLOCK_BYTES, their bytes,
 * whose number is BLOCK_LENGTH.
 */
export type ResultBlock = ArrayBuffer;

export const BLOCK_ROWS = 0;
export const BLOCK_COLUMNS = 1;
export const BLOCK_COLUMN_WORDS = 4;
export const BLOCK_VALIDITY = 0;
export const BLOCK_VALUES = 1;
export const BLOCK_BYTES = 2;
export const BLOCK_LENGTH = 3;

export const rowsOfBlock = (block: ResultBlock): number => new Uint32Array(block, 0, 1)[BLOCK_ROWS];

/** The blocks of one task of a query's last stage. */
export interface ResultPart {
  readonly partition: number;
  readonly blocks: readonly ResultBlock[];
}
