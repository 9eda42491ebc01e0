import { SqlError } from '../../../errors.js';
import { TEXT } from '../../../data/types.js';
import { countCharacters, MAX_TEXT_BYTES, sliceCharacters } from '../../text/characters.js';
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
      const have = countCharacters(text);
      if (have >= count) return sliceCharacters(text, 0, Math.max(0, count));
      if (fill === '') return text;
      const missing = count - have;
      const each = countCharacters(fill);
      const bytes = Math.floor(missing / each) * Buffer.byteLength(fill) + Buffer.byteLength(sliceCharacters(fill, 0, missing % each));
      if (bytes + Buffer.byteLength(text) > MAX_TEXT_BYTES) throw new SqlError('54000', 'requested length too large');
      const padding = fill.repeat(Math.floor(missing / each)) + sliceCharacters(fill, 0, missing % each);
      return isRight ? text + padding : padding + text;
    },
  });
}

/** lpad. NULL when any argument is. */
export const lpad = pad('lpad', [
  ["lpad('hi', 5, 'xy')", 'xyxhi'],
  ["lpad('hi', 5)", '   hi'],
  ["lpad('hello', 2)", 'he'],
  ["lpad('hi', 5, '')", 'hi'],
]);
/** rpad. NULL when any argument is. */
export const rpad = pad('rpad', [
  ["rpad('hi', 5, 'xy')", 'hixyx'],
  ["rpad('hello', -1)", ''],
]);
