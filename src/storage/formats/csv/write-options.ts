import { SqlError, undefinedColumn, unsupported } from '../../../errors.js';
import { didYouMean } from '../../../data/did-you-mean.js';
import { flag } from './copy-options.js';

/** How COPY TO writes CSV. */
export interface CsvWriteOptions {
  readonly header: boolean;
  readonly delimiter: string;
  readonly nullString: string;
  readonly quote: string;
  readonly escape: string;
  /** Columns whose values always get quotes. */
  readonly forceQuote: readonly string[] | '*';
}

const KNOWN = ['format', 'header', 'delimiter', 'delim', 'sep', 'null', 'nullstr', 'quote', 'escape', 'force_quote', 'encoding'];

type CopyOptions = Readonly<Record<string, string | boolean | readonly string[]>>;

/** Checks the options of `COPY … TO … (FORMAT csv, …)`. The header is written unless it is refused. */
export function readWriteOptions(options: CopyOptions, columns: readonly string[]): CsvWriteOptions {
  for (const name of Object.keys(options)) {
    if (KNOWN.includes(name)) continue;
    const near = didYouMean(name, KNOWN);
    throw new SqlError('42601', `option "${name}" not recognized`, near === undefined ? {} : { hint: `did you mean "${near}"?` });
  }
  const first = (...names: readonly string[]): string | boolean | readonly string[] | undefined =>
    names.map((name) => options[name]).find((value) => value !== undefined);
  const delimiter = oneCharacter('delimiter', first('delimiter', 'delim', 'sep') ?? ',');
  const quote = oneCharacter('quote', first('quote') ?? '"');
  const escape = oneCharacter('escape', first('escape') ?? quote);
  if (delimiter === quote) throw new SqlError('22023', 'COPY delimiter and quote must be different');
  const encoding = first('encoding');
  if (encoding !== undefined && !/^utf-?8$/i.test(String(encoding))) throw unsupported(`COPY encoding "${String(encoding)}"`);
  const nullString = String(first('null', 'nullstr') ?? '');
  if (/[\r\n]/.test(nullString) || nullString.includes(delimiter) || nullString.includes(quote)) {
    throw new SqlError('22023', 'COPY null representation cannot use a line end, the delimiter or the quote');
  }
  return {
    header: flag('header', first('header') ?? true),
    delimiter,
    quote,
    escape,
    nullString,
    forceQuote: forced(first('force_quote') ?? [], columns),
  };
}

function oneCharacter(option: string, value: string | boolean | readonly string[]): string {
  const text = value === '\\t' ? '\t' : String(value);
  if (Buffer.byteLength(text) === 1 && !/[\r\n\0]/.test(text)) return text;
  throw new SqlError('22023', `COPY ${option} must be a single one-byte character`);
}

function forced(value: string | boolean | readonly string[], columns: readonly string[]): readonly string[] | '*' {
  if (value === '*' || value === true) return '*';
  const names = typeof value === 'string' ? [value] : value === false ? [] : value;
  for (const name of names) {
    if (!columns.some((column) => column.toLowerCase() === name.toLowerCase())) throw undefinedColumn(name);
  }
  return names;
}
