import { DESCRIPTOR_CODES, DESCRIPTOR_VALIDITY, VIEW_BYTES } from '../../../data/column.js';
import { windowOfBits, type ColumnReader } from './flat-column.js';
import type { DecodedLeaf } from './nested-leaf.js';
import type { Corrupt } from './pages.js';
import { isList, isMap, listElement, type Field, type Leaf } from './schema.js';
import type { Workspace } from './workspace.js';

/** Values of one node of a nested column, in order: with NULLs, as many as its parent has places for them. */
interface Nodes {
  readonly count: number;
  /** Byte i is 1 when value i is not NULL; undefined when none is. */
  readonly present?: Uint8Array;
  readonly slots: number;
  readonly slotBytes: number;
}

/** A list's place in the levels: values belong to it down to this repetition level, and exist from this definition level on. */
interface Place {
  readonly repetition: number;
  readonly definition: number;
}

const CELL_BYTES = 32;
const CELL_VALUE = 16;

/**
 * Decodes a whole nested column of a row group into views of arrays, structs and maps (data/column.ts).
 *
 * Each node is built for the whole column at once from the levels of its first leaf: a level entry is a place for a value of the node when its
 * repetition level is at most the node's and its definition level at least that of the list around it. This is Dremel's record assembly
 * ("Dremel: Interactive Analysis of Web-Scale Datasets", VLDB 2010) turned from rows to columns.
 */
export function nestedColumn(
  field: Field,
  leaves: ReadonlyMap<Leaf, DecodedLeaf>,
  rowCount: number,
  workspace: Workspace,
  corrupt: Corrupt,
): ColumnReader {
  const nodes = new Assembly(leaves, workspace, corrupt).field(field, { repetition: 0, definition: 0 });
  if (nodes.count !== rowCount) throw corrupt(`there are ${nodes.count} values for ${rowCount} rows`);
  const validity = nodes.present === undefined ? 0 : workspace.keep(Math.ceil(rowCount / 8));
  if (nodes.present !== undefined) storeBits(nodes.present, 0, rowCount, validity, workspace.arena.u8);
  const shifted = workspace.buffer();
  return {
    window(row, count, descriptor) {
      const { u32 } = workspace.arena;
      u32[descriptor >>> 2] = nodes.slots + row * nodes.slotBytes;
      u32[(descriptor + DESCRIPTOR_VALIDITY) >>> 2] = validity === 0 ? 0 : windowOfBits(validity, row, count, shifted, workspace);
      u32[(descriptor + DESCRIPTOR_CODES) >>> 2] = 0;
      u32[(descriptor + 12) >>> 2] = 0;
    },
  };
}

class Assembly {
  constructor(
    private readonly leaves: ReadonlyMap<Leaf, DecodedLeaf>,
    private readonly workspace: Workspace,
    private readonly corrupt: Corrupt,
  ) {}

  field(field: Field, place: Place): Nodes {
    if (field.repetition !== 'repeated') return this.value(field, place);
    // A repeated field that is not annotated is a list that is never NULL, of elements that are never NULL.
    return this.list(field, place, 0, (inner) => this.value(field, inner));
  }

  private value(field: Field, place: Place): Nodes {
    if (field.leaf !== undefined) return this.leaf(field.leaf, place);
    const { children, annotation, name, definitionLevel } = field;
    if (isMap(annotation, children)) return this.list(children[0], place, definitionLevel, (inner) => this.struct(children[0], inner));
    if (isList(annotation, children)) {
      const element = listElement(name, children[0]);
      return this.list(children[0], place, definitionLevel, (inner) =>
        element === 'repeated' ? this.value(children[0], inner) : this.field(element, inner),
      );
    }
    return this.struct(field, place);
  }

  private leaf(leaf: Leaf, { repetition, definition }: Place): Nodes {
    const { repetition: repetitions, definition: definitions, slots, slotBytes, maxDefinition } = this.leaves.get(leaf)!;
    const { u8 } = this.workspace.arena;
    const present = new Uint8Array(definitions.length);
    let count = 0;
    let full = 0;
    for (let i = 0; i < definitions.length; i++) {
      if (repetitions[i] > repetition || definitions[i] < definition) continue;
      present[count] = definitions[i] === maxDefinition ? 1 : 0;
      full += present[count++];
    }
    const target = this.workspace.keep(count * slotBytes);
    if (full === count) {
      u8.copyWithin(target, slots, slots + count * slotBytes);
      return { count, slots: target, slotBytes };
    }
    u8.fill(0, target, target + count * slotBytes);
    let from = slots;
    for (let i = 0; i < count; i++) {
      if (present[i] === 0) continue;
      u8.copyWithin(target + i * slotBytes, from, from + slotBytes);
      from += slotBytes;
    }
    return { count, present: present.subarray(0, count), slots: target, slotBytes };
  }

  private struct(field: Field, place: Place): Nodes {
    const children = field.children.map((child) => this.field(child, place));
    const { repetition: repetitions, definition: definitions } = this.leaves.get(firstLeaf(field))!;
    const { view, u8 } = this.workspace.arena;
    const count = children[0].count;
    if (children.some((child) => child.count !== count)) throw this.corrupt('the fields of a struct have different numbers of values');
    const slots = this.workspace.keep(count * VIEW_BYTES);
    const cells = this.workspace.keep(count * children.length * CELL_BYTES);
    u8.fill(0, slots, slots + count * VIEW_BYTES);
    u8.fill(0, cells, cells + count * children.length * CELL_BYTES);
    const present = new Uint8Array(count);
    let full = 0;
    let node = 0;
    for (let i = 0; i < definitions.length; i++) {
      if (repetitions[i] > place.repetition || definitions[i] < place.definition) continue;
      if (definitions[i] >= field.definitionLevel) {
        const own = cells + node * children.length * CELL_BYTES;
        children.forEach((child, k) => {
          if (child.present !== undefined && child.present[node] === 0) return;
          view.setUint32(own + k * CELL_BYTES, 1, true);
          const from = child.slots + node * child.slotBytes;
          u8.copyWithin(own + k * CELL_BYTES + CELL_VALUE, from, from + child.slotBytes);
        });
        view.setUint32(slots + node * VIEW_BYTES, children.length, true);
        view.setUint32(slots + node * VIEW_BYTES + 12, own, true);
        present[node] = 1;
        full++;
      }
      node++;
    }
    return { count, present: full === count ? undefined : present, slots, slotBytes: VIEW_BYTES };
  }

  /** A list whose elements are at the repeated field `repeated`; it is NULL below definition level `definitionLevel`. */
  private list(repeated: Field, place: Place, definitionLevel: number, elementsAt: (place: Place) => Nodes): Nodes {
    const inner = { repetition: repeated.repetitionLevel, definition: repeated.definitionLevel };
    const elements = elementsAt(inner);
    const { repetition: repetitions, definition: definitions } = this.leaves.get(firstLeaf(repeated))!;
    const present = new Uint8Array(definitions.length);
    const lengths = new Uint32Array(definitions.length);
    let count = 0;
    let full = 0;
    let total = 0;
    for (let i = 0; i < definitions.length; i++) {
      if (repetitions[i] <= place.repetition && definitions[i] >= place.definition) {
        present[count] = definitions[i] >= definitionLevel ? 1 : 0;
        full += present[count++];
      }
      if (repetitions[i] <= inner.repetition && definitions[i] >= inner.definition) {
        if (count === 0) throw this.corrupt('an element does not belong to a list');
        lengths[count - 1]++;
        total++;
      }
    }
    if (total !== elements.count) throw this.corrupt('a list and its elements have different numbers of values');
    const { view, u8 } = this.workspace.arena;
    const slots = this.workspace.keep(count * VIEW_BYTES);
    u8.fill(0, slots, slots + count * VIEW_BYTES);
    let bits = elements.present === undefined ? 0 : this.workspace.keep(Math.ceil(total / 8) + count);
    let first = 0;
    for (let node = 0; node < count; node++) {
      const length = lengths[node];
      if (length === 0) continue;
      const slot = slots + node * VIEW_BYTES;
      view.setUint32(slot, length, true);
      if (elements.present?.subarray(first, first + length).includes(0)) {
        view.setUint32(slot + 8, bits, true);
        bits += storeBits(elements.present, first, length, bits, u8);
      }
      view.setUint32(slot + 12, elements.slots + first * elements.slotBytes, true);
      first += length;
    }
    return { count, present: full === count ? undefined : present.subarray(0, count), slots, slotBytes: VIEW_BYTES };
  }
}

function firstLeaf(field: Field): Leaf {
  let node = field;
  while (node.leaf === undefined) node = node.children[0];
  return node.leaf;
}

/** Flags as a bitmap at `address`; returns its bytes. */
function storeBits(flags: Uint8Array, from: number, count: number, address: number, u8: Uint8Array): number {
  const bytes = (count + 7) >>> 3;
  u8.fill(0, address, address + bytes);
  for (let i = 0; i < count; i++) if (flags[from + i] !== 0) u8[address + (i >>> 3)] |= 1 << (i & 7);
  return bytes;
}
