import type { RawPage } from './pages.js';
import { RLE, type EncodedValues, type ValueDecoder } from './values.js';

/** A leaf of a nested column with all of its values and levels, in the arena. */
export interface DecodedLeaf {
  readonly repetition: Uint32Array;
  readonly definition: Uint32Array;
  /** Slots of the values that are not NULL, one after the other. */
  readonly slots: number;
  readonly slotBytes: number;
  readonly maxDefinition: number;
}

/**
 * Decodes a whole leaf chunk: `valueCount` levels each, and the values. Levels are checked against their maxima, and the first value begins a
 * row.
 */
export function decodeLeaf(decoder: ValueDecoder, maxRepetition: number, maxDefinition: number, valueCount: number): DecodedLeaf {
  const { workspace, pages, conversion } = decoder;
  const { slotBytes } = conversion;
  const repetition = workspace.buffer();
  const definition = workspace.buffer();
  const slots = workspace.buffer();
  repetition.ensure(valueCount * 4);
  definition.ensure(valueCount * 4);
  let filled = 0;
  let present = 0;
  while (filled < valueCount) {
    workspace.context.checkCancelled();
    const page = pages.next();
    const { kind, encoding, valueCount: pageValues } = page.header;
    if (kind === 'dictionary') {
      decoder.readDictionary(page);
      continue;
    }
    const [repetitionLevels, definitionLevels, values] = sections(decoder, page, maxRepetition, maxDefinition);
    readLevels(decoder, repetitionLevels, maxRepetition, pageValues, repetition.address + filled * 4);
    const count = readLevels(decoder, definitionLevels, maxDefinition, pageValues, definition.address + filled * 4);
    const target = slots.ensure((present + count) * slotBytes, present * slotBytes) + present * slotBytes;
    decoder.slots(encoding, values, count, target);
    filled += pageValues;
    present += count;
  }
  const { u32 } = workspace.arena;
  const levels = (address: number) => u32.subarray(address >>> 2, (address >>> 2) + valueCount);
  const decoded = {
    repetition: levels(repetition.address),
    definition: levels(definition.address),
    slots: slots.address,
    slotBytes,
    maxDefinition,
  };
  if (valueCount > 0 && decoded.repetition[0] !== 0) throw pages.corrupt('the first value does not begin a row');
  return decoded;
}

/** Repetition levels, definition levels and values of a page; levels are undefined where there is only one. */
function sections(
  decoder: ValueDecoder,
  page: RawPage,
  maxRepetition: number,
  maxDefinition: number,
): [EncodedValues | undefined, EncodedValues | undefined, EncodedValues] {
  const { pages, workspace } = decoder;
  const { kind, valueCount, encoding, definitionBytes, repetitionBytes, definitionEncoding } = page.header;
  const levelBytes = kind === 'data-v2' ? definitionBytes + repetitionBytes : 0;
  const body = pages.body(page, levelBytes, (bytes) =>
    decoder.keepsPage(encoding) ? workspace.keep(bytes) : workspace.page.ensure(bytes),
  );
  if (kind === 'data-v2') {
    const middle = page.address + repetitionBytes;
    return [
      maxRepetition > 0 ? { address: page.address, end: middle } : undefined,
      maxDefinition > 0 ? { address: middle, end: middle + definitionBytes } : undefined,
      body,
    ];
  }
  if (maxDefinition > 0 && definitionEncoding !== RLE) throw pages.corrupt('levels are not encoded as they say');
  if (valueCount === 0) return [undefined, undefined, body];
  let rest = body;
  const take = (max: number): EncodedValues | undefined => {
    if (max === 0) return undefined;
    const levels = pages.levels(rest);
    rest = { address: levels.end, end: body.end };
    return levels;
  };
  return [take(maxRepetition), take(maxDefinition), rest];
}

/** Decodes `count` levels to `target`; how many of them are the maximum. */
function readLevels(decoder: ValueDecoder, levels: EncodedValues | undefined, max: number, count: number, target: number): number {
  const { arena } = decoder.workspace;
  const from = target >>> 2;
  if (levels === undefined) {
    arena.u32.fill(max, from, from + count);
    return count;
  }
  decoder.checked(arena.kernels.parquet_codes(levels.address, levels.end, 32 - Math.clz32(max), count, max + 1, target));
  let full = 0;
  for (let i = from; i < from + count; i++) if (arena.u32[i] === max) full++;
  return full;
}
