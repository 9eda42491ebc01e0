import polars, { type Expr, type LazyDataFrame } from 'nodejs-polars';

/** Groups in no order: by default Polars for Node puts them back into that of their first rows. */
export const group = (frame: LazyDataFrame, ...keys: (string | Expr)[]) =>
  // The types leave out lists of names and expressions, which it takes.
  frame.groupBy(keys as string[], false);

/** A literal of a date column's own type: compared with a timestamp, every date would be cast. */
export const date = (text: string): Expr => polars.lit(new Date(text)).cast(polars.Date);

/** For `str.contains`: the text is no regular expression. */
export const isLiteral = true;
