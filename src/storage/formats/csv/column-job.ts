import type { Arena } from '../../../data/arena.js';
import { typeName, widthOf, type SqlType } from '../../../data/types.js';
import { unsupported } from '../../../errors.js';
import type { CsvOptions } from '../format.js';
import { compileDateFormat } from './date-format.js';
import { byteOf, type ScannedRows } from './scan-state.js';

/** Offsets into a job of kernels/assembly/csv/field.ts. */
const JOB = {
  befores: 0,
  beforeStride: 4,
  kind: 8,
  quote: 12,
  escape: 16,
  nulls: 20,
  emptyNull: 24,
  values: 28,
  validity: 32,
  bad: 36,
  region: 40,
  deferred: 44,
  precision: 48,
  scale: 52,
  separator: 56,
  program: 60,
  nullCount: 64,
  failure: 68,
  deferredCount: 72,
  strict: 76,
  ends: 80,
  endStride: 84,
  escaped: 88,
} as const;
const JOB_BYTES = 112;

type JobOptions = Pick<CsvOptions, 'quote' | 'escape' | 'nullStrings' | 'dateFormat' | 'timestampFormat' | 'decimalSeparator'>;

/** A column's parser: addresses in the arena. */
export interface ColumnJob {
  readonly type: SqlType;
  readonly job: number;
  readonly width: number;
  readonly values: number;
  readonly validity: number;
}

/** What all columns of a reader share. */
export interface JobShared {
  readonly arena: Arena;
  readonly region: number;
  readonly options: JobOptions;
  readonly scanned: ScannedRows;
  readonly nulls: number;
  readonly deferred: number;
  readonly capacity: number;
}

/** Prepares what the jobs of a reader share; a column holds up to `capacity` rows, of which a call parses those in `scanned`, up to `rowsPerCall`. */
export function shareJobs(
  arena: Arena,
  region: number,
  options: JobOptions,
  scanned: ScannedRows,
  capacity: number,
  rowsPerCall: number,
): JobShared {
  const deferred = arena.kernels.region_alloc(region, rowsPerCall * 12) >>> 0;
  return { arena, region, options, scanned, nulls: nullTable(arena, region, options.nullStrings), deferred, capacity };
}

function nullTable(arena: Arena, region: number, nullStrings: readonly string[]): number {
  const texts = nullStrings.filter((text) => text !== '').map((text) => Buffer.from(text));
  if (texts.length === 0) return 0;
  const table = arena.kernels.region_alloc(region, 4 + texts.length * 8) >>> 0;
  arena.u32[table >>> 2] = texts.length;
  texts.forEach((text, k) => {
    const address = arena.kernels.region_alloc(region, text.length) >>> 0;
    arena.u8.set(text, address);
    arena.u32[(table + 4 + k * 8) >>> 2] = text.length;
    arena.u32[(table + 8 + k * 8) >>> 2] = address;
  });
  return table;
}

/** Numbers of kernels/assembly/csv/kind.ts. */
const KINDS: Partial<Record<SqlType['kind'], number>> = {
  text: 0,
  boolean: 1,
  smallint: 2,
  integer: 3,
  bigint: 4,
  double: 5,
  decimal: 6,
  date: 7,
  time: 8,
  timestamp: 9,
  timestamptz: 10,
  uuid: 11,
  real: 12,
};

/** 0A000 when CSV columns cannot have this type. */
export function checkColumnType(type: SqlType): void {
  if (KINDS[type.kind] === undefined)
    throw unsupported(`a CSV column of type ${typeName(type)}`, undefined, 'read the column as text and cast it in the query');
}

/** The job of a column. Strict: takes only what type inference takes for the type. */
export function createJob({ arena, region, options, nulls, deferred, capacity }: JobShared, type: SqlType, strict: boolean): ColumnJob {
  checkColumnType(type);
  const width = widthOf(type);
  const alloc = (bytes: number): number => arena.kernels.region_alloc(region, bytes) >>> 0;
  const job = alloc(JOB_BYTES);
  const values = alloc(capacity * width + 16);
  const validity = alloc((Math.ceil(capacity / 64) + 1) * 8);
  arena.u8.fill(0, job, job + JOB_BYTES);
  const set = (field: keyof typeof JOB, value: number): void => {
    arena.u32[(job + JOB[field]) >>> 2] = value;
  };
  set('kind', KINDS[type.kind]!);
  set('values', values);
  set('validity', validity);
  set('quote', byteOf(options.quote));
  set('escape', byteOf(options.escape === '' ? options.quote : options.escape));
  set('nulls', nulls);
  set('emptyNull', options.nullStrings.includes('') ? 1 : 0);
  set('region', region);
  set('deferred', deferred);
  set('separator', byteOf(options.decimalSeparator));
  set('strict', strict ? 1 : 0);
  if (type.kind === 'decimal') {
    set('precision', type.precision);
    set('scale', type.scale);
  }
  const format =
    type.kind === 'date'
      ? options.dateFormat
      : type.kind === 'timestamp' || type.kind === 'timestamptz'
        ? options.timestampFormat
        : undefined;
  if (format !== undefined) {
    const program = compileDateFormat(format);
    const address = alloc(program.length);
    arena.u8.set(program, address);
    set('program', address);
  }
  return { type, job, width, values, validity };
}

/** What one call of a kernel found. */
export interface JobResult {
  /** The first row whose value is bad, or -1; then only the rows before it are parsed. */
  readonly failedRow: number;
  readonly failure: number;
  readonly nullCount: number;
}

/** Makes field `field` of the scanned rows what a job parses. */
export function aimJob({ arena: { u32 }, scanned: { befores, ends, fields } }: JobShared, { job }: ColumnJob, field: number): void {
  u32[(job + JOB.befores) >>> 2] = field === 0 ? befores : ends + (field - 1) * 4;
  u32[(job + JOB.beforeStride) >>> 2] = field === 0 ? 4 : fields * 4;
  u32[(job + JOB.ends) >>> 2] = ends + field * 4;
  u32[(job + JOB.endStride) >>> 2] = fields * 4;
}

/** The rows without a value among those that the last call for a job parsed. */
export const nullsOf = ({ arena: { u32 } }: JobShared, { job }: ColumnJob): number => u32[(job + JOB.nullCount) >>> 2];

/**
 * Parses the first `rows` scanned rows of a column to its row `offset` (a multiple of 64). `escaped`: quoted texts may hold escapes. `bad`: bytes
 * to set instead of stopping.
 */
export function runJob(
  { arena }: JobShared,
  column: ColumnJob,
  rows: number,
  offset: number,
  escaped: boolean,
  bad: number,
  finish: (deferred: DeferredValue) => number,
): JobResult {
  const { job } = column;
  const words = arena.u32;
  words[(job + JOB.escaped) >>> 2] = escaped ? 1 : 0;
  words[(job + JOB.bad) >>> 2] = bad;
  let failedRow = arena.kernels.csv_parse_column(job, rows, offset);
  let failure = 0;
  if (failedRow >= 0) {
    failure = words[(job + JOB.failure) >>> 2];
    arena.kernels.csv_parse_column(job, failedRow, offset);
  }
  const list = words[(job + JOB.deferred) >>> 2];
  for (let k = 0, count = words[(job + JOB.deferredCount) >>> 2]; k < count; k++) {
    const entry = (list + k * 12) >>> 2;
    const row = words[entry];
    const status = finish({ column, slot: column.values + (offset + row) * column.width, start: words[entry + 1], end: words[entry + 2] });
    if (status === 0) continue;
    if (bad !== 0) {
      arena.u8[bad + row] = 1;
    } else {
      failedRow = row;
      failure = status;
      break;
    }
  }
  return { failedRow, failure, nullCount: words[(job + JOB.nullCount) >>> 2] };
}

/** A value that a kernel leaves to the host: the text from `start` up to `end` belongs in `slot`. */
export interface DeferredValue {
  readonly column: ColumnJob;
  readonly slot: number;
  readonly start: number;
  readonly end: number;
}
