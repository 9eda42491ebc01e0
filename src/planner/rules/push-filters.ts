import { freeColumns, readsNone, readsOnly } from '../logical/columns.js';
import { isVolatile, mayRaise } from '../logical/effects.js';
import type { Expr } from '../logical/expr.js';
import { conjunctsOf, filterOf } from '../logical/make.js';
import type { Aggregate, LogicalPlan, Project, UnionAll, Unnest, Window } from '../logical/plan.js';
import { mapInputs, SharedInputs, substitute } from '../logical/rewrite.js';
import { pushIntoJoin } from './push-filters/push-into-join.js';
import type { Push } from './push-filters/push-into-join.js';
import { planRule } from './rule.js';

/**
 * Moves every filter as far down as it goes, in one pass from the root: through projections, groupings, windows and unions, to the side
 * of a join that it reads, into the conditions of inner joins, and into scans. On the way it adds what equalities imply for other columns,
 * and makes outer joins inner.
 *
 * Conjuncts keep their order, a lower filter's before an upper's, so that a guard stays before what it guards. Volatile ones stay where
 * they are: below the join this would draw once per row of a, not once per pair:
 *
 *   SELECT * FROM a, b WHERE random() < 0.5
 */
export const pushFilters = planRule('PushFilters', (plan) => {
  const shared = new SharedInputs();
  const push: Push = (node, conjuncts) => {
    switch (node.kind) {
      case 'Filter': {
        const own = node.conjuncts.flatMap(conjunctsOf);
        const stay = [...own, ...conjuncts].filter(isVolatile);
        return filterOf(
          push(
            node.input,
            [...own, ...conjuncts].filter((conjunct) => !isVolatile(conjunct)),
          ),
          stay,
        );
      }
      case 'Scan':
        return conjuncts.length === 0
          ? node
          : filterOf({ ...node, conjuncts: [...node.conjuncts, ...conjuncts.filter(isStable)] }, conjuncts.filter(isVolatile));
      case 'Project':
        return pushIntoProject(node, conjuncts, push);
      case 'Aggregate':
        return pushIntoAggregate(node, conjuncts, push);
      case 'Window':
        return pushIntoWindow(node, conjuncts, push);
      case 'UnionAll':
        return pushIntoUnion(node, conjuncts, push);
      case 'Unnest':
        return pushIntoUnnest(node, conjuncts, push);
      case 'Join':
        return pushIntoJoin(node, conjuncts, push);
      case 'Sort': {
        const input = push(node.input, conjuncts);
        return input === node.input ? node : { ...node, input };
      }
      case 'Materialize':
        return filterOf(
          shared.rewrite(node, (input) => push(input, [])),
          conjuncts,
        );
      default:
        return filterOf(
          mapInputs(node, (input) => push(input, [])),
          conjuncts,
        );
    }
  };
  return push(plan, []);
});

const isStable = (expr: Expr): boolean => !isVolatile(expr);

const split = (conjuncts: readonly Expr[], moves: (conjunct: Expr) => boolean): [down: Expr[], stay: Expr[]] => {
  const down = conjuncts.filter((conjunct) => isStable(conjunct) && moves(conjunct));
  return [down, conjuncts.filter((conjunct) => !down.includes(conjunct))];
};

function pushIntoProject(node: Project, conjuncts: readonly Expr[], push: Push): LogicalPlan {
  const drawn = new Set(node.items.filter((item) => isVolatile(item.expr)).map(({ id }) => id));
  const [down, stay] = split(conjuncts, (conjunct) => readsNone(conjunct, drawn));
  const items = new Map(node.items.map(({ id, expr }) => [id, expr]));
  const input = push(
    node.input,
    down.map((conjunct) => substitute(conjunct, items)),
  );
  return filterOf(input === node.input ? node : { ...node, input }, stay);
}

/**
 * A condition on keys drops whole groups. Without keys there is always a row, which a filter below would not drop:
 *
 *   SELECT count(*) FROM a HAVING false
 */
function pushIntoAggregate(node: Aggregate, conjuncts: readonly Expr[], push: Push): LogicalPlan {
  const keys = new Map(node.keys.filter((key) => isStable(key.expr)).map(({ id, expr }) => [id, expr]));
  const ids = new Set(keys.keys());
  const [down, stay] = split(conjuncts, (conjunct) => ids.size > 0 && node.groupingSets === undefined && readsOnly(conjunct, ids));
  const input = push(
    node.input,
    down.map((conjunct) => substitute(conjunct, keys)),
  );
  return filterOf(input === node.input ? node : { ...node, input }, stay);
}

/**
 * Only what drops whole partitions: with x = 2 pushed, every row of this would be number 1.
 *
 *   SELECT * FROM (SELECT x, row_number() OVER (ORDER BY x) FROM a) AS q WHERE x = 2
 */
function pushIntoWindow(node: Window, conjuncts: readonly Expr[], push: Push): LogicalPlan {
  const partition = new Set(node.partitionBy.flatMap((expr) => (expr.kind === 'Column' ? [expr.id] : [])));
  const [down, stay] = split(
    conjuncts,
    (conjunct) => freeColumns(conjunct).size > 0 && readsOnly(conjunct, partition) && !mayRaise(conjunct),
  );
  const input = push(node.input, down);
  return filterOf(input === node.input ? node : { ...node, input }, stay);
}

function pushIntoUnion(node: UnionAll, conjuncts: readonly Expr[], push: Push): LogicalPlan {
  const [down, stay] = split(conjuncts, () => true);
  const inputs = node.inputs.map((input) => {
    const sources = new Map(node.columns.map(({ id }, i) => [id, input.sources[i]] as const));
    const plan = push(
      input.plan,
      down.map((conjunct) => substitute(conjunct, sources)),
    );
    return plan === input.plan ? input : { ...input, plan };
  });
  return filterOf(inputs.every((input, i) => input === node.inputs[i]) ? node : { ...node, inputs }, stay);
}

function pushIntoUnnest(node: Unnest, conjuncts: readonly Expr[], push: Push): LogicalPlan {
  const made = new Set([...node.columns, ...(node.ordinality === undefined ? [] : [node.ordinality])].map(({ id }) => id));
  const [down, stay] = split(conjuncts, (conjunct) => readsNone(conjunct, made));
  const input = push(node.input, down);
  return filterOf(input === node.input ? node : { ...node, input }, stay);
}
