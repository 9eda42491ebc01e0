import { resolveScalar } from '../../functions/resolve.js';
import { call, filterOf } from '../logical/make.js';
import type { Expr } from '../logical/expr.js';
import type { LogicalPlan } from '../logical/plan.js';
import { mapInputs, SharedInputs } from '../logical/rewrite.js';
import { chooseTree } from './reorder-joins/enumerate.js';
import type { JoinTree } from './reorder-joins/enumerate.js';
import { estimateRegion } from './reorder-joins/estimate-sets.js';
import type { EqualityClass, RegionEstimates } from './reorder-joins/estimate-sets.js';
import { isRegionRoot, MAX_RELATIONS, takeApart } from './reorder-joins/region.js';
import type { Region } from './reorder-joins/region.js';
import { planRule } from './rule.js';

/**
 * Joins in the cheapest order that estimates can tell, inner joins freely. A left, semi, anti, mark or single join keeps its right side
 * and comes at any time after the relations that its condition reads. Conditions on what it adds are filtered after it; as part of its
 * condition this would keep rows of a that it drops:
 *
 *   SELECT * FROM a LEFT JOIN b ON a.x = b.x WHERE coalesce(b.y, 0) = a.y
 */
export const reorderJoins = planRule('ReorderJoins', (plan) => {
  const shared = new SharedInputs();
  const visit = (node: LogicalPlan): LogicalPlan => {
    if (node.kind === 'Materialize') return shared.rewrite(node, visit);
    const root = node.kind === 'Filter' && isRegionRoot(node.input) ? node.input : node;
    if (!isRegionRoot(root)) return mapInputs(node, visit);
    const written = takeApart(root);
    // Two relations have one order, and then their sides are chosen by ChooseBuildSide.
    if (written.relations.length < 3 || written.relations.length > MAX_RELATIONS) return mapInputs(node, visit);
    const region: Region = { ...written, relations: written.relations.map((relation) => ({ ...relation, plan: visit(relation.plan) })) };
    const estimates = estimateRegion(region);
    const tree = chooseTree(region, estimates);
    if (tree === undefined) return node;
    const built = new Builder(region, estimates).build(tree);
    return node.kind === 'Filter' ? filterOf(built, node.conjuncts) : built;
  };
  return visit(plan);
});

class Builder {
  constructor(
    private readonly region: Region,
    private readonly estimates: RegionEstimates,
  ) {}

  build(tree: JoinTree): LogicalPlan {
    const constants = this.estimates.others.filter(({ relations }) => relations === 0).map(({ expr }) => expr);
    return filterOf(this.#build(tree), constants);
  }

  #build(tree: JoinTree): LogicalPlan {
    if ('relation' in tree) {
      const { plan } = this.region.relations[tree.relation];
      // Two columns of one relation that equal the same column elsewhere equal each other: joining on one of them is not enough.
      const within = this.estimates.classes.flatMap(({ members }) => {
        const [first, ...rest] = members.filter(({ relation }) => relation === tree.relation);
        return rest.map((member) => equality(first, member));
      });
      return filterOf(plan, [
        ...within,
        ...this.estimates.others.filter(({ relations }) => relations === tree.set).map(({ expr }) => expr),
      ]);
    }
    const special = 'relation' in tree.right ? this.region.relations[tree.right.relation].special : undefined;
    const left = this.#build(tree.left);
    const conditions = this.#conditions(tree.left.set, tree.right.set, special !== undefined);
    if (special === undefined) return { kind: 'Join', type: 'inner', left, right: this.#build(tree.right), on: conditions };
    return filterOf(
      { ...special.join, left, right: this.region.relations[(tree.right as { relation: number }).relation].plan },
      conditions,
    );
  }

  /** What can be asked when two sets have come together and could not before. */
  #conditions(left: number, right: number, isSpecial: boolean): Expr[] {
    const equalities = this.estimates.classes.flatMap(({ members }) => {
      const [a, b] = [left, right].map((side) => members.find(({ relation }) => (side & (1 << relation)) !== 0));
      return a === undefined || b === undefined ? [] : [equality(a, b)];
    });
    const others = this.estimates.others.filter(
      ({ relations }) =>
        (relations & (left | right)) === relations && (relations & left) !== relations && ((relations & right) !== relations || isSpecial),
    );
    return [...equalities, ...others.map(({ expr }) => expr)];
  }
}

type Member = EqualityClass['members'][number];

const equality = (a: Member, b: Member): Expr => call(resolveScalar('=', [a.column.type, b.column.type]), [a.column, b.column]);
