import { DESCRIPTOR_BYTES } from '../../../data/column.js';
import type { SqlType } from '../../../data/types.js';
import { InternalError } from '../../../errors.js';
import { openPinned } from '../../backends/disk.js';
import { createConstants, describeConstant, type ConstantColumn } from '../../constant-column.js';
import type { BatchReader, CsvOptions, FilePin, ReadContext, ScanPartition } from '../format.js';
import { createJob, runJob, shareJobs, type ColumnJob } from './column-job.js';
import { bytesError, lineOf, structureError, valueError, type ScanStatus } from './errors.js';
import { finishDeferred } from './finish-deferred.js';
import { loadRange } from './load.js';
import type { CsvDetail } from './plan.js';
import { afterPrelude } from './prelude.js';
import { createState, sawOddBytes, slotBytes, STATE } from './scan-state.js';

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
  const slots = kernels.region_alloc(region, slotBytes(stripRows, fields)) >>> 0;
  const shared = shareJobs(arena, region, options, context.batchRows, stripRows);
  const fieldColumn = (ordinal: number, type: SqlType): FieldColumn => ({
    name: options.columns[ordinal].name,
    field: fieldOf(ordinal),
    inferred: options.columns[ordinal].inferred === true,
    parsed: createJob(shared, type, false),
  });

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
  const nullCounts = new Map<FieldColumn, number>();
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
  const slotAt = (row: number, field: number): number => arena.u32[(slots + (row * (fields + 1) + field) * 4) >>> 2];

  function structureFailure(status: ScanStatus): Error {
    const words = arena.u32;
    const rowStart = words[(state + STATE.errorRow) >>> 2];
    const place = placeOf(status === 2 || status === 1 ? rowStart : words[(state + STATE.errorAt) >>> 2]);
    const names = Array.from(
      { length: fields },
      (_, field) => options.columns.find((_column, ordinal) => fieldOf(ordinal) === field)?.name ?? `column${field}`,
    );
    const rowEnd = status === 3 ? end : kernels.csv_find_line_end(resetMode(), rowStart, end) >>> 0 || end;
    return structureError(
      status,
      place,
      words[(state + STATE.errorFields) >>> 2],
      names,
      textAt(rowStart, Math.min(rowEnd, rowStart + 400)),
    );
  }

  function resetMode(): number {
    arena.u32[(state + STATE.mode) >>> 2] = 0;
    return state;
  }

  function valueFailure({ name, field, inferred, parsed: { type } }: FieldColumn, row: number, failure: number): Error {
    let from = slotAt(row, field) + 1;
    let to = slotAt(row, field + 1);
    const place = placeOf(from, name);
    if (options.quote !== '' && arena.u8[from] === options.quote.charCodeAt(0)) [from, to] = [from + 1, to - 1];
    return valueError(failure, place, type, textAt(from, to), inferred);
  }

  /** The rows of a strip whose bytes are all text; others are an error or are marked in `badRows`. */
  function checkBytes(from: number, to: number, rows: number): void {
    for (let bad = kernels.csv_check_text(from, to) >>> 0; bad !== 0;) {
      let row = 0;
      while (row < rows - 1 && slotAt(row, fields) < bad) row++;
      if (badRows === 0) {
        const field = Array.from({ length: fields }, (_, f) => f).find((f) => slotAt(row, f + 1) >= bad) ?? fields - 1;
        const column = options.columns.find((_, ordinal) => fieldOf(ordinal) === field);
        throw bytesError(
          placeOf(bad, column?.name),
          arena.u8.slice(bad, Math.max(bad + 1, Math.min(to, slotAt(row, fields), bad + badLength(bad)))),
        );
      }
      const [rowStart, rowEnd] = [slotAt(row, 0) + 1, slotAt(row, fields)];
      // Before and between the rows here are rows that the scan has left out already.
      if (bad >= rowStart && bad <= rowEnd) arena.u8[badRows + row] = 1;
      const next = bad < rowStart ? rowStart : row < rows - 1 ? Math.max(rowEnd, bad + 1) : to;
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
    const record = (fields + 1) * 4;
    let kept = 0;
    for (let row = 0; row < rows; row++) {
      if (arena.u8[badRows + row] !== 0) continue;
      if (kept !== row) arena.u8.copyWithin(slots + kept * record, slots + row * record, slots + (row + 1) * record);
      kept++;
    }
    return kept;
  }

  /** Scans and parses one strip to row `offset` of the batch; its rows. */
  function strip(offset: number, wanted: number): number {
    checkCancelled();
    const from = at;
    let rows = kernels.csv_scan(state, at, end, slots, wanted) >>> 0;
    at = arena.u32[(state + STATE.next) >>> 2];
    if (badRows !== 0) arena.u8.fill(0, badRows, badRows + stripRows);
    if (rows > 0 && sawOddBytes(arena, state)) checkBytes(from, at, rows);
    if (badRows !== 0) {
      for (const judge of judges) runJob(shared, judge.parsed, slots, fields, judge.field, rows, 0, badRows, finish);
      rows = dropBadRows(rows);
    }

    let failed: { column: FieldColumn; row: number; failure: number } | undefined;
    for (const column of parsed) {
      const limit = failed?.row ?? rows;
      const result = runJob(shared, column.parsed, slots, fields, column.field, limit, offset, 0, finish);
      if (result.failedRow >= 0) failed = { column, row: result.failedRow, failure: result.failure };
      nullCounts.set(column, (nullCounts.get(column) ?? 0) + result.nullCount);
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
