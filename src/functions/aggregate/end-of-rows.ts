import type { Code, NullableValue, Value } from '../code.js';
import { copyOut } from '../slots/copy-code.js';
import { aggregate, type AggregateFunction, type Example } from '../define.js';
import type { SqlType } from '../../data/types.js';
import { loadSlot } from '../slots/slot-code.js';
import { keepValue, keptBytes, markAt } from './kept-value.js';

/** The mark of the state (kept-value.ts): 1 when there is a row, and above that 1 when its value is NULL. */
const seenAt = markAt;
const nullAt = (type: SqlType): number => markAt(type) + 2;

function keep(code: Code, type: SqlType, state: Value, { value, isNull }: NullableValue): void {
  code.store('i32.store16', state, code.i32(1), seenAt(type));
  code.store('i32.store16', state, isNull ?? code.i32(0), nullAt(type));
  const put = (): void => keepValue(code, type, state, value);
  if (isNull === undefined) put();
  else code.if(code.op('i32.eqz', isNull), put);
}

/** The value of the first or last row, NULL if it is NULL there or there is no row. */
export function endOfRows(name: 'first' | 'last', doc: string, examples: readonly Example[]): AggregateFunction {
  const offer = (code: Code, type: SqlType, state: Value, value: NullableValue): void => {
    if (name === 'last') keep(code, type, state, value);
    else code.if(code.op('i32.eqz', code.load('i32.load16_u', state, seenAt(type))), () => keep(code, type, state, value));
  };
  return aggregate({
    name,
    args: ['any'],
    returns: ([type]) => type,
    orderSensitive: true,
    nulls: 'see',
    doc,
    examples,
    stateBytes: ({ args }) => keptBytes(args[0]),
    update: (state, [value], code, types) => offer(code, types.args[0], state, value),
    merge: (state, other, code, types) => {
      const [type] = types.args;
      code.if(code.load('i32.load16_u', other, seenAt(type)), () => {
        offer(code, type, state, { value: loadSlot(code, type, other), isNull: code.load('i32.load16_u', other, nullAt(type)) });
      });
    },
    finish: (state, code, types) => ({
      value: copyOut(code, types.returns, loadSlot(code, types.args[0], state)),
      // Exactly the mark of a row with a value.
      isNull: code.op('i32.ne', code.load('i32.load', state, markAt(types.args[0])), code.i32(1)),
    }),
    evaluate: (rows) => rows.at(name === 'first' ? 0 : -1)?.[0] ?? null,
  });
}
