import { windowFunction, type Example, type WindowFunction } from '../define.js';
import { valueAtRow } from './value-at-row.js';

/**
 * The first argument `offset` rows before (direction −1) or after (1) the current one, 1 unless given; outside of the partition the default
 * argument, NULL unless given. A NULL offset gives NULL.
 */
export function shift(name: string, direction: -1 | 1, doc: string, examples: readonly Example[]): WindowFunction {
  return windowFunction({
    name,
    args: ['element', 'integer', 'element'],
    optionalArgs: 2,
    returns: ([type]) => type,
    usesFrame: false,
    doc,
    examples,
    compile: ([, offset, otherwise], position, code, types) => {
      // In 64 bits nothing wraps.
      const rows = offset === undefined ? code.i64(1n) : code.op('i64.extend_i32_s', offset.value);
      const target = code.op(direction < 0 ? 'i64.sub' : 'i64.add', code.op('i64.extend_i32_u', position.row), rows);
      const inside = code.op('i64.lt_u', target, code.op('i64.extend_i32_u', position.partitionRows));
      const found = valueAtRow(code, position, types.args[0], 0, code.op('i32.wrap_i64', target), inside, otherwise);
      if (offset?.isNull === undefined) return found;
      return { value: found.value, isNull: code.op('i32.or', found.isNull!, offset.isNull) };
    },
  });
}
