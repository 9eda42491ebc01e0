import type { NullableValue, Value } from '../../functions/code.js';
import { compare } from './compare.js';
import type { Emitter } from './emitter.js';
import type { OrderedKey } from './sort-prefix.js';

/** A row's keys by their index; called where the value is needed. */
export type KeyReader = (index: number) => NullableValue;

/** Emits the order of two rows by the keys from `first` on: negative, 0 or positive. NULLs are equal to each other. */
export function emitOrder(keys: readonly OrderedKey[], first: number, left: KeyReader, right: KeyReader, code: Emitter): Value {
  const order = code.variable('i32', code.i32(0));
  const from = (index: number): void => {
    if (index >= keys.length) return;
    const { type, descending, nullsFirst } = keys[index];
    const [a, b] = [left(index), right(index)];
    const byValue = (): void => {
      const ascending = compare(type, a.value, b.value, code);
      code.set(order, descending ? code.op('i32.sub', code.i32(0), ascending) : ascending);
    };
    if (a.isNull === undefined && b.isNull === undefined) byValue();
    else {
      const [aNull, bNull] = [a.isNull ?? code.i32(0), b.isNull ?? code.i32(0)];
      const someNull = code.op('i32.or', aNull, bNull);
      code.if(someNull, () => code.set(order, nullsFirst ? code.op('i32.sub', bNull, aNull) : code.op('i32.sub', aNull, bNull)), byValue);
    }
    if (index + 1 < keys.length) code.if(code.op('i32.eqz', code.get(order)), () => from(index + 1));
  };
  from(first);
  return code.get(order);
}
