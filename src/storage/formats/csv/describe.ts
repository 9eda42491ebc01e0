import type { Arena } from '../../../data/arena.js';
import { TEXT, type SqlType } from '../../../data/types.js';
import { SqlError, undefinedColumn } from '../../../errors.js';
import { withPinned } from '../../backends/disk.js';
import { didYouMean } from '../../../data/did-you-mean.js';
import type { CsvLayout, CsvOptions, FilePin } from '../format.js';
import { majority, sniffDialect, type Shape } from './dialect.js';
import { csvError } from './errors.js';
import { columnNames, hasHeader, numberedNames } from './header.js';
import { combine, inferredType, NO_EVIDENCE, type Evidence } from './infer.js';
import { planningArena } from './plan.js';
import { loadHead, sampleFile, wholeEvidence, type Sample, type SampleOptions } from './sample.js';
import type { CsvUserOptions, NamedType } from './user-options.js';

/** What is known of CSV files before they are read. */
export interface CsvDescription {
  /** Fully resolved, but for hive and filename columns, which are the caller's. */
  readonly options: CsvOptions;
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
  readonly rowCount: number;
  readonly rowCountExact: boolean;
}

const SNIFFED_BYTES = 1 << 16;
const SAMPLED_FILES = 8;
const LEAST_ROWS_TO_JUDGE = 2;

/** Sniffs what the user does not say: dialect and header on the first file that has bytes, types on a sample of the files. */
export function describeCsv(files: readonly FilePin[], user: CsvUserOptions): CsvDescription {
  const arena = planningArena();
  const region = arena.kernels.region_new(1) >>> 0;
  try {
    return describe(arena, region, files, user);
  } finally {
    arena.kernels.region_free(region);
  }
}

interface DescribedFile {
  readonly index: number;
  readonly pin: FilePin;
  readonly sample: Sample;
  readonly names: readonly string[];
}

function describe(arena: Arena, region: number, files: readonly FilePin[], user: CsvUserOptions): CsvDescription {
  const filled = files.map((pin, index) => ({ pin, index })).filter(({ pin }) => pin.sizeBytes > 0);
  if (filled.length === 0) return describeNothing(files[0], user);
  const lead = filled[0].pin;
  const shape = sniff(arena, region, lead, user);
  const fields = user.columns?.length ?? fieldsOf(shape, lead, user);
  const options: SampleOptions = {
    ...shape.dialect,
    skipLines: user.skip,
    nullStrings: user.nullStrings,
    dateFormat: user.dateFormat,
    timestampFormat: user.timestampFormat,
    decimalSeparator: user.decimalSeparator,
    nullPadding: user.nullPadding,
  };

  const sampled = chooseSampled(filled.length, user.unionByName);
  const leadSample = sampleFile(arena, region, lead, options, fields, user.sampleSize);
  const header = user.header ?? decideHeader(leadSample, user);
  const described = filled.map(({ pin, index }, k): DescribedFile => {
    const own =
      k === 0
        ? fields
        : user.columns !== undefined || (!header && !user.unionByName)
          ? fields
          : firstFields(arena, region, pin, user, shape);
    const sample = k === 0 ? leadSample : sampleFile(arena, region, pin, options, own, sampled.has(k) ? user.sampleSize : 0);
    return { pin, index, sample, names: namesOf(sample, own, header, user) };
  });

  const names = user.columns?.map(({ name }) => name!) ?? commonNames(described, user.unionByName);
  const layouts = user.columns === undefined ? layoutsOf(described, names, header, user.unionByName) : {};
  const evidence = names.map((_, ordinal) =>
    described.reduce((known, file) => {
      const field = layouts[file.index]?.columns[ordinal] ?? ordinal;
      const seen = header ? file.sample.rest : wholeEvidence(file.sample);
      return field < 0 || seen[field] === undefined ? known : combine(known, seen[field]);
    }, NO_EVIDENCE),
  );
  const columns = typedColumns(names, evidence, user);

  const headerRows = header ? 1 : 0;
  const complete = described.every(({ sample }) => sample.complete) && !user.ignoreErrors;
  const rows = described.reduce((sum, { sample }) => sum + sample.rows, 0);
  const bytes = described.reduce((sum, { sample }) => sum + sample.bytes, 0);
  const rowBytes = Math.max(1, bytes / Math.max(1, rows));
  const totalBytes = filled.reduce((sum, { pin }) => sum + pin.sizeBytes, 0);
  return {
    options: {
      ...shape.dialect,
      header,
      skipLines: user.skip,
      nullStrings: user.nullStrings,
      columns,
      rowBytes,
      ...(Object.keys(layouts).length === 0 ? {} : { layouts }),
      ...(user.dateFormat === undefined ? {} : { dateFormat: user.dateFormat }),
      ...(user.timestampFormat === undefined ? {} : { timestampFormat: user.timestampFormat }),
      decimalSeparator: user.decimalSeparator,
      ignoreErrors: user.ignoreErrors,
      nullPadding: user.nullPadding,
      hivePartitioning: false,
      filenameColumn: false,
      unionByName: user.unionByName,
    },
    columns: columns.map(({ name, type }) => ({ name, type })),
    rowCount: complete
      ? described.reduce((sum, { sample }) => sum + Math.max(0, sample.rows - headerRows), 0)
      : Math.max(1, Math.round(totalBytes / rowBytes)),
    rowCountExact: complete,
  };
}

/** Files without a byte have no rows; their columns must come from the user. */
function describeNothing(file: FilePin, user: CsvUserOptions): CsvDescription {
  if (user.columns === undefined) {
    throw new SqlError('22P04', `file "${file.path}" is empty`, { hint: "name its columns with columns => 'a integer, b text'" });
  }
  const columns = user.columns.map(({ name, type }) => ({ name: name!, type }));
  const quote = user.quote ?? '"';
  return {
    options: {
      delimiter: user.delimiter ?? ',',
      quote,
      escape: user.escape || quote,
      header: user.header ?? false,
      skipLines: user.skip,
      nullStrings: user.nullStrings,
      columns,
      decimalSeparator: user.decimalSeparator,
      ignoreErrors: user.ignoreErrors,
      nullPadding: user.nullPadding,
      hivePartitioning: false,
      filenameColumn: false,
      unionByName: user.unionByName,
    },
    columns,
    rowCount: 0,
    rowCountExact: true,
  };
}

function sniff(arena: Arena, region: number, pin: FilePin, user: CsvUserOptions): Shape {
  return withPinned(pin, (file) => {
    const { bytes, first, whole } = loadHead(arena, region, file, user.skip);
    const end = Math.min(bytes.end, Math.max(first + SNIFFED_BYTES, rowsEnd(arena.u8, first, bytes.end)));
    return sniffDialect(arena, region, { start: first, end }, whole && end === bytes.end, user, pin.path);
  });
}

/** Far enough for two lines. */
function rowsEnd(u8: Uint8Array, start: number, end: number): number {
  const view = u8.subarray(start, end);
  const second = view.indexOf(10, view.indexOf(10) + 1);
  return second < 0 ? end : start + second + 1;
}

/** The fields of a table: those of the first row; 22P04 when most rows disagree with it. */
function fieldsOf({ counts }: Shape, pin: FilePin, user: CsvUserOptions): number {
  const rows = counts.filter((count) => count > 0);
  if (rows.length === 0) return 1;
  if (user.nullPadding) return Math.max(...rows);
  const { fields, share } = majority(rows.slice(1));
  const others = rows.length - 1;
  if (fields !== rows[0] && others >= LEAST_ROWS_TO_JUDGE && share > 0.5) {
    if (user.ignoreErrors) return fields;
    throw csvError('22P04', { path: pin.path, line: user.skip + 1 }, `bad header: it has ${rows[0]} fields, the rows below ${fields}`, {
      hint: "skip => n passes over lines before the table, columns => 'a integer, b text' names the columns",
    });
  }
  return rows[0];
}

function decideHeader(sample: Sample, user: CsvUserOptions): boolean {
  if (user.columns === undefined) return hasHeader(sample);
  const isSame = sample.firstRow.every((text, i) => text.toLowerCase() === user.columns![i].name!.toLowerCase());
  return sample.firstRow.length > 0 && (isSame || (sample.rest.some((below) => below.seen && below.alive !== 0) && hasHeader(sample)));
}

function chooseSampled(count: number, all: boolean): ReadonlySet<number> {
  if (all || count <= SAMPLED_FILES) return new Set(Array.from({ length: count }, (_, k) => k));
  return new Set(Array.from({ length: SAMPLED_FILES }, (_, k) => Math.floor((k * (count - 1)) / (SAMPLED_FILES - 1))));
}

/** The fields of another file's first row under the dialect of the first file. */
function firstFields(arena: Arena, region: number, pin: FilePin, user: CsvUserOptions, { dialect }: Shape): number {
  const shape = sniff(arena, region, pin, { ...user, delimiter: dialect.delimiter, quote: dialect.quote, escape: dialect.escape });
  return fieldsOf(shape, pin, user);
}

function namesOf(sample: Sample, fields: number, header: boolean, user: CsvUserOptions): readonly string[] {
  if (user.columns !== undefined) return user.columns.map(({ name }) => name!);
  const found = header && sample.firstRow.length > 0 ? columnNames(sample.firstRow) : numberedNames(fields);
  return user.names === undefined ? found : columnNames(found.map((name, i) => user.names![i] ?? name));
}

function commonNames(files: readonly DescribedFile[], union: boolean): readonly string[] {
  const names = [...files[0].names];
  if (!union) return names;
  const taken = new Set(names.map((name) => name.toLowerCase()));
  for (const name of files.flatMap((file) => file.names)) {
    if (!taken.has(name.toLowerCase())) names.push(name);
    taken.add(name.toLowerCase());
  }
  return names;
}

/** Where the files that are not laid out as the table keep its columns; 22P04 when one lacks or adds some and union_by_name does not allow it. */
function layoutsOf(files: readonly DescribedFile[], names: readonly string[], header: boolean, union: boolean): Record<number, CsvLayout> {
  const layouts: Record<number, CsvLayout> = {};
  for (const { index, names: own, pin } of files) {
    if (own.length === names.length && own.every((name, i) => name.toLowerCase() === names[i].toLowerCase())) continue;
    const lower = own.map((name) => name.toLowerCase());
    const columns = names.map((name) => lower.indexOf(name.toLowerCase()));
    if (!union && (own.length !== names.length || columns.includes(-1))) {
      if (!header) continue;
      throw csvError(
        '22P04',
        { path: pin.path, line: 1 },
        `bad header: its columns (${own.join(', ')}) are not those of "${files[0].pin.path}" (${names.join(', ')})`,
        {
          hint: 'union_by_name => true takes the columns of all files, and NULL where a file has none',
        },
      );
    }
    layouts[index] = { fields: own.length, columns };
  }
  return layouts;
}

function typedColumns(names: readonly string[], evidence: readonly Evidence[], user: CsvUserOptions): CsvOptions['columns'] {
  const given = user.columns ?? user.types ?? [];
  const types = new Map<number, SqlType>();
  given.forEach(({ name, type }: NamedType, i) => {
    const ordinal = name === undefined ? i : names.findIndex((column) => column.toLowerCase() === name.toLowerCase());
    if (ordinal < 0 || ordinal >= names.length) {
      const near = name === undefined ? undefined : didYouMean(name, names);
      throw name === undefined
        ? new SqlError('22023', `option "types" has ${given.length} types, the file ${names.length} columns`)
        : undefinedColumn(name, undefined, near === undefined ? `the columns are ${names.join(', ')}` : `did you mean "${near}"?`);
    }
    types.set(ordinal, type);
  });
  return names.map((name, ordinal) => {
    const type = types.get(ordinal);
    if (type !== undefined) return { name, type };
    return user.allVarchar ? { name, type: TEXT } : { name, type: inferredType(evidence[ordinal], user), inferred: true };
  });
}
