export const ENGINES = ['quern', 'duckdb', 'polars'] as const;
export type EngineName = (typeof ENGINES)[number];

/** Paths by table name. */
export type TableFiles = Readonly<Record<string, string>>;

export interface Query {
  readonly name: string;
  /** One text for all engines that speak SQL, or a text for each. */
  readonly sql: string | Readonly<Partial<Record<EngineName, string>>>;
  /** A frame of harness/polars-frames.ts that Polars computes instead of `sql`. */
  readonly frame?: string;
  /** Statement that undoes the query, untimed. */
  readonly undo?: string;
}

/** The rows of a query, as text where they are compared. */
export interface Answer {
  readonly rowCount: number;
  /** Undefined for more rows than are worth comparing one by one. */
  readonly rows?: readonly (readonly (string | null)[])[];
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean; readonly isApproximate: boolean }[];
}

/** One engine under measurement. */
export interface Engine {
  readonly version: string;
  /** Results lie outside of what V8 counts, so that it would not collect them in time. */
  readonly hidesMemory?: boolean;
  /** Runs a query until all rows are in the process, in the engine's own columns; `read` converts them, untimed. Rejects what it cannot run. */
  run(query: Query): Promise<{ read(): Promise<Answer> | Answer }>;
  close(): Promise<void> | void;
}

export type OpenEngine = (tables: TableFiles, threads: number) => Promise<Engine>;

/** Larger answers are compared by their row counts and the sums of their columns. */
export const COMPARED_ROWS = 100_000;

export function sqlOf({ name, sql }: Query, engine: EngineName): string {
  const text = typeof sql === 'string' ? sql : sql[engine];
  if (text === undefined) throw new Error(`no text of ${name} for ${engine}`);
  return text.replace(/;\s*$/, '');
}
