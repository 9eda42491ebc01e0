import { TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';
import { formatText } from '../../text/format-text.js';
import { formatValue } from '../../../data/format.js';

/** format. NULL when the format string is; NULL arguments print as nothing, or as NULL by %L. */
export const format = scalar({
  name: 'format',
  args: ['text'],
  variadic: 'any',
  returns: TEXT,
  nulls: 'custom',
  volatility: 'stable',
  doc: 'The format string with %s (text), %I (identifier) and %L (literal) replaced by the arguments; %n$ chooses one, a number or * gives a width, - aligns left.',
  examples: [
    ["format('Hello %s, %1$s', 'World')", 'Hello World, World'],
    ["format('|%10s|%-10s|', 'foo', 'bar')", '|       foo|bar       |'],
    ["format('INSERT INTO %I VALUES(%L)', 'Foo bar', E'O\\'Reilly')", "INSERT INTO \"Foo bar\" VALUES('O''Reilly')"],
    ["format('%s%%', 10)", '10%'],
  ],
  evaluate: ([text, ...values], context) =>
    text === null
      ? null
      : formatText(
          text,
          values.map((value, i) => (value === null ? null : formatValue(value, context.args[i + 1], context.timeZone))),
        ),
});
