import type { SqlType } from '../../data/types.js';
import { classOf, type Code, type Value } from '../code.js';
import { emitCompare, emitLess } from '../compare/code.js';
import { compareValues } from '../compare/values.js';
import { COMPARABLE_KINDS } from '../compare/kinds.js';
import { copyOut } from '../slots/copy-code.js';
import { aggregate, type AggregateFunction, type Example } from '../define.js';
import { loadSlot } from '../slots/slot-code.js';
import { keepValue, keptBytes, markAt } from './kept-value.js';
import { nonNull } from './non-null.js';

/** 1 when the state (kept-value.ts) has a value. */
const isSeen = (code: Code, type: SqlType, state: Value): Value => code.load('i32.load', state, markAt(type));

/** The least (direction −1) or greatest (1) value of a group, in the order of `<`. NULL values are skipped; NULL for none. */
export function extreme(name: string, direction: -1 | 1, doc: string, examples: readonly Example[]): readonly AggregateFunction[] {
  const isBetter = (code: Code, type: SqlType, candidate: Value, current: Value): Value => {
    if (classOf(type) !== 'view')
      return direction < 0 ? emitLess(code, type, candidate, current) : emitLess(code, type, current, candidate);
    return code.op(direction < 0 ? 'i32.lt_s' : 'i32.gt_s', emitCompare(code, type, candidate, current), code.i32(0));
  };
  const offer = (code: Code, type: SqlType, state: Value, value: Value): void => {
    const seen = isSeen(code, type, state);
    const compare = (): Value => isBetter(code, type, value, loadSlot(code, type, state));
    const better = (): Value => {
      if (classOf(type) !== 'view') return code.op('i32.or', code.op('i32.eqz', seen), compare());
      const result = code.variable('i32', code.i32(1));
      code.if(seen, () => code.set(result, compare()));
      return code.get(result);
    };
    code.if(better(), () => {
      keepValue(code, type, state, value);
      code.store('i32.store', state, code.i32(1), markAt(type));
    });
  };
  return COMPARABLE_KINDS.map((kind, i) =>
    aggregate({
      name,
      args: [kind],
      returns: ([type]) => type,
      orderSensitive: false,
      ignoresDistinct: true,
      nulls: 'skip',
      doc,
      examples: i === 0 ? examples : [],
      stateBytes: ({ args }) => keptBytes(args[0]),
      update: (state, [value], code, types) => offer(code, types.args[0], state, value),
      merge: (state, other, code, types) => {
        code.if(isSeen(code, types.args[0], other), () => offer(code, types.args[0], state, loadSlot(code, types.args[0], other)));
      },
      finish: (state, code, types) => ({
        value: copyOut(code, types.returns, loadSlot(code, types.args[0], state)),
        isNull: code.op('i32.eqz', isSeen(code, types.args[0], state)),
      }),
      evaluate: (rows, { args }) => {
        const values = nonNull(rows).map(([value]) => value);
        if (values.length === 0) return null;
        return values.reduce((best, value) => (compareValues(args[0], value, best) * direction > 0 ? value : best));
      },
    }),
  );
}
