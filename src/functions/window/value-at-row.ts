import type { SqlType } from '../../data/types.js';
import { classOf, type Code, type NullableValue, type Value } from '../code.js';
import type { WindowPosition } from '../define.js';

/** Argument `index` at a row that is within the partition only when `exists`; `otherwise` (NULL if absent) elsewhere. */
export function valueAtRow(
  code: Code,
  position: WindowPosition,
  type: SqlType,
  index: number,
  row: Value,
  exists: Value,
  otherwise?: NullableValue,
): NullableValue {
  const value = code.variable(classOf(type));
  const isNull = code.variable('i32', code.i32(1));
  code.if(
    exists,
    () => {
      const found = position.argAt(index, row);
      code.set(value, found.value);
      code.set(isNull, found.isNull ?? code.i32(0));
    },
    otherwise &&
      (() => {
        code.set(value, otherwise.value);
        code.set(isNull, otherwise.isNull ?? code.i32(0));
      }),
  );
  return { value: code.get(value), isNull: code.get(isNull) };
}
