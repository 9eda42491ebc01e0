import { extname } from 'node:path';
import type { Arena } from '../../../data/arena.js';
import { SqlError } from '../../../errors.js';
import type { LoadedBytes } from './load.js';
import { byteOf, createState, type Dialect } from './scan-state.js';
import type { CsvUserOptions } from './user-options.js';

const MOST_ROWS = 4096;
const DELIMITERS = [',', ';', '\t', '|'];
const EXTENSION_DELIMITER: Readonly<Record<string, string>> = { '.tsv': '\t', '.tab': '\t', '.psv': '|' };

/** How the rows of a sample look under a dialect. */
export interface Shape {
  readonly dialect: Dialect;
  /** Fields of each row; 0 for an empty line. */
  readonly counts: readonly number[];
  /** Quoted fields. */
  readonly quoted: number;
  /** Closing quotes that end no field. */
  readonly bad: number;
  /** The sample ends within quotes. */
  readonly open: boolean;
}

/**
 * The dialect of a sample that begins with a row: what the user gave, otherwise the delimiter that most rows agree on. Quotes are double unless
 * the sample has none and single quotes fit; escapes are doubled quotes unless backslashes alone make every quote fit.
 */
export function sniffDialect(arena: Arena, region: number, sample: LoadedBytes, whole: boolean, user: CsvUserOptions, path: string): Shape {
  const text = arena.u8.subarray(sample.start, sample.end);
  const quotes = user.quote !== undefined ? [user.quote] : text.includes(byteOf('"')) || !text.includes(byteOf("'")) ? ['"'] : ['"', "'"];
  const hasBackslash = text.includes(byteOf('\\'));
  const preferred = EXTENSION_DELIMITER[extname(path).toLowerCase()];
  const delimiters =
    user.delimiter !== undefined ? [user.delimiter] : [...new Set([...(preferred === undefined ? [] : [preferred]), ...DELIMITERS])];

  const shapes: Shape[] = [];
  for (const quote of quotes) {
    const escapes =
      user.escape !== undefined ? [user.escape === '' ? quote : user.escape] : hasBackslash && quote !== '' ? [quote, '\\'] : [quote];
    for (const escape of escapes) {
      for (const delimiter of delimiters) {
        if (delimiter === quote || delimiter === escape) continue;
        const shape = measure(arena, region, sample, whole, { delimiter, quote, escape });
        if (shape.quoted === 0 && user.quote === undefined && quote === "'") continue; // apostrophes are no quotes
        if (shape.bad > 0 && user.quote === undefined && quote === "'") continue;
        shapes.push(shape);
      }
    }
  }
  if (shapes.length === 0) throw new SqlError('22023', 'options "delim", "quote" and "escape" of read_csv must differ');
  return shapes
    .map((shape) => ({ shape, score: scoreOf(shape, whole, preferred) }))
    .reduce((best, next) => (better(next.score, best.score) ? next : best)).shape;
}

/** Earlier dialects win ties. */
const better = (a: readonly number[], b: readonly number[]): boolean => {
  const k = a.findIndex((value, i) => value !== b[i]);
  return k >= 0 && a[k] > b[k];
};

/**
 * In order of weight: more than one field, by most rows or the first; the delimiter of the file's extension; quotes that fit; the share of rows
 * that agree; their fields.
 */
function scoreOf({ dialect, counts, bad, open }: Shape, whole: boolean, preferred: string | undefined): number[] {
  const rows = counts.filter((count) => count > 0);
  const { fields, share } = majority(rows);
  const splits = fields > 1 && (share >= 0.5 || rows[0] > 1) ? 1 : 0;
  return [
    splits,
    splits === 1 && dialect.delimiter === preferred ? 1 : 0,
    bad === 0 && !(open && whole) ? 1 : 0,
    splits === 0 ? 0 : share,
    splits === 0 ? 0 : fields,
  ];
}

/** The commonest count of fields (the first row's on a tie) and the share of rows that have it. */
export function majority(rows: readonly number[]): { readonly fields: number; readonly share: number } {
  if (rows.length === 0) return { fields: 1, share: 1 };
  const tally = new Map<number, number>();
  for (const count of rows) tally.set(count, (tally.get(count) ?? 0) + 1);
  let fields = rows[0];
  for (const [count, seen] of tally) if (seen > tally.get(fields)!) fields = count;
  return { fields, share: tally.get(fields)! / rows.length };
}

/** The shape under one dialect, without the row that a sample cuts. */
export function measure(arena: Arena, region: number, { start, end }: LoadedBytes, whole: boolean, dialect: Dialect): Shape {
  const state = createState(arena, region, dialect, 1, { ignoreErrors: false, nullPadding: false });
  const counts = arena.kernels.region_alloc(region, MOST_ROWS * 4) >>> 0;
  const out = arena.kernels.region_alloc(region, 32) >>> 0;
  arena.kernels.csv_shape(state, start, end, counts, MOST_ROWS, out);
  const [rows, quoted, bad, open] = arena.u32.subarray(out >>> 2, (out >>> 2) + 4);
  const complete = whole || rows === MOST_ROWS || rows <= 1 ? rows : rows - 1;
  return { dialect, counts: [...arena.u32.subarray(counts >>> 2, (counts >>> 2) + complete)], quoted, bad, open: open !== 0 };
}
