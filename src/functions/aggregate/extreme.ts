import type { SqlType } from '../../data/types.js';
import { classOf, type Code, type Value } from '../code.js';
import { emitCompare, emitLess } from '../compare/code.js';
import { compareValues } from '../compare/values.js';
import { COMPARABLE_KINDS } from '../compare/kinds.js';
import { copyOut, copyValue } from '../slots/copy-code.js';
import { aggregate, type AggregateFunction, type Example } from '../define.js';
import { loadSlot, storeSlot } from '../slots/slot-code.js';
import { nonNull } from './non-null.js';

/** State: 0 the value's slot · 16 1 when there is one. Strings are copied into the state's region, in place while they fit. */
const SEEN = 16;
const STATE_BYTES = 48;

/** Puts a value into the state: what it points to must outlive the batch. */
function keep(code: Code, type: SqlType, state: Value, value: Value): void {
  if (type.kind === 'text' || type.kind === 'bytea') code.callVoid('aggregate_keep_bytes', state, value, code.stateRegion);
  else storeSlot(code, type, state, classOf(type) === 'view' ? copyValue(code, type, value, code.stateRegion) : value);
}

/** The least (direction −1) or greatest (1) value of a group, in the order of `<`. NULL values are skipped; NULL for none. */
export function extreme(name: string, direction: -1 | 1, doc: string, examples: readonly Example[]): readonly AggregateFunction[] {
  const isBetter = (code: Code, type: SqlType, candidate: Value, current: Value): Value => {
    if (classOf(type) !== 'view')
      return direction < 0 ? emitLess(code, type, candidate, current) : emitLess(code, type, current, candidate);
    return code.op(direction < 0 ? 'i32.lt_s' : 'i32.gt_s', emitCompare(code, type, candidate, current), code.i32(0));
  };
  const offer = (code: Code, type: SqlType, state: Value, value: Value): void => {
    const better = code.variable('i32', code.i32(1));
    code.if(code.load('i32.load', state, SEEN), () => code.set(better, isBetter(code, type, value, loadSlot(code, type, state))));
    code.if(code.get(better), () => {
      keep(code, type, state, value);
      code.store('i32.store', state, code.i32(1), SEEN);
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
      stateBytes: () => STATE_BYTES,
      update: (state, [value], code, types) => offer(code, types.args[0], state, value),
      merge: (state, other, code, types) => {
        code.if(code.load('i32.load', other, SEEN), () => offer(code, types.args[0], state, loadSlot(code, types.args[0], other)));
      },
      finish: (state, code, types) => ({
        value: copyOut(code, types.returns, loadSlot(code, types.args[0], state)),
        isNull: code.op('i32.eqz', code.load('i32.load', state, SEEN)),
      }),
      evaluate: (rows, { args }) => {
        const values = nonNull(rows).map(([value]) => value);
        if (values.length === 0) return null;
        return values.reduce((best, value) => (compareValues(args[0], value, best) * direction > 0 ? value : best));
      },
    }),
  );
}
