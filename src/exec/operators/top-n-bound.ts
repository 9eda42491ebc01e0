import type { Value } from '../../functions/code.js';
import { columnsOf } from './join.js';
import { mayRaise } from '../../planner/logical/effects.js';
import type { Expr, SortKey } from '../../planner/logical/expr.js';
import type { PhysicalPlan } from '../../planner/physical/plan.js';
import type { Restriction } from '../compile/draft.js';
import { FRAME_SHARED } from '../wasm/frame.js';
import type { Emitter } from '../wasm/emitter.js';
import type { ExpressionContext } from '../wasm/expression.js';

/**
 * Leaves out rows of a scan that come after the last of the rows that a top-N would keep by now, in any of its tasks: a word that the tasks
 * share holds the least prefix (wasm/sort-prefix.ts) that the root of a full heap has had. Rows of the same prefix stay, so which rows come out
 * does not depend on when that word is written.
 *
 * Only below operators that cannot raise: whether a row that is left out raises an error would depend on it.
 *
 *   SELECT 1 / a FROM t ORDER BY b LIMIT 1
 */
export function topNBound(
  input: PhysicalPlan,
  keys: readonly SortKey[],
  prefixOf: (keys: readonly SortKey[], context: ExpressionContext) => Value,
  ownBound: (context: ExpressionContext) => Value,
): Restriction | undefined {
  const sourceKeys = keysOfScan(input, keys);
  return (
    sourceKeys && {
      columns: columnsOf(sourceKeys.map(({ expr }) => expr)),
      dependsOn: [],
      holds(context) {
        const { code } = context;
        const bound = code.inPrologue(() => code.call('bound_lower', sharedWord(code), ownBound(context)));
        return code.op('i64.le_u', prefixOf(sourceKeys, context), bound);
      },
    }
  );
}

const sharedWord = (code: Emitter): Value => code.load('i32.load', code.frame, FRAME_SHARED);

/** The keys as columns of the scan at the bottom of the plan; undefined when there is more between than columns and harmless conditions. */
function keysOfScan(plan: PhysicalPlan, keys: readonly SortKey[]): readonly SortKey[] | undefined {
  switch (plan.kind) {
    case 'Scan':
      return keys.every(({ expr }) => expr.kind === 'Column') ? keys : undefined;
    case 'Filter':
      return plan.conjuncts.some(mayRaise) ? undefined : keysOfScan(plan.input, keys);
    case 'Project': {
      if (plan.items.some(({ expr }) => expr.kind !== 'Column' && expr.kind !== 'Literal' && expr.kind !== 'Parameter')) return undefined;
      const sources = new Map(plan.items.map(({ id, expr }) => [id, expr]));
      const below = (expr: Expr): Expr => (expr.kind === 'Column' ? (sources.get(expr.id) ?? expr) : expr);
      return keysOfScan(
        plan.input,
        keys.map((key) => ({ ...key, expr: below(key.expr) })),
      );
    }
    default:
      return undefined;
  }
}
