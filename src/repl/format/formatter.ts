import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';

/** What the formatters need of a result. */
export interface Rows {
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
  readonly rowCount: number;
  values(): Iterable<readonly SqlValue[]>;
}

export interface FormatOptions {
  /** Columns of the terminal; undefined where lines may have any length. */
  readonly width?: number;
  /** Rows that a table shows at most; undefined shows all. */
  readonly maxRows?: number;
  /** The session's time zone, in which timestamps with time zone are shown. */
  readonly timeZone: string;
  /** Whether a table that is cut names the command that shows the rest. */
  readonly hints?: boolean;
}

/** Prints a result as pieces of text that end in a line break. */
export type Formatter = (rows: Rows, options: FormatOptions) => Iterable<string>;
