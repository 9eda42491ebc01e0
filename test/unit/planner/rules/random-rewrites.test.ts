import assert from 'node:assert/strict';
import type { SqlValue } from '#quern/data/value.js';
import { exprsOf, inputsOf, operandsOf } from '#quern/planner/logical/children.js';
import { freeColumns } from '#quern/planner/logical/columns.js';
import type { Expr } from '#quern/planner/logical/expr.js';
import type { LogicalPlan } from '#quern/planner/logical/plan.js';
import { printPlan } from '#quern/planner/logical/print.js';
import { verifyPlan } from '#quern/planner/logical/verify.js';
import { optimize } from '#quern/planner/rules/index.js';
import { RandomPlans } from '../../../support/random-plans.js';
import { execute } from '../../../support/reference-executor.js';

const COUNT = Number(process.env.QUERN_RANDOM_PLANS ?? 400);
const FIRST_SEED = Number(process.env.QUERN_SEED ?? 1);

const canonical = (rows: readonly (readonly SqlValue[])[]): string[] =>
  rows.map((row) => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? Number(value) : value))).sort();

/** What execution does not know how to run. */
function leftovers(plan: LogicalPlan): string[] {
  const inExpr = (expr: Expr): boolean => expr.kind === 'Subquery' || operandsOf(expr).some(inExpr);
  const own = [
    ...(plan.kind === 'DependentJoin' ? ['a dependent join'] : []),
    ...(exprsOf(plan).some(inExpr) ? ['a subquery'] : []),
    ...(plan.kind === 'Aggregate' && plan.groupingSets !== undefined ? ['grouping sets'] : []),
    ...(plan.kind === 'Aggregate' && plan.aggregates.some(({ call }) => call.distinct || call.orderBy.length > 0)
      ? ['a distinct or ordered aggregate']
      : []),
  ];
  return [...own, ...inputsOf(plan).flatMap(leftovers)];
}

function checkSeed(seed: number, disabled?: 'all-optional'): boolean {
  const random = new RandomPlans(seed);
  const plan = random.plan(3);
  verifyPlan(plan);
  let expected: string[];
  try {
    expected = canonical(execute(plan, random.tables));
  } catch {
    return false;
  }
  const fired: string[] = [];
  const describe = (after: LogicalPlan | undefined, error: unknown): string =>
    [`seed ${seed}: ${String(error)}`, JSON.stringify(random.tables), printPlan(plan), ...fired, ...(after ? [printPlan(after)] : [])].join(
      '\n',
    );
  let optimized: LogicalPlan | undefined;
  try {
    optimized = optimize(plan, {
      disabled,
      verify: true,
      trace: (rule, _before, after) => fired.push(`-- ${rule}`, ...(process.env.QUERN_SEED ? [printPlan(after)] : [])),
    });
    assert.deepEqual([...freeColumns(optimized).keys()], []);
    assert.deepEqual(leftovers(optimized), []);
    assert.deepEqual(canonical(execute(optimized, random.tables)), expected);
  } catch (error) {
    throw new Error(describe(optimized, error), { cause: error });
  }
  return true;
}

describe(`random plans give the same rows rewritten (${COUNT} seeds from ${FIRST_SEED})`, () => {
  it('with the required rules alone', () => {
    let compared = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed++) if (checkSeed(seed, 'all-optional')) compared++;
    assert.ok(compared > COUNT / 2, `only ${compared} plans ran`);
  });

  it('with all rules', () => {
    let compared = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed++) if (checkSeed(seed)) compared++;
    assert.ok(compared > COUNT / 2, `only ${compared} plans ran`);
  });
});
