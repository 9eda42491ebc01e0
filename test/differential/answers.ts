/** One value as text that is the same for the same value in every engine; `∅` is NULL. */
export type Cell = string;

/** Rows, and which columns are floating point, whose last digits may differ; or the error instead. */
export type Answer =
  | { readonly rows: readonly (readonly Cell[])[]; readonly floats: readonly boolean[] }
  | { readonly error: string; readonly sqlState?: string };

export const NULL_CELL = '∅';
export const listCell = (items: readonly Cell[]): Cell => `{${items.join(',')}}`;
export const bytesCell = (bytes: Uint8Array): Cell => `\\x${Buffer.from(bytes).toString('hex')}`;
export const floatCell = (value: number): Cell => (value === 0 ? '0' : String(value));

/** Without trailing zeros: a decimal's scale follows from rules of each engine's own. */
export const decimalCell = (text: string): Cell => {
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
};

/** Months count 30 days, as in comparisons: of intervals that compare equal, a group may show any. */
export const intervalCell = (months: number, days: number, micros: bigint): Cell =>
  `interval ${BigInt(months * 30 + days) * 86_400_000_000n + micros}`;

/** What differs between two answers, or undefined. Errors of DuckDB show nothing: it refuses a few things that PostgreSQL accepts. */
export function difference(ours: Answer, theirs: Answer, ordered: boolean): string | undefined {
  if ('error' in ours) {
    // A few products of large cross joins do not fit the memory that the test allows.
    if (ours.sqlState === '53200' || ('error' in theirs && ours.sqlState !== 'XX000')) return undefined;
    return `Quern: ${ours.error}\nDuckDB: ${'error' in theirs ? theirs.error : `${theirs.rows.length} rows`}`;
  }
  if ('error' in theirs) return undefined;
  const isFloat = ours.floats.map((float, i) => float || theirs.floats[i]);
  // Floats differ in their last digits: few digits sort the rows, more of them are compared.
  const sorted = ({ rows }: { rows: readonly (readonly Cell[])[] }): readonly (readonly Cell[])[] => {
    if (ordered) return rows;
    const keyed = rows.map((row) => ({ row, key: row.map((cell, i) => (isFloat[i] ? rounded(cell) : cell)).join('|') }));
    return keyed.sort((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0)).map(({ row }) => row);
  };
  const [a, b] = [sorted(ours), sorted(theirs)];
  const show = (rows: readonly (readonly Cell[])[]): string => rows.map((row) => row.join('|')).join('  ');
  if (a.length !== b.length)
    return `Quern: ${a.length} rows, DuckDB: ${b.length} rows\n  Quern: ${show(a.slice(0, 5))}\n  DuckDB: ${show(b.slice(0, 5))}`;
  const at = a.findIndex((row, i) => row.some((cell, j) => cell !== b[i][j] && !(isFloat[j] && isNear(cell, b[i][j]))));
  return at < 0 ? undefined : `row ${at + 1}\n  Quern:  ${show([a[at]])}\n  DuckDB: ${show([b[at]])}`;
}

function rounded(cell: Cell): Cell {
  const value = Number(cell);
  return cell === NULL_CELL || !Number.isFinite(value) ? cell : floatCell(Number(value.toPrecision(6)));
}

/** Float sums are exact here and rounded at each step there. */
function isNear(one: Cell, other: Cell): boolean {
  const [a, b] = [Number(one), Number(other)];
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e-3);
}
