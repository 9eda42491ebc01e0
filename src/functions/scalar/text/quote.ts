import { TEXT } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { quoteIdentifier, quoteLiteral } from '../../text/quoting.js';
import { formatValue } from '../../../data/format.js';

/** quote_literal. NULL for NULL. */
export const quoteLiteralFunction: readonly ScalarFunction[] = (['text', 'any'] as const).map((kind) =>
  scalar({
    name: 'quote_literal',
    args: [kind],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'A string constant that stands for the value.',
    examples:
      kind === 'text'
        ? [
            ["quote_literal('O''Reilly')", "'O''Reilly'"],
            ['quote_literal(42.5)', "'42.5'"],
          ]
        : [],
    evaluate: ([value], context) => quoteLiteral(formatValue(value, context.args[0], context.timeZone)),
  }),
);

/** quote_nullable: the word NULL for NULL. */
export const quoteNullable: readonly ScalarFunction[] = (['text', 'any'] as const).map((kind) =>
  scalar({
    name: 'quote_nullable',
    args: [kind],
    returns: TEXT,
    nulls: 'custom',
    volatility: 'immutable',
    doc: 'A string constant that stands for the value, or NULL as a word.',
    examples: kind === 'text' ? [['quote_nullable(NULL)', 'NULL']] : [],
    evaluate: ([value], context) => (value === null ? 'NULL' : quoteLiteral(formatValue(value, context.args[0], context.timeZone))),
  }),
);

/** quote_ident. NULL for NULL. */
export const quoteIdent = scalar({
  name: 'quote_ident',
  args: ['text'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The identifier, in double quotes when it needs them.',
  examples: [
    ["quote_ident('Foo bar')", '"Foo bar"'],
    ["quote_ident('foo')", 'foo'],
    ["quote_ident('a\"b')", '"a""b"'],
  ],
  evaluate: ([text]) => quoteIdentifier(text),
});
