import { DESCRIPTOR_BYTES, DESCRIPTOR_CODES, DESCRIPTOR_ENTRIES, DESCRIPTOR_VALIDITY, DESCRIPTOR_VALUES } from '../../data/column.js';
import { widthOf, type SqlType } from '../../data/types.js';
import type { NullableValue, Value } from '../../functions/code.js';
import type { ColumnId } from '../../planner/logical/expr.js';
import type { Emitter } from './emitter.js';
import { FRAME_DESCRIPTORS } from './frame.js';

interface LoadableColumn {
  readonly id: ColumnId;
  readonly type: SqlType;
  readonly nullable: boolean;
}

/** How row `index` of the batch behind the frame's descriptors is loaded; `mayHaveCodes` when columns can be dictionary-encoded. */
export function columnLoads(
  columns: readonly LoadableColumn[],
  mayHaveCodes: boolean,
  index: Value,
  code: Emitter,
): ReadonlyMap<ColumnId, () => NullableValue> {
  const descriptors = code.inPrologue(() => code.load('i32.load', code.frame, FRAME_DESCRIPTORS));
  return new Map(
    columns.map((column, i) => [column.id, () => loadColumn(column, DESCRIPTOR_BYTES * i, mayHaveCodes, descriptors, index, code)]),
  );
}

/** How the dictionary code of row `index` is found. Everything but `isNull` is computed once per batch. */
export interface CodedColumn {
  /** Address of the batch's codes; 0 when the column comes without. */
  readonly codes: Value;
  /** Entries of the dictionary; 0: unknown. */
  readonly count: Value;
  readonly dictionary: Value;
  readonly index: Value;
  /** Undefined: never NULL. */
  readonly isNull: () => Value | undefined;
}

/** The codes of the columns of a source that may be dictionary-encoded. */
export function columnCodes(columns: readonly LoadableColumn[], index: Value, code: Emitter): ReadonlyMap<ColumnId, CodedColumn> {
  const descriptors = code.inPrologue(() => code.load('i32.load', code.frame, FRAME_DESCRIPTORS));
  return new Map(
    columns.map(({ id, nullable }, i) => {
      const at = DESCRIPTOR_BYTES * i;
      const word = (offset: number) => code.inPrologue(() => code.load('i32.load', descriptors, at + offset));
      const coded: CodedColumn = {
        codes: word(DESCRIPTOR_CODES),
        count: word(DESCRIPTOR_ENTRIES),
        dictionary: word(DESCRIPTOR_VALUES),
        index,
        isNull: () => (nullable ? isNullAt(at, descriptors, index, code) : undefined),
      };
      return [id, coded] as const;
    }),
  );
}

function loadColumn(
  { type, nullable }: LoadableColumn,
  at: number,
  mayHaveCodes: boolean,
  descriptors: Value,
  index: Value,
  code: Emitter,
): NullableValue {
  const values = code.inPrologue(() => code.load('i32.load', descriptors, at));
  let slotIndex = index;
  if (mayHaveCodes) {
    const codes = code.inPrologue(() => code.load('i32.load', descriptors, at + DESCRIPTOR_CODES));
    const picked = code.variable('i32', index);
    code.if(codes, () => code.set(picked, code.load('i32.load', code.op('i32.add', codes, code.op('i32.shl', index, code.i32(2))))));
    slotIndex = code.get(picked);
  }
  const value = code.loadSlot(type, code.op('i32.add', values, code.op('i32.mul', slotIndex, code.i32(widthOf(type)))));
  if (!nullable) return { value };

  return { value, isNull: isNullAt(at, descriptors, index, code) };
}

function isNullAt(at: number, descriptors: Value, index: Value, code: Emitter): Value {
  const validity = code.inPrologue(() => code.load('i32.load', descriptors, at + DESCRIPTOR_VALIDITY));
  const isNull = code.variable('i32', code.i32(0));
  code.if(validity, () => {
    const byte = code.load('i32.load8_u', code.op('i32.add', validity, code.op('i32.shr_u', index, code.i32(3))));
    const bit = code.op('i32.and', code.op('i32.shr_u', byte, code.op('i32.and', index, code.i32(7))), code.i32(1));
    code.set(isNull, code.op('i32.eqz', bit));
  });
  return code.get(isNull);
}
