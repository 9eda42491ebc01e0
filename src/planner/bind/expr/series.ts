import { SqlError, undefinedFunction } from '../../../errors.js';
import { INTEGER, typeName } from '../../../data/types.js';
import type { FunctionCall } from '../../../sql/ast.js';
import type { Expr } from '../../logical/expr.js';
import { column, literal } from '../../logical/make.js';
import type { Binding, Scope } from '../context.js';
import { sameExpr } from '../same-expr.js';
import { bindExpr } from './index.js';
import { invoke } from './invoke.js';

type ToArray = (args: readonly Expr[], binding: Binding, at?: number) => Expr;

const sameArguments =
  (name: string): ToArray =>
  (args, binding, at) =>
    invoke(name, args, binding, at);

/** Set-returning functions, each as the array whose elements it returns. */
const SERIES: Readonly<Record<string, ToArray>> = {
  unnest: ([list, ...more], _binding, at) => {
    if (list?.type.kind !== 'array' || more.length > 0)
      throw undefinedFunction(`unnest(${[list, ...more].map((arg) => typeName(arg.type)).join(', ')})`, at);
    return list;
  },
  generate_series: sameArguments('generate_series'),
  generate_subscripts: ([list, dimension], binding, at) =>
    invoke('generate_series', [literal(1, INTEGER), invoke('array_length', [list, dimension], binding, at)], binding, at),
  regexp_split_to_table: sameArguments('regexp_split_to_array'),
  string_to_table: sameArguments('string_to_array'),
  ...Object.fromEntries(
    ['json', 'jsonb'].flatMap((json) =>
      [`${json}_array_elements`, `${json}_array_elements_text`, `${json}_object_keys`].map((name) => [name, sameArguments(name)]),
    ),
  ),
};

/** The column of a function in FROM, where it is not named like the function. */
export const seriesColumn = (name: string): string => (/^jsonb?_array_elements/.test(name) ? 'value' : name);

export const isSeries = (name: string): boolean => Object.hasOwn(SERIES, name);

/** The array whose elements the set-returning function `name` gives. */
export const seriesArray = (name: string, args: readonly Expr[], binding: Binding, at?: number): Expr => SERIES[name](args, binding, at);

/**
 * A set-returning function in a select list: recorded with its SELECT, which unnests all of them side by side, and referred to by the
 * column of elements. 0A000 where rows cannot multiply.
 */
export function bindSeries(name: string, node: FunctionCall, scope: Scope): Expr {
  const { frame, binding } = scope;
  if (frame.conditional > 0)
    throw new SqlError('0A000', `set-returning functions are not allowed in CASE, COALESCE or aggregates`, { position: node.at });
  if (frame.clause !== 'SELECT' && frame.clause !== 'ORDER BY' && frame.clause !== 'GROUP BY') {
    throw new SqlError('0A000', `set-returning functions are not allowed in ${frame.clause}`, { position: node.at });
  }
  const array = seriesArray(
    name,
    node.args.map((arg) => bindExpr(arg, scope)),
    binding,
    node.at,
  );
  if (array.type.kind !== 'array') throw undefinedFunction(`${name}(${typeName(array.type)})`, node.at);
  const same = frame.series.find((each) => sameExpr(each.array, array));
  if (same !== undefined && frame.clause !== 'SELECT') return column(same.output, node.at);
  const output = { id: binding.newId(), name, type: array.type.element };
  binding.owners.set(output.id, frame);
  frame.series.push({ output, array });
  return column(output, node.at);
}
