import { DESCRIPTOR_BYTES } from '../../../data/column.js';
import type { SqlType } from '../../../data/types.js';
import { InternalError } from '../../../errors.js';
import { openPinned } from '../../backends/disk.js';
import { createConstants, describeConstant, type ConstantColumn } from '../../constant-column.js';
import type { BatchReader, CsvOptions, FilePin, ReadContext, ScanPartition } from '../format.js';
import { aimJob, createJob, nullsOf, runJob, shareJobs, type ColumnJob } from './column-job.js';
import { bytesError, lineOf, structureError, valueError, type ScanStatus } from './errors.js';
import { finishDeferred } from './finish-deferred.js';
import { loadRange } from './load.js';
import type { CsvDetail } from './plan.js';
import { afterPrelude } from './prelude.js';
import { createRows, createState, endOf, sawOddBytes, startOf, STATE } from './scan-state.js';

/** Rows that are scanned and then parsed column by column while their bytes are in the cache. */
const STRIP_ROWS = 2048;

/** A wanted column that the file has. */
interface FieldColumn {
  readonly name: string;
  readonly field: number;
  readonly inferred: boolean;
  readonly parsed: ColumnJob;
}

/** Reads a range of whole rows of a CSV file; values of text point into the file's bytes. See TableFormat.open. */
export function openCsv(
  options: CsvOptions,
  partition: ScanPartition,
  ordinals: readonly number[],
  types: readonly SqlType[],
  context: ReadContext,
): BatchReader {
  const { arena, region, checkCancelled } = context;
  const { kernels } = arena;
  const pin = requirePin(partition);
  const detail = partition.detail as CsvDetail;
  const layout = options.layouts?.[detail.fileIndex];
  const fields = layout?.fields ?? options.columns.length;
  const fieldOf = (ordinal: number): number => layout?.columns[ordinal] ?? ordinal;

  const state = createState(arena, region, options, fields, options);
  const file = openPinned(pin);
  let bytes;
  try {
    bytes = loadRange(arena, region, file, detail.start, detail.end, checkCancelled);
    file.verify();
    if (context.measure !== undefined) context.measure.bytesRead += file.bytesRead;
  } finally {
    file.close();
  }
  const { start, end } = bytes;

  const stripRows = Math.min(context.batchRows, STRIP_ROWS);
  const scanned = createRows(arena, region, stripRows, fields);
  const shared = shareJobs(arena, region, options, scanned, context.batchRows, stripRows);
  const fieldColumn = (ordinal: number, type: SqlType): FieldColumn => {
    const { name, inferred = false } = options.columns[ordinal];
    const [field, parsed] = [fieldOf(ordinal), createJob(shared, type, false)];
    aimJob(shared, parsed, field);
    return { name, field, inferred, parsed };
  };

  const isField = (ordinal: number): boolean =>
    !(ordinal in partition.constants) && ordinal < options.columns.length && fieldOf(ordinal) >= 0;
  const constants = createConstants(
    context,
    ordinals.flatMap((ordinal, i) => (isField(ordinal) ? [] : [{ type: types[i], value: partition.constants[ordinal] ?? null }])),
  );
  let nextConstant = 0;
  const columns: (FieldColumn | ConstantColumn)[] = ordinals.map((ordinal, i) =>
    isField(ordinal) ? fieldColumn(ordinal, types[i]) : constants[nextConstant++],
  );
  const parsed = columns.filter((column) => 'parsed' in column);
  const jobs = kernels.region_alloc(region, 4 * Math.max(1, parsed.length)) >>> 0;
  parsed.forEach(({ parsed: { job } }, i) => (arena.u32[(jobs >>> 2) + i] = job));
  const nullCounts = new Map<FieldColumn, number>();
  const countNulls = (column: FieldColumn): void => {
    nullCounts.set(column, (nullCounts.get(column) ?? 0) + nullsOf(shared, column.parsed));
  };
  /** With ignore_errors every column decides which rows are there, so that no answer depends on the columns that a query takes. */
  const judges = options.ignoreErrors
    ? options.columns.flatMap(({ type }, ordinal) => (isField(ordinal) && type.kind !== 'text' ? [fieldColumn(ordinal, type)] : []))
    : [];
  const badRows = options.ignoreErrors ? kernels.region_alloc(region, stripRows) >>> 0 : 0;

  let at = detail.prelude ? afterPrelude(arena, state, bytes, options.skipLines, options.header) : start;
  sawOddBytes(arena, state);

  const finish = (deferred: Parameters<typeof finishDeferred>[2]): number => finishDeferred(arena, options.decimalSeparator, deferred);
  const textAt = (from: number, to: number): string => Buffer.from(arena.u8.buffer, from, Math.max(0, to - from)).toString('utf8');
  const placeOf = (address: number, column?: string) => ({
    path: pin.path,
    line: lineOf(arena, region, pin, detail.start + (address - start)),
    column,
  });
  const rowStart = (row: number): number => startOf(arena, scanned, row, 0);
  const rowEnd = (row: number): number => endOf(arena, scanned, row, fields - 1);

  function structureFailure(status: ScanStatus): Error {
    const words = arena.u32;
    const badRow = words[(state + STATE.errorRow) >>> 2];
    const place = placeOf(status === 2 || status === 1 ? badRow : words[(state + STATE.errorAt) >>> 2]);
    const names = Array.from(
      { length: fields },
      (_, field) => options.columns.find((_column, ordinal) => fieldOf(ordinal) === field)?.name ?? `column${field}`,
    );
    const badRowEnd = status === 3 ? end : kernels.csv_find_line_end(resetMode(), badRow, end) >>> 0 || end;
    return structureError(
      status,
      place,
      words[(state + STATE.errorFields) >>> 2],
      names,
      textAt(badRow, Math.min(badRowEnd, badRow + 400)),
    );
  }

  function resetMode(): number {
    arena.u32[(state + STATE.mode) >>> 2] = 0;
    return state;
  }

  function valueFailure({ name, field, inferred, parsed: { type } }: FieldColumn, row: number, failure: number): Error {
    let from = startOf(arena, scanned, row, field);
    let to = endOf(arena, scanned, row, field);
    const place = placeOf(from, name);
    if (options.quote !== '' && arena.u8[from] === options.quote.charCodeAt(0)) [from, to] = [from + 1, to - 1];
    return valueError(failure, place, type, textAt(from, to), inferred);
  }

  /** The rows of a strip whose bytes are all text; others are an error or are marked in `badRows`. */
  function checkBytes(from: number, to: number, rows: number): void {
    for (let bad = kernels.csv_check_text(from, to) >>> 0; bad !== 0;) {
      let row = 0;
      while (row < rows - 1 && rowEnd(row) < bad) row++;
      if (badRows === 0) {
        const field = Array.from({ length: fields }, (_, f) => f).find((f) => endOf(arena, scanned, row, f) >= bad) ?? fields - 1;
        const column = options.columns.find((_, ordinal) => fieldOf(ordinal) === field);
        throw bytesError(
          placeOf(bad, column?.name),
          arena.u8.slice(bad, Math.max(bad + 1, Math.min(to, rowEnd(row), bad + badLength(bad)))),
        );
      }
      const [first, last] = [rowStart(row), rowEnd(row)];
      // Before and between the rows here are rows that the scan has left out already.
      if (bad >= first && bad <= last) arena.u8[badRows + row] = 1;
      const next = bad < first ? first : row < rows - 1 ? Math.max(last, bad + 1) : to;
      bad = next < to ? kernels.csv_check_text(next, to) >>> 0 : 0;
    }
  }

  /** As PostgreSQL shows them: the bytes that the first one announces. */
  const badLength = (address: number): number => {
    const first = arena.u8[address];
    return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  };

  /** Takes out the records that `badRows` marks; returns those that stay. */
  function dropBadRows(rows: number): number {
    const { befores, ends } = scanned;
    const rowBytes = fields * 4;
    let kept = 0;
    for (let row = 0; row < rows; row++) {
      if (arena.u8[badRows + row] !== 0) continue;
      if (kept !== row) {
        arena.u32[(befores >>> 2) + kept] = arena.u32[(befores >>> 2) + row];
        arena.u8.copyWithin(ends + kept * rowBytes, ends + row * rowBytes, ends + (row + 1) * rowBytes);
      }
      kept++;
    }
    return kept;
  }

  /** Scans and parses one strip to row `offset` of the batch; its rows. */
  function strip(offset: number, wanted: number): number {
    checkCancelled();
    const from = at;
    let rows = kernels.csv_scan(state, at, end, scanned.befores, scanned.ends, wanted) >>> 0;
    at = arena.u32[(state + STATE.next) >>> 2];
    const escaped = arena.u32[(state + STATE.doubled) >>> 2] !== 0;
    if (badRows !== 0) arena.u8.fill(0, badRows, badRows + stripRows);
    if (rows > 0 && sawOddBytes(arena, state)) checkBytes(from, at, rows);
    if (badRows !== 0) {
      for (const judge of judges) runJob(shared, judge.parsed, rows, 0, escaped, badRows, finish);
      rows = dropBadRows(rows);
    }

    if (kernels.csv_parse_columns(jobs, parsed.length, rows, offset, escaped ? 1 : 0) !== 0) {
      parsed.forEach(countNulls);
      return rows;
    }
    let failed: { column: FieldColumn; row: number; failure: number } | undefined;
    for (const column of parsed) {
      const result = runJob(shared, column.parsed, failed?.row ?? rows, offset, escaped, 0, finish);
      if (result.failedRow >= 0) failed = { column, row: result.failedRow, failure: result.failure };
      countNulls(column);
    }
    if (failed !== undefined) throw valueFailure(failed.column, failed.row, failed.failure);
    return rows;
  }

  return {
    next(descriptors) {
      nullCounts.clear();
      let rows = 0;
      while (rows < context.batchRows && at < end) {
        const wanted = Math.min(stripRows, context.batchRows - rows);
        const found = strip(rows, wanted);
        rows += found;
        const status = arena.u32[(state + STATE.status) >>> 2];
        if (status !== 0) {
          if (rows === 0) throw structureFailure(status as ScanStatus);
          break; // the rows before the bad one come first: a query may need no more
        }
        if (found < wanted && rows > 0) break;
      }
      if (rows === 0) return 0;
      columns.forEach((column, i) => {
        const descriptor = descriptors + i * DESCRIPTOR_BYTES;
        if (!('parsed' in column)) return describeConstant(arena, descriptor, column);
        arena.u32[descriptor >>> 2] = column.parsed.values;
        arena.u32[(descriptor + 4) >>> 2] = nullCounts.get(column) === 0 ? 0 : column.parsed.validity;
        arena.u32[(descriptor + 8) >>> 2] = 0;
        arena.u32[(descriptor + 12) >>> 2] = 0;
      });
      return rows;
    },
    load() {
      /* `next` has parsed every column, since any of them can be what is wrong with a row */
    },
    close() {
      /* the file is closed and the region is the task's */
    },
  };
}

function requirePin({ file }: ScanPartition): FilePin {
  if (file === undefined) throw new InternalError('a CSV partition has no file');
  return file;
}
