import { JSON_TYPE, TEXT } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { elementOf, follow, memberOf, nodeText, parseJson, type JsonNode } from '../../json/json.js';

const json = (node: JsonNode | undefined): string | null => node?.text ?? null;
const text = (node: JsonNode | undefined): string | null => (node === undefined ? null : nodeText(node));

const FORMS = [
  { isText: false, arrow: '->', path: '#>', what: 'as JSON' },
  { isText: true, arrow: '->>', path: '#>>', what: 'as text' },
] as const;

/** `->`, `->>`, `#>` and `#>>`. NULL when there is no such member or element. */
export const jsonArrows: readonly ScalarFunction[] = FORMS.flatMap(({ isText, arrow, path, what }) => {
  const convert = isText ? text : json;
  const returns = isText ? TEXT : JSON_TYPE;
  return [
    scalar({
      name: arrow,
      args: ['json', 'text'],
      returns,
      nulls: 'propagate',
      volatility: 'immutable',
      doc: `A member of a JSON object ${what}.`,
      examples: isText
        ? [['\'{"a":1,"b":2}\'::json ->> \'b\'', '2']]
        : [
            ['\'{"a": {"b":"foo"}}\'::json -> \'a\'', '{"b":"foo"}'],
            ["'{\"a\":1}'::json -> 'z'", 'NULL'],
          ],
      evaluate: ([value, name]) => convert(memberOf(parseJson(value), name)),
    }),
    scalar({
      name: arrow,
      args: ['json', 'integer'],
      returns,
      nulls: 'propagate',
      volatility: 'immutable',
      doc: `An element of a JSON array ${what}, from 0, or from the end for a negative index.`,
      examples: isText
        ? [
            ["'[1,2,3]'::json ->> 2", '3'],
            ["'[null]'::json ->> 0", 'NULL'],
          ]
        : [["'[1,2,3]'::json -> -1", '3']],
      evaluate: ([value, index]) => convert(elementOf(parseJson(value), index)),
    }),
    scalar({
      name: path,
      args: ['json', 'array'],
      returns,
      nulls: 'propagate',
      volatility: 'immutable',
      doc: `What a path of member names and indexes leads to, ${what}.`,
      examples: isText
        ? [["'{\"a\":[1,2,3]}'::json #>> '{a,2}'::text[]", '3']]
        : [['\'{"a": {"b":["foo","bar"]}}\'::json #> \'{a,b,1}\'::text[]', '"bar"']],
      evaluate: ([value, steps]) => convert(follow(parseJson(value), steps)),
    }),
  ];
});
