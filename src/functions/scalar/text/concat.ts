import { TEXT } from '../../../data/types.js';
import type { Code, NullableValue, Value } from '../../code.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { formatValue } from '../../../data/format.js';

const doc = 'All arguments as text, one after the other; NULLs are left out.';

function emitConcat(args: readonly NullableValue[], code: Code): Value {
  const result = code.variable('view', code.text(''));
  for (const { value, isNull } of args) {
    const append = (): void => code.set(result, code.callView('text_concat', code.get(result), value, code.region));
    if (isNull === undefined) append();
    else code.if(code.op('i32.eqz', isNull), append);
  }
  return code.get(result);
}

/** concat: NULL arguments are left out, so it is never NULL. Strings alone are concatenated in compiled code. */
export const concat: readonly ScalarFunction[] = [
  scalar({
    name: 'concat',
    args: ['text'],
    variadic: 'text',
    returns: TEXT,
    nulls: 'custom',
    volatility: 'immutable',
    doc,
    examples: [
      ["concat('a', NULL, 'b')", 'ab'],
      ["concat('a', NULL)", 'a'],
    ],
    compile: (args, code) => ({ value: emitConcat(args, code) }),
    evaluate: (args) => args.filter((value) => value !== null).join(''),
  }),
  scalar({
    name: 'concat',
    args: ['any'],
    variadic: 'any',
    returns: TEXT,
    nulls: 'custom',
    volatility: 'stable',
    doc,
    examples: [
      ["concat('abcde', 2, NULL, 22)", 'abcde222'],
      ['concat(NULL, NULL)', ''],
      ['concat(true)', 't'],
    ],
    evaluate: (args, context) =>
      args.map((value, i) => (value === null ? '' : formatValue(value, context.args[i], context.timeZone))).join(''),
  }),
];

/** concat_ws: NULL only when the separator is. */
export const concatWs = scalar({
  name: 'concat_ws',
  args: ['text'],
  variadic: 'any',
  returns: TEXT,
  nulls: 'custom',
  volatility: 'stable',
  doc: 'All arguments but the first as text, separated by the first; NULLs are left out.',
  examples: [
    ["concat_ws(',', 'abcde', 2, NULL, 22)", 'abcde,2,22'],
    ["concat_ws(NULL, 'a', 'b')", 'NULL'],
  ],
  evaluate: ([separator, ...values], context) =>
    separator === null
      ? null
      : values.flatMap((value, i) => (value === null ? [] : [formatValue(value, context.args[i + 1], context.timeZone)])).join(separator),
});
