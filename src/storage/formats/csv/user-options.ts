import { parseTypeName } from '../../type-names.js';
import type { SqlType } from '../../../data/types.js';
import type { SqlValue } from '../../../data/value.js';
import { SqlError, unsupported } from '../../../errors.js';
import { didYouMean } from '../../../data/did-you-mean.js';
import { compileDateFormat } from './date-format.js';
import { checkColumnType } from './column-job.js';

/** What a user says of a CSV file; what is undefined is sniffed. */
export interface CsvUserOptions {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly header?: boolean;
  readonly skip: number;
  readonly nullStrings: readonly string[];
  /** All columns, in order. */
  readonly columns?: readonly NamedType[];
  /** Types of some columns: by name, or by position. */
  readonly types?: readonly NamedType[];
  readonly names?: readonly string[];
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
  readonly decimalSeparator: string;
  readonly ignoreErrors: boolean;
  readonly nullPadding: boolean;
  readonly allVarchar: boolean;
  /** Rows that types are inferred from; Infinity for all. */
  readonly sampleSize: number;
  readonly filename: boolean;
  readonly hivePartitioning?: boolean;
  readonly unionByName: boolean;
}

/** A type, and the column it is for; without a name it goes by position. */
export interface NamedType {
  readonly name?: string;
  readonly type: SqlType;
}

const DEFAULT_SAMPLE_ROWS = 20480;

/** Every spelling of an option of read_csv. */
const CANONICAL: Readonly<Record<string, string>> = {
  delim: 'delim',
  sep: 'delim',
  delimiter: 'delim',
  quote: 'quote',
  escape: 'escape',
  header: 'header',
  skip: 'skip',
  nullstr: 'nullstr',
  null: 'nullstr',
  columns: 'columns',
  types: 'types',
  dtypes: 'types',
  column_types: 'types',
  names: 'names',
  column_names: 'names',
  dateformat: 'dateformat',
  date_format: 'dateformat',
  timestampformat: 'timestampformat',
  timestamp_format: 'timestampformat',
  ignore_errors: 'ignore_errors',
  null_padding: 'null_padding',
  all_varchar: 'all_varchar',
  sample_size: 'sample_size',
  decimal_separator: 'decimal_separator',
  filename: 'filename',
  hive_partitioning: 'hive_partitioning',
  union_by_name: 'union_by_name',
};

/** Checks the named arguments of read_csv: 22023 for an unknown one, with the nearest name, or for a value that it cannot have. */
export function readUserOptions(named: Readonly<Record<string, SqlValue>>): CsvUserOptions {
  const given: Record<string, SqlValue> = {};
  for (const [name, value] of Object.entries(named)) {
    const option = Object.hasOwn(CANONICAL, name.toLowerCase()) ? CANONICAL[name.toLowerCase()] : undefined;
    if (option === undefined) throw unknownOption(name);
    if (Object.hasOwn(given, option)) throw new SqlError('22023', `option "${option}" is given twice`);
    if (value !== null) given[option] = value;
  }
  const flag = (option: string): boolean | undefined => {
    const value = given[option];
    if (value === undefined || typeof value === 'boolean') return value;
    throw badOption(option, 'must be true or false');
  };
  const text = (option: string): string | undefined => {
    const value = given[option];
    if (value === undefined || typeof value === 'string') return value;
    throw badOption(option, 'must be a text');
  };
  const count = (option: string): number | undefined => {
    const value = given[option];
    if (value === undefined) return undefined;
    const number = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : NaN;
    if (!Number.isSafeInteger(number)) throw badOption(option, 'must be a whole number');
    return number;
  };
  const character = (option: string): string | undefined => {
    const value = text(option);
    return value === undefined || value === '' ? value : oneByte(option, value);
  };
  const format = (option: string): string | undefined => {
    const value = text(option);
    if (value !== undefined) compileDateFormat(value);
    return value;
  };

  const skip = count('skip') ?? 0;
  if (skip < 0) throw badOption('skip', 'must not be negative');
  const sample = count('sample_size') ?? DEFAULT_SAMPLE_ROWS;
  if (sample === 0 || sample < -1) throw badOption('sample_size', 'must be positive, or -1 for all rows');
  const options: CsvUserOptions = {
    delimiter: character('delim'),
    quote: character('quote'),
    escape: character('escape'),
    header: flag('header'),
    skip,
    nullStrings: nullStrings(given.nullstr),
    columns: typeList('columns', given.columns),
    types: typeList('types', given.types),
    names: nameList(given.names),
    dateFormat: format('dateformat'),
    timestampFormat: format('timestampformat'),
    decimalSeparator: character('decimal_separator') ?? '.',
    ignoreErrors: flag('ignore_errors') ?? false,
    nullPadding: flag('null_padding') ?? false,
    allVarchar: flag('all_varchar') ?? false,
    sampleSize: sample === -1 ? Infinity : sample,
    filename: flag('filename') ?? false,
    hivePartitioning: flag('hive_partitioning'),
    unionByName: flag('union_by_name') ?? false,
  };
  checkDialect(options);
  return options;
}

function unknownOption(name: string): SqlError {
  const near = didYouMean(name, Object.keys(CANONICAL));
  const all = [...new Set(Object.values(CANONICAL))].sort().join(', ');
  return new SqlError('22023', `read_csv has no option "${name}"`, {
    hint: near === undefined ? `its options are ${all}` : `did you mean "${near}"?`,
  });
}

const badOption = (option: string, what: string) => new SqlError('22023', `option "${option}" of read_csv ${what}`);

function oneByte(option: string, value: string): string {
  const character = value === '\\t' ? '\t' : value;
  if (character.length !== 1 || character.charCodeAt(0) > 127) {
    throw unsupported(`option "${option}" with other than one ASCII character ("${value}")`);
  }
  if (character === '\n' || character === '\r' || character === '\0') throw badOption(option, 'must not be a line end or NUL');
  return character;
}

function checkDialect({ delimiter, quote, escape, decimalSeparator }: CsvUserOptions): void {
  if (delimiter === '') throw badOption('delim', 'must not be empty');
  if (delimiter !== undefined && (delimiter === quote || delimiter === escape))
    throw badOption('delim', 'must differ from quote and escape');
  if (decimalSeparator !== '.' && decimalSeparator !== ',') throw badOption('decimal_separator', "must be '.' or ','");
}

function nullStrings(value: SqlValue | undefined): readonly string[] {
  if (value === undefined) return [''];
  if (typeof value === 'string') return [value];
  return textList('nullstr', value);
}

function nameList(value: SqlValue | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : textList('names', value);
}

function textList(option: string, value: SqlValue): readonly string[] {
  if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value;
  throw badOption(option, 'must be a text or a list of texts');
}

/**
 * Types by name or position: a list of types (`['integer', 'text']`) or of columns (`['a integer']`), the same in one text (`'a integer, b text'`), a
 * JSON object (`'{"a": "integer"}'`), or a map of texts.
 */
function typeList(option: string, value: SqlValue | undefined): readonly NamedType[] | undefined {
  if (value === undefined) return undefined;
  const entries = typeof value === 'string' ? fromText(option, value) : Array.isArray(value) ? fromList(option, value) : undefined;
  if (entries === undefined) throw badOption(option, "must be like 'a integer, b text', a JSON object, a list or a map");
  for (const { type } of entries) checkColumnType(type);
  if (option === 'columns' && entries.some(({ name }) => name === undefined))
    throw badOption(option, "must name every column, as in 'a integer, b text'");
  return entries;
}

function fromText(option: string, text: string): NamedType[] {
  if (!text.trimStart().startsWith('{')) return splitTopLevel(text).map(namedType);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new SqlError('22023', `option "${option}" of read_csv is no JSON object`, { cause });
  }
  return Object.entries(parsed as Record<string, unknown>).map(([name, type]) => ({ name, type: parseTypeName(String(type)) }));
}

function fromList(option: string, list: readonly SqlValue[]): NamedType[] {
  return list.map((item) => {
    if (typeof item === 'string') return namedType(item);
    if (Array.isArray(item) && item.length === 2 && item.every((part) => typeof part === 'string')) {
      return { name: item[0] as string, type: parseTypeName(item[1] as string) };
    }
    throw badOption(option, 'must hold texts');
  });
}

/** Splits at commas outside parentheses and double quotes. */
function splitTopLevel(text: string): string[] {
  return (text.match(/(?:"[^"]*"|\([^)]*\)|[^,"(])+/g) ?? []).map((part) => part.trim()).filter((part) => part !== '');
}

/** `integer`, `a integer` or `"a b" integer`. */
function namedType(text: string): NamedType {
  const quoted = /^"((?:[^"]|"")+)"\s+(.+)$/s.exec(text.trim());
  if (quoted !== null) return { name: quoted[1].replaceAll('""', '"'), type: parseTypeName(quoted[2]) };
  try {
    return { type: parseTypeName(text) };
  } catch (error) {
    const plain = /^(\S+)\s+(.+)$/s.exec(text.trim());
    if (plain === null) throw error;
    return { name: plain[1], type: parseTypeName(plain[2]) };
  }
}
