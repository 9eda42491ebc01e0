import polars, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import type { Frame } from './polars-frames.js';

type Scans = Parameters<Frame>[0];

/**
 * Frames that are built once, in the first run, and collected in each, which plans them anew. Polars for Node takes most of a millisecond to make an
 * expression: that is the time of its binding, not of its engine.
 */
export const builtOnce = (forms: Readonly<Record<string, (scans: Scans) => LazyDataFrame>>): Readonly<Record<string, Frame>> =>
  Object.fromEntries(
    Object.entries(forms).map(([name, form]): [string, Frame] => {
      let built: LazyDataFrame | undefined;
      return [name, (scans) => (built ??= form(scans)).collect()];
    }),
  );

/** Groups in no order: by default Polars for Node puts them back into that of their first rows. */
export const group = (frame: LazyDataFrame, ...keys: (string | Expr)[]) =>
  // The types leave out lists of names and expressions, which it takes.
  frame.groupBy(keys as string[], false);

/** Literals of a column's own type: with a timestamp every date would be cast, and with a JavaScript number every integer, to a double. */
export const date = (text: string): Expr => polars.lit(new Date(text)).cast(polars.Date);
export const int16 = (value: number): Expr => polars.lit(value).cast(polars.Int16);
export const int32 = (value: number): Expr => polars.lit(value).cast(polars.Int32);

/** For `str.contains`: the text is no regular expression. */
export const isLiteral = true;
