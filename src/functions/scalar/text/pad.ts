import { SqlError } from '../../../errors.js';
import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';

function pad(name: 'lpad' | 'rpad', examples: readonly (readonly [string, string])[]) {
  const isRight = name === 'rpad';
  return scalar({
    name,
    args: ['text', 'integer', 'text'],
    optionalArgs: 1,
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: `Filled up to n characters on the ${isRight ? 'right' : 'left'} with the third argument, a space when left out; longer strings are cut at the right.`,
    examples,
    compile: ([text, count, fill = undefined], code) =>
      code.callView('text_pad', text, count, fill ?? code.text(' '), code.i32(isRight ? 1 : 0), code.region),
    evaluate: ([text, count, fill = ' ']) => {
      const characters = [...text];
      const fillers = [...fill];
      if (characters.length >= count) return characters.slice(0, Math.max(0, count)).join('');
      if (fillers.length === 0) return text;
      if (count > 0x3fffffff) throw new SqlError('54000', 'requested length too large');
      const padding = Array.from({ length: count - characters.length }, (_, i) => fillers[i % fillers.length]).join('');
      return isRight ? text + padding : padding + text;
    },
  });
}

/** lpad. NULL when any argument is. */
export const lpad = pad('lpad', [["lpad('hi', 5, 'xy')", 'xyxhi'], ["lpad('hi', 5)", '   hi'], ["lpad('hello', 2)", 'he'], ["lpad('hi', 5, '')", 'hi']]);
/** rpad. NULL when any argument is. */
export const rpad = pad('rpad', [["rpad('hi', 5, 'xy')", 'hixyx'], ["rpad('hello', -1)", '']]);
