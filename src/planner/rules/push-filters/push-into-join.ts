import { freeColumns, outputColumns, readsOnly } from '../../logical/columns.js';
import { isVolatile } from '../../logical/effects.js';
import type { ColumnId, Expr } from '../../logical/expr.js';
import { conjunctsOf, filterOf, or } from '../../logical/make.js';
import { rejectedNulls } from '../../logical/nullability.js';
import type { Join, LogicalPlan } from '../../logical/plan.js';
import { sameExpr } from '../../logical/same-expr.js';
import { simplifyExpr } from '../simplify-expressions.js';
import { impliedDisjunction, inferEqualities, inferRestrictions } from './infer.js';

/** Pushes conjuncts into a plan; what cannot go in is filtered on top. */
export type Push = (plan: LogicalPlan, conjuncts: readonly Expr[]) => LogicalPlan;

type Test = (expr: Expr) => boolean;

function readsSide(side: LogicalPlan): Test {
  const ids = new Set<ColumnId>(outputColumns(side).map(({ id }) => id));
  return (expr) => readsOnly(expr, ids);
}

/** Filters above a join, moved to where they apply first. Outer joins that a filter makes inner become inner on the way. */
export function pushIntoJoin(join: Join, conjuncts: readonly Expr[], push: Push): LogicalPlan {
  const strict = strictJoin(join, conjuncts);
  switch (strict.type) {
    case 'inner':
      return pushIntoInner(strict, conjuncts, push);
    case 'right':
      return pushIntoLeft({ ...strict, type: 'left', left: strict.right, right: strict.left }, conjuncts, push);
    case 'full':
      return filterOf({ ...strict, left: push(strict.left, []), right: push(strict.right, []) }, conjuncts);
    default:
      return pushIntoLeft(strict, conjuncts, push);
  }
}

/**
 * The join without the NULL-extended rows that a filter above drops anyway: `b.y = 1` is not TRUE for them, so LEFT is inner here, but
 * `b.y IS NULL` keeps them:
 *
 *   SELECT * FROM a LEFT JOIN b ON a.x = b.x WHERE b.y IS NULL
 */
function strictJoin(join: Join, conjuncts: readonly Expr[]): Join {
  if (join.type !== 'left' && join.type !== 'right' && join.type !== 'full') return join;
  const rejected = rejectedNulls(conjuncts);
  const rejects = (side: LogicalPlan): boolean => outputColumns(side).some(({ id }) => rejected.has(id));
  const keepsLeft = join.type !== 'right' && !rejects(join.right);
  const keepsRight = join.type !== 'left' && !rejects(join.left);
  const type = keepsLeft ? (keepsRight ? 'full' : 'left') : keepsRight ? 'right' : 'inner';
  return type === join.type ? join : { ...join, type };
}

/** The inner joins and filters under an inner join as one list of conditions over the same joins without any. */
function gather(plan: LogicalPlan, into: Expr[]): LogicalPlan {
  if (plan.kind === 'Filter' && !plan.conjuncts.some(isVolatile)) {
    const input = gather(plan.input, into);
    into.push(...plan.conjuncts.flatMap(conjunctsOf));
    return input;
  }
  if (plan.kind !== 'Join' || plan.type !== 'inner' || plan.on.some(isVolatile)) return plan;
  const left = gather(plan.left, into);
  const right = gather(plan.right, into);
  into.push(...plan.on.flatMap(conjunctsOf));
  return { ...plan, left, right, on: [] };
}

function pushIntoInner(join: Join, conjuncts: readonly Expr[], push: Push): LogicalPlan {
  // A condition that draws a number is asked once per pair, as it stands.
  if (join.on.some(isVolatile)) return filterOf({ ...join, left: push(join.left, []), right: push(join.right, []) }, conjuncts);
  const pool: Expr[] = [];
  const bare = gather(join, pool);
  const above = conjuncts.filter(isVolatile);
  pool.push(...conjuncts.filter((conjunct) => !isVolatile(conjunct)));
  pool.push(...inferRestrictions(pool));
  return filterOf(distribute(bare, pool, push), above);
}

/** Gives every condition to the lowest of the gathered joins that has its columns. */
function distribute(plan: LogicalPlan, pool: readonly Expr[], push: Push): LogicalPlan {
  if (plan.kind !== 'Join' || plan.type !== 'inner' || plan.on.length > 0) return push(plan, pool);
  const [ofLeft, ofRight] = [readsSide(plan.left), readsSide(plan.right)];
  const left: Expr[] = [];
  const right: Expr[] = [];
  const on: Expr[] = [];
  for (const conjunct of pool) {
    if (ofLeft(conjunct)) left.push(conjunct);
    else if (ofRight(conjunct)) right.push(conjunct);
    else {
      on.push(conjunct);
      addImplied(conjunct, ofLeft, left);
      addImplied(conjunct, ofRight, right);
    }
  }
  return { ...plan, left: distribute(plan.left, left, push), right: distribute(plan.right, right, push), on };
}

function addImplied(conjunct: Expr, isOfSide: Test, into: Expr[]): void {
  const branches = impliedDisjunction(conjunct, isOfSide);
  if (branches === undefined) return;
  for (const condition of conjunctsOf(simplifyExpr(or(branches))))
    if (!into.some((known) => sameExpr(known, condition))) into.push(condition);
}

/**
 * The left side of left, semi, anti, mark and single joins takes filters on its columns. Conditions of ON that read the right side alone
 * filter it, as no left row is lost by that. A filter on the right side of a left join must stay above; pushed, it would invent the row
 * (1, NULL, NULL) for a = {1}, b = {(1, 3)} in
 *
 *   SELECT * FROM a LEFT JOIN b ON a.x = b.x WHERE b.y > 5 OR b.y IS NULL
 */
function pushIntoLeft(join: Join, conjuncts: readonly Expr[], push: Push): LogicalPlan {
  const [ofLeft, ofRight] = [readsSide(join.left), readsSide(join.right)];
  const left = conjuncts.filter((conjunct) => ofLeft(conjunct) && !isVolatile(conjunct));
  const above = conjuncts.filter((conjunct) => !left.includes(conjunct));
  const on: Expr[] = [];
  const right: Expr[] = [];
  const known = [...left, ...join.on.flatMap(conjunctsOf)];
  const restricts = join.type !== 'mark';
  if (restricts) right.push(...inferEqualities(join.on.flatMap(conjunctsOf), ofRight));
  for (const conjunct of [...join.on.flatMap(conjunctsOf), ...(restricts ? inferRestrictions(known).filter(ofRight) : [])]) {
    const movable = restricts && !isVolatile(conjunct) && freeColumns(conjunct).size > 0;
    if (movable && ofRight(conjunct)) right.push(conjunct);
    else if (movable && join.type === 'semi' && ofLeft(conjunct)) left.push(conjunct);
    else {
      on.push(conjunct);
      if (restricts) addImplied(conjunct, ofRight, right);
    }
  }
  return filterOf({ ...join, left: push(join.left, left), right: push(join.right, right), on }, above);
}
