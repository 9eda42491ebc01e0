import { classOf, type Code, type NullableValue, type Value } from '../code.js';
import { copyOut, copyValue } from '../slots/copy-code.js';
import { aggregate, type AggregateFunction, type Example } from '../define.js';
import type { SqlType } from '../../data/types.js';
import { loadSlot, storeSlot } from '../slots/slot-code.js';

/** State: 0 the value's slot · 16 1 when there is a row · 20 its buffer, see aggregate_keep_bytes · 32 1 when the value is NULL. */
const SEEN = 16;
const NULL_FLAG = 32;
const STATE_BYTES = 48;

function keep(code: Code, type: SqlType, state: Value, { value, isNull }: NullableValue): void {
  code.store('i32.store', state, code.i32(1), SEEN);
  code.store('i32.store', state, isNull ?? code.i32(0), NULL_FLAG);
  const put = (): void => {
    if (type.kind === 'text' || type.kind === 'bytea' || type.kind === 'json')
      code.callVoid('aggregate_keep_bytes', state, value, code.stateRegion);
    else storeSlot(code, type, state, classOf(type) === 'view' ? copyValue(code, type, value, code.stateRegion) : value);
  };
  if (isNull === undefined) put();
  else code.if(code.op('i32.eqz', isNull), put);
}

/** The value of the first or last row, NULL if it is NULL there or there is no row. */
export function endOfRows(name: 'first' | 'last', doc: string, examples: readonly Example[]): AggregateFunction {
  const offer = (code: Code, type: SqlType, state: Value, value: NullableValue): void => {
    if (name === 'last') keep(code, type, state, value);
    else code.if(code.op('i32.eqz', code.load('i32.load', state, SEEN)), () => keep(code, type, state, value));
  };
  return aggregate({
    name,
    args: ['any'],
    returns: ([type]) => type,
    orderSensitive: true,
    nulls: 'see',
    doc,
    examples,
    stateBytes: () => STATE_BYTES,
    update: (state, [value], code, types) => offer(code, types.args[0], state, value),
    merge: (state, other, code, types) => {
      const [type] = types.args;
      code.if(code.load('i32.load', other, SEEN), () => {
        offer(code, type, state, { value: loadSlot(code, type, other), isNull: code.load('i32.load', other, NULL_FLAG) });
      });
    },
    finish: (state, code, types) => ({
      value: copyOut(code, types.returns, loadSlot(code, types.args[0], state)),
      isNull: code.op('i32.or', code.op('i32.eqz', code.load('i32.load', state, SEEN)), code.load('i32.load', state, NULL_FLAG)),
    }),
    evaluate: (rows) => rows.at(name === 'first' ? 0 : -1)?.[0] ?? null,
  });
}
