import type { SqlType } from '../../data/types.js';
import type { CastFunction } from '../define.js';

/** The conversion of an array element by element; NULL elements stay NULL. */
export function castArray(element: CastFunction, from: SqlType, to: SqlType): CastFunction {
  return {
    from: 'array',
    to: 'array',
    context: element.context,
    evaluate: (values: readonly any[], context) =>
      values.map((value) => (value === null ? null : element.evaluate(value, { ...context, args: [from], returns: to }))),
  };
}
