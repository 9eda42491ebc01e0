import { typeName, type SqlType } from '../../../data/types.js';
import type { SqlValue } from '../../../data/value.js';
import { SqlError, unsupported } from '../../../errors.js';
import { didYouMean } from '../../../data/did-you-mean.js';
import { namesFirst } from './names-first.js';

/** COPY's options and the arguments of read_csv that they are. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  header: 'header',
  delimiter: 'delim',
  delim: 'delim',
  sep: 'delim',
  null: 'nullstr',
  nullstr: 'nullstr',
  quote: 'quote',
  escape: 'escape',
  skip: 'skip',
  ignore_errors: 'ignore_errors',
  null_padding: 'null_padding',
  dateformat: 'dateformat',
  timestampformat: 'timestampformat',
  decimal_separator: 'decimal_separator',
};
const FLAGS = ['header', 'ignore_errors', 'null_padding'];

/**
 * The arguments of read_csv for `COPY table FROM 'file' (FORMAT csv, …)` into columns of these types. As in PostgreSQL a comma and double quotes
 * are taken as they are, not sniffed. Where `header` says nothing, a first line that is the names of the columns is one: COPY TO writes it.
 */
export function copyFromArguments(
  path: string,
  options: Readonly<Record<string, string | boolean | readonly string[]>>,
  columns: readonly { readonly name: string; readonly type: SqlType }[],
): Readonly<Record<string, SqlValue>> {
  const args: Record<string, SqlValue> = {
    delim: ',',
    quote: '"',
    columns: columns.map(({ name, type }) => [name, typeName(type)]),
  };
  for (const [name, value] of Object.entries(options)) {
    if (name === 'format') continue;
    if (name === 'encoding') {
      if (!/^utf-?8$/i.test(String(value))) throw unsupported(`COPY encoding "${String(value)}"`);
      continue;
    }
    const argument = ARGUMENTS[name];
    if (argument === undefined) {
      const near = didYouMean(name, Object.keys(ARGUMENTS));
      throw new SqlError('42601', `option "${name}" not recognized`, near === undefined ? {} : { hint: `did you mean "${near}"?` });
    }
    args[argument] = FLAGS.includes(argument) ? flag(name, value) : argument === 'skip' ? Number(value) : value;
  }
  args.escape ??= args.quote;
  args.header ??= namesFirst(
    path,
    columns.map(({ name }) => name),
    String(args.delim),
    String(args.quote),
  );
  return args;
}

/** COPY's words for a Boolean. */
export function flag(option: string, value: string | boolean | readonly string[]): boolean {
  if (typeof value === 'boolean') return value;
  const word = String(value).toLowerCase();
  if (['true', 'on', '1'].includes(word)) return true;
  if (['false', 'off', '0'].includes(word)) return false;
  throw new SqlError('42601', `${option} requires a Boolean value`);
}
