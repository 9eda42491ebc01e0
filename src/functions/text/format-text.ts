import { SqlError } from '../../errors.js';
import { countCharacters } from './characters.js';
import { quoteIdentifier, quoteLiteral } from './quoting.js';

/** The `format` function over arguments that are text already. */
export function formatText(template: string, args: readonly (string | null)[]): string {
  let next = 0;
  const take = (position: string | undefined): string | null => {
    if (position === '0') throw new SqlError('22023', 'format specifies argument 0, but arguments are numbered from 1');
    const index = position === undefined ? next : Number(position) - 1;
    if (index >= args.length) throw new SqlError('22023', 'too few arguments for format()');
    next = index + 1;
    return args[index];
  };
  return template.replace(
    /%(?:(%)|(?:(\d+)\$)?(-?)(\d+|\*(?:(\d+)\$)?)?([\s\S]?))/g,
    (_, percent?: string, position?: string, minus?: string, width?: string, widthPosition?: string, type?: string) => {
      if (percent !== undefined) return '%';
      if (type === undefined || type === '') {
        throw new SqlError('22023', 'unterminated format() type specifier', { hint: 'For a single "%" use "%%".' });
      }
      let columns = 0;
      let alignsLeft = minus === '-';
      if (width !== undefined) {
        columns = Number(width.startsWith('*') ? (take(widthPosition) ?? 0) : width);
        if (columns < 0) {
          alignsLeft = true;
          columns = -columns;
        }
      }
      const text = formatOne(type, take(position));
      const padding = ' '.repeat(Math.max(0, columns - countCharacters(text)));
      return alignsLeft ? text + padding : padding + text;
    },
  );
}

function formatOne(type: string, value: string | null): string {
  switch (type) {
    case 's':
      return value ?? '';
    case 'L':
      return value === null ? 'NULL' : quoteLiteral(value);
    case 'I':
      if (value === null) throw new SqlError('22004', 'null values cannot be formatted as an SQL identifier');
      return quoteIdentifier(value);
    default:
      throw new SqlError('22023', `unrecognized format() type specifier "${type}"`, { hint: 'For a single "%" use "%%".' });
  }
}
