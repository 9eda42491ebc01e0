import type { Expr } from '../logical/expr.js';
import { mapAll } from '../logical/map-all.js';
import { rule } from './rule.js';

/**
 * Computes aggregates of integers that are cast to DOUBLE over the integers themselves, where the function has such a form: `corr(a, b)` of
 * two INTEGERs. `corr(a::bigint, b)` stays: DOUBLE does not hold every BIGINT, and neither does a call with only one integer change, since
 * the functions take pairs of one kind.
 */
export const eliminateWideningCasts = rule('EliminateWideningCasts', 'Aggregate', (node) => {
  const aggregates = mapAll(node.aggregates, (item) => {
    const { call } = item;
    const fn = call.fn.overIntegers;
    if (fn === undefined) return item;
    const args = call.args.map(integerOf);
    return args.includes(undefined) ? item : { ...item, call: { ...call, fn, args: args as Expr[] } };
  });
  return aggregates === node.aggregates ? undefined : { ...node, aggregates };
});

/** The expression of 32 bits or less that is cast to DOUBLE; undefined: it is something else. */
function integerOf(expr: Expr): Expr | undefined {
  if (expr.kind !== 'Cast' || expr.type.kind !== 'double') return undefined;
  return expr.input.type.kind === 'smallint' || expr.input.type.kind === 'integer' ? expr.input : undefined;
}
