import { BOOLEAN, STORAGE_BYTES, storageOf, type SqlType } from '../../../data/types.js';
import type { Code, Value } from '../../code.js';
import { elementIsValid, emitEqual, emitLess } from '../../compare/code.js';
import { compareValues } from '../../compare/values.js';
import { scalar, type Example, type ScalarFunction } from '../../define.js';
import { loadSlot } from '../../slots/slot-code.js';

interface Operator {
  readonly name: string;
  readonly holds: (order: number) => boolean;
  readonly emit: (code: Code, type: SqlType, a: Value, b: Value) => Value;
}

const not = (code: Code, value: Value): Value => code.op('i32.eqz', value);

const OPERATORS: readonly Operator[] = [
  { name: '=', holds: (order) => order === 0, emit: emitEqual },
  { name: '<>', holds: (order) => order !== 0, emit: (code, type, a, b) => not(code, emitEqual(code, type, a, b)) },
  { name: '<', holds: (order) => order < 0, emit: emitLess },
  { name: '>', holds: (order) => order > 0, emit: (code, type, a, b) => emitLess(code, type, b, a) },
  { name: '<=', holds: (order) => order <= 0, emit: (code, type, a, b) => not(code, emitLess(code, type, b, a)) },
  { name: '>=', holds: (order) => order >= 0, emit: (code, type, a, b) => not(code, emitLess(code, type, a, b)) },
];

const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  '= ANY': [
    ["2 = ANY (string_to_array('1,2', ',')::integer[])", 't'],
    ["3 = ANY (string_to_array('1,NULL', ',', 'NULL')::integer[])", 'NULL'],
  ],
  '<> ALL': [["3 <> ALL (string_to_array('1,2', ',')::integer[])", 't']],
};

/**
 * `x op ANY (array)` and `x op ALL (array)` for the comparison operators. NULL for a NULL array, and where a NULL leaves the answer open; an
 * empty array decides even for a NULL operand.
 */
export const quantified: readonly ScalarFunction[] = OPERATORS.flatMap((operator) => [forms(operator, 'ANY'), forms(operator, 'ALL')]);

/** A comparison that gives `decides` settles the answer; the others leave the opposite. */
function forms({ name, holds, emit }: Operator, quantifier: 'ANY' | 'ALL'): ScalarFunction {
  const decides = quantifier === 'ANY';
  return scalar({
    name: `${name} ${quantifier}`,
    args: ['element', 'array-of-element'],
    returns: BOOLEAN,
    nulls: 'custom',
    volatility: 'immutable',
    doc: `Whether the comparison holds for ${decides ? 'some element' : 'every element'} of the array; NULL where a NULL leaves that open.`,
    examples: EXAMPLES[`${name} ${quantifier}`] ?? [],
    compile: ([operand, list], code, { args: [type] }) => {
      const settled = code.variable('i32', code.i32(0));
      const open = code.variable('i32', list.isNull ?? code.i32(0));
      code.if(not(code, code.get(open)), () => {
        const address = code.addressOf(list.value);
        const count = code.load('i32.load', address);
        const i = code.variable('i32', code.i32(0));
        const test = (): void => {
          const at = code.op('i32.add', code.load('i32.load', address, 12), code.op('i32.mul', code.get(i), code.i32(slotBytes(type))));
          const holdsHere = emit(code, type, operand.value, loadSlot(code, type, at));
          code.set(settled, decides ? holdsHere : not(code, holdsHere));
        };
        code.while(
          () => code.op('i32.and', code.op('i32.lt_u', code.get(i), count), not(code, code.get(settled))),
          () => {
            const present = elementIsValid(code, address, code.get(i));
            const both = operand.isNull === undefined ? present : code.op('i32.and', present, not(code, operand.isNull));
            code.if(both, test, () => code.set(open, code.i32(1)));
            code.set(i, code.op('i32.add', code.get(i), code.i32(1)));
          },
        );
      });
      const isNull = code.op('i32.and', code.get(open), not(code, code.get(settled)));
      return { value: decides ? code.get(settled) : not(code, code.get(settled)), isNull };
    },
    evaluate: ([operand, list], { args: [type] }) => {
      if (list === null) return null;
      const results = (list as readonly any[]).map((element) =>
        operand === null || element === null ? null : holds(compareValues(type, operand, element)),
      );
      return results.includes(decides) ? decides : results.includes(null) ? null : !decides;
    },
  });
}

const slotBytes = (type: SqlType): number => STORAGE_BYTES[storageOf(type)];
