import type { Arena } from '../../../data/arena.js';
import { withPinned, type OpenFile } from '../../backends/disk.js';
import type { CsvOptions, FilePin } from '../format.js';
import { combine, createInference, NO_EVIDENCE, type Evidence } from './infer.js';
import { loadRange, type LoadedBytes } from './load.js';
import { afterEmptyLines, afterSkipped, refuseUtf16 } from './prelude.js';
import { byteOf, createRows, createState, endOf, startOf, STATE, type ScannedRows } from './scan-state.js';

const HEAD_BYTES = 1 << 18;
const LOAD_BYTES = 1 << 20;
const STRIP_ROWS = 2048;

/** The first bytes of a file: at least two rows, if it has them. */
export interface Head {
  readonly bytes: LoadedBytes;
  /** Where the first line that is not empty begins. */
  readonly first: number;
  /** There are empty lines before it. */
  readonly hasEmptyLines: boolean;
  /** The head is the whole file. */
  readonly whole: boolean;
}

/** Loads a file's head; 22021 when it is UTF-16. */
export function loadHead(arena: Arena, region: number, file: OpenFile, skipLines: number): Head {
  const { sizeBytes, path } = file.pin;
  for (let length = HEAD_BYTES; ; length *= 8) {
    const bytes = loadRange(arena, region, file, 0, Math.min(length, sizeBytes), () => {});
    refuseUtf16(arena.u8, bytes, path);
    const skipped = afterSkipped(arena.u8, bytes.start, bytes.end, skipLines);
    const first = afterEmptyLines(arena.u8, skipped, bytes.end);
    const whole = length >= sizeBytes;
    if (whole || (bytes.end - first > HEAD_BYTES / 2 && hasLineEnds(arena.u8, first, bytes.end)))
      return { bytes, first, hasEmptyLines: first > skipped, whole };
  }
}

/** Two line ends, quoted or not, well before the end. */
function hasLineEnds(u8: Uint8Array, start: number, end: number): boolean {
  const view = u8.subarray(start, end - 1);
  const feed = view.indexOf(10);
  return (feed >= 0 && view.indexOf(10, feed + 1) >= 0) || view.indexOf(13) >= 0;
}

export type SampleOptions = Pick<
  CsvOptions,
  'delimiter' | 'quote' | 'escape' | 'skipLines' | 'nullStrings' | 'dateFormat' | 'timestampFormat' | 'decimalSeparator' | 'nullPadding'
>;

/** What the first rows of a file say. */
export interface Sample {
  /** The fields of the first row, unescaped. */
  readonly firstRow: readonly string[];
  /** Each field of the first row, and of the rows after it. */
  readonly first: readonly Evidence[];
  readonly rest: readonly Evidence[];
  /** Rows of `fields` fields that were seen, the first included, and the bytes they took. */
  readonly rows: number;
  readonly bytes: number;
  /** Every row of the file was seen, and had `fields` fields. */
  readonly complete: boolean;
}

/** Looks at up to `sampleRows` rows. Rows that do not have `fields` fields are passed over: the scan will name them. */
export function sampleFile(arena: Arena, region: number, pin: FilePin, options: SampleOptions, fields: number, sampleRows: number): Sample {
  return withPinned(pin, (file) => {
    const { u32, kernels } = arena;
    const head = loadHead(arena, region, file, options.skipLines);
    const state = createState(arena, region, options, fields, { ignoreErrors: true, nullPadding: options.nullPadding });
    const scanned = createRows(arena, region, STRIP_ROWS, fields);
    const scan = (from: number, to: number, most: number): number =>
      kernels.csv_scan(state, from, to, scanned.befores, scanned.ends, most) >>> 0;
    const inference = createInference(arena, region, options, scanned, STRIP_ROWS);
    const addAll = (evidence: readonly Evidence[], rows: number): Evidence[] =>
      evidence.map((known, field) => inference.add(known, field, rows));
    const none = Array.from({ length: fields }, () => NO_EVIDENCE);

    const isOneRow = scan(head.first, head.bytes.end, 1);
    const firstRow = isOneRow === 0 ? [] : Array.from({ length: fields }, (_, field) => fieldText(arena, scanned, field, options));
    const first = addAll(none, isOneRow);
    let at = u32[(state + STATE.next) >>> 2] - head.bytes.start;
    const begin = head.first - head.bytes.start;

    let rest = none;
    let rows = isOneRow;
    let length = LOAD_BYTES;
    const loadRegion = kernels.region_new(1) >>> 0;
    try {
      while (at < pin.sizeBytes && rows < sampleRows + 1) {
        kernels.region_reset(loadRegion);
        const { start, end } = loadRange(arena, loadRegion, file, at, Math.min(pin.sizeBytes, at + length), () => {});
        const isLast = at + length >= pin.sizeBytes;
        let position = start;
        while (position < end && rows < sampleRows + 1) {
          const wanted = Math.min(STRIP_ROWS, sampleRows + 1 - rows);
          const found = scan(position, end, wanted);
          if (found < wanted && !isLast) break; // the last row may be cut
          rest = addAll(rest, found);
          rows += found;
          position = u32[(state + STATE.next) >>> 2];
        }
        if (position === start) length *= 4;
        at += position - start;
      }
    } finally {
      kernels.region_free(loadRegion);
    }
    const complete = at >= pin.sizeBytes && u32[(state + STATE.leftOut) >>> 2] === 0 && !(fields === 1 && head.hasEmptyLines);
    return { firstRow, first, rest, rows, bytes: at - begin, complete };
  });
}

/** The evidence of all rows. */
export const wholeEvidence = ({ first, rest }: Sample): Evidence[] => first.map((evidence, field) => combine(evidence, rest[field]));

/** The text of a field of the first scanned row, without quotes and escapes. */
function fieldText(arena: Arena, scanned: ScannedRows, field: number, { quote, escape }: SampleOptions): string {
  const [start, end] = [startOf(arena, scanned, 0, field), endOf(arena, scanned, 0, field)];
  if (end <= start) return '';
  if (quote === '' || arena.u8[start] !== byteOf(quote)) return Buffer.from(arena.u8.buffer, start, end - start).toString('utf8');
  const text = Buffer.from(arena.u8.buffer, start + 1, end - start - 2).toString('utf8');
  const mark = escape === '' ? quote : escape;
  return text.replaceAll(mark + quote, quote).replaceAll(mark === quote ? '\0' : mark + mark, mark);
}
