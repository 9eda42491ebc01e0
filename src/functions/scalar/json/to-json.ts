import { JSON_TYPE } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { valueToJson } from '../../json/value-json.js';
import { formatValue } from '../../../data/format.js';

/** to_json. NULL for NULL. */
export const toJsonFunction: readonly ScalarFunction[] = ['to_json', 'to_jsonb'].map((name) =>
  scalar({
    name,
    args: ['any'],
    returns: JSON_TYPE,
    nulls: 'propagate',
    volatility: 'stable',
    doc: 'The value as JSON.',
    examples:
      name === 'to_json'
        ? [
            ['to_json(\'Fred said "Hi."\'::text)', '"Fred said \\"Hi.\\""'],
            ['to_json(1.5)', '1.5'],
            ["to_json(timestamp '2020-01-01 10:00')", '"2020-01-01T10:00:00"'],
          ]
        : [],
    evaluate: ([value], context) => valueToJson(context.args[0], value, context),
  }),
);

/** json_build_object. NULL values become JSON's null. */
export const jsonBuildObject = scalar({
  name: 'json_build_object',
  args: [],
  variadic: 'any',
  returns: JSON_TYPE,
  nulls: 'custom',
  volatility: 'stable',
  doc: 'A JSON object of the arguments: names and values in turn.',
  examples: [["json_build_object('foo', 1, 2, 'x')", '{"foo" : 1, "2" : "x"}']],
  evaluate: (args, context) => {
    const members: string[] = [];
    for (let i = 0; i + 1 < args.length; i += 2) {
      members.push(
        `${JSON.stringify(formatValue(args[i], context.args[i], context.timeZone))} : ${valueToJson(context.args[i + 1], args[i + 1], context)}`,
      );
    }
    return `{${members.join(', ')}}`;
  },
});

/** json_build_array. NULL values become JSON's null. */
export const jsonBuildArray = scalar({
  name: 'json_build_array',
  args: [],
  variadic: 'any',
  returns: JSON_TYPE,
  nulls: 'custom',
  volatility: 'stable',
  doc: 'A JSON array of the arguments.',
  examples: [["json_build_array(1, 2, 'foo', NULL)", '[1, 2, "foo", null]']],
  evaluate: (args, context) => `[${args.map((value, i) => valueToJson(context.args[i], value, context)).join(', ')}]`,
});
