import type { SqlType } from '../../data/types.js';
import { classOf, type Code, type NullableValue, type Value } from '../code.js';
import { aggregate } from '../define.js';

const STATE_BYTES = 24;

/** The value, or the empty string where it is NULL. */
function orEmpty(code: Code, type: SqlType, { value, isNull }: NullableValue): Value {
  if (isNull === undefined) return value;
  const result = code.variable(classOf(type), value);
  code.if(isNull, () => code.set(result, code.text('')));
  return code.get(result);
}

/** All values in row order, each but the first after its row's separator. NULL values are skipped, a NULL separator is empty; NULL for none. */
export const stringAgg = (['text', 'bytea'] as const).map((kind) =>
  aggregate({
    name: 'string_agg',
    args: [kind, kind],
    returns: { kind },
    orderSensitive: true,
    nulls: 'see',
    doc: 'All non-NULL values, joined by the second argument, in the order of the rows.',
    examples:
      kind === 'text'
        ? [
            ["string_agg('a', ',')", 'a'],
            ["string_agg(NULL::text, ',')", 'NULL'],
          ]
        : [],
    stateBytes: () => STATE_BYTES,
    update: (state, [value, separator], code, types) => {
      const push = (): void => code.callVoid('bytes_push', state, orEmpty(code, types.args[1], separator), value.value, code.stateRegion);
      if (value.isNull === undefined) push();
      else code.if(code.op('i32.eqz', value.isNull), push);
    },
    merge: (state, other, code) => code.callVoid('bytes_merge', state, other, code.stateRegion),
    finish: (state, code) => ({ value: code.callView('bytes_view', state), isNull: code.op('i32.eqz', code.load('i32.load', state, 16)) }),
    evaluate: (rows) => {
      const parts = rows
        .filter(([value]) => value !== null)
        .flatMap(([value, separator]) => [separator ?? (kind === 'text' ? '' : new Uint8Array()), value]);
      if (parts.length === 0) return null;
      return kind === 'text' ? parts.slice(1).join('') : new Uint8Array(Buffer.concat(parts.slice(1) as Uint8Array[]));
    },
  }),
);
