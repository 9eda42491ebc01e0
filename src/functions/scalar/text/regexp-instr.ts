import { SqlError } from '../../../errors.js';
import { INTEGER } from '../../../data/types.js';
import { countCharacters } from '../../text/characters.js';
import { scalar } from '../../define.js';
import { regexpExec, requirePositive, startOffset, withoutGlobal } from '../../text/regexp.js';

/** regexp_instr. NULL when any argument is. */
export const regexpInstr = scalar({
  name: 'regexp_instr',
  args: ['text', 'text', 'integer', 'integer', 'integer', 'text', 'integer'],
  optionalArgs: 5,
  returns: INTEGER,
  nulls: 'propagate',
  volatility: 'immutable',
  unbounded: true,
  doc: 'Where the n-th match at or after a character position begins, or with endoption 1 the place after it, in characters from 1; 0 when there is none.',
  examples: [
    ["regexp_instr('ABCDEF', 'c(.)(..)', 1, 1, 0, 'i')", '3'],
    ["regexp_instr('ABCDEF', 'C', 1, 1, 1)", '4'],
    ["regexp_instr('abc', 'x')", '0'],
  ],
  evaluate: ([text, pattern, start = 1, n = 1, end = 0, flags = '', group = 0]) => {
    const offset = startOffset(text, start);
    requirePositive('n', n);
    if (end !== 0 && end !== 1) throw new SqlError('22023', `invalid value for parameter "endoption": ${end}`);
    requirePositive('subexpr', group, 0);
    const match = regexpExec(text, pattern, withoutGlobal(flags, 'regexp_instr'), offset, n);
    const part = match?.[group];
    if (match === null || part === undefined) return 0;
    // JavaScript tells where a group matched only with flag d; it lies within the match, so its first occurrence there serves.
    const from = match.index + (group === 0 ? 0 : match[0].indexOf(part));
    return countCharacters(text.slice(0, end === 0 ? from : from + part.length)) + 1;
  },
});
