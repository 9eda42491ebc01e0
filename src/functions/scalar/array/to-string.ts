import { TEXT, type SqlType } from '../../../data/types.js';
import { scalar, type EvaluateContext } from '../../define.js';
import { formatValue } from '../../../data/format.js';

function join(values: readonly any[], element: SqlType, delimiter: string, nullText: string | null, context: EvaluateContext): string {
  return values
    .flatMap((value) => {
      if (value === null) return nullText === null ? [] : [nullText];
      return [
        element.kind === 'array'
          ? join(value, element.element, delimiter, nullText, context)
          : formatValue(value, element, context.timeZone),
      ];
    })
    .join(delimiter);
}

/** array_to_string. NULL when the array or the delimiter is; NULL elements are left out unless the third argument says what they print as. */
export const arrayToString = scalar({
  name: 'array_to_string',
  args: ['array-of-element', 'text', 'text'],
  optionalArgs: 1,
  returns: TEXT,
  nulls: 'custom',
  volatility: 'stable',
  doc: 'The elements of an array as text, separated by the delimiter.',
  examples: [
    ["array_to_string(ARRAY[1, 2, 3, NULL, 5], ',', '*')", '1,2,3,*,5'],
    ["array_to_string(ARRAY[1, NULL, 3], ',')", '1,3'],
  ],
  evaluate: ([values, delimiter, nullText = null], context) =>
    values === null || delimiter === null
      ? null
      : join(values, (context.args[0] as SqlType & { kind: 'array' }).element, delimiter, nullText, context),
});
