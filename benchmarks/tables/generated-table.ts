import type { CsvWriter } from './csv-writer.js';

/** A table that is computed, always the same way, and written row by row. */
export interface GeneratedTable {
  readonly name: string;
  /** SQL types by column name, in the order of the fields. */
  readonly columns: Readonly<Record<string, string>>;
  writeRows(out: CsvWriter): void;
}
