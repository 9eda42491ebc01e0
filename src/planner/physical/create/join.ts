import { conjunctsOf } from '../../logical/make.js';
import { freeColumns, outputColumns } from '../../logical/columns.js';
import type { Expr } from '../../logical/expr.js';
import type { Join, LogicalPlan } from '../../logical/plan.js';
import type { PhysicalHashJoin, PhysicalPlan } from '../plan.js';
import type { PhysicalContext } from './context.js';

type JoinKey = PhysicalHashJoin['keys'][number];

/** The kept side of an outer, semi or anti join is built when the other one has so many times its rows. */
const MUCH_LARGER = 2;

/**
 * A hash join on the equalities between the two sides, with the other conditions as residual; a nested-loop join when there are none.
 * The right side is built, the left side probes; a right join is a left join the other way round. Where the left side decides which rows
 * come out and the right one is much larger, the left side is built.
 */
export function createJoin(join: Join, context: PhysicalContext): PhysicalPlan {
  const swapped = join.type === 'right';
  const [probePlan, buildPlan] = swapped ? [join.right, join.left] : [join.left, join.right];
  const type = join.type === 'right' ? 'left' : join.type;
  const on = join.on.flatMap((condition) => conjunctsOf(condition));
  const keys: JoinKey[] = [];
  const residual: Expr[] = [];
  const produces = { probe: producedBy(probePlan), build: producedBy(buildPlan) };
  for (const condition of on) {
    const key = keyOf(condition, produces);
    if (key === undefined) residual.push(condition);
    else keys.push(key);
  }
  const probe = context.create(probePlan);
  const build = context.create(buildPlan);
  const { mark } = join;
  const estimatedRows = context.estimateRows(join);
  if (keys.length === 0)
    return { kind: 'NestedLoopJoin', type, probe, build, mark, on: residual, ...storedTasks(type, build), estimatedRows };
  const mirrored = MIRRORED.get(type);
  if (mirrored === undefined || probe.estimatedRows * MUCH_LARGER > build.estimatedRows)
    return { kind: 'HashJoin', type, probe, build, keys, residual, mark, ...storedTasks(type, build), estimatedRows };
  const swappedKeys = keys.map(({ probe: left, build: right, nullSafe }) => ({ probe: right, build: left, nullSafe }));
  const tasks = storedTasks(mirrored, probe);
  return { kind: 'HashJoin', type: mirrored, probe: build, build: probe, keys: swappedKeys, residual, mark, ...tasks, estimatedRows };
}

/** Build rows that come out by themselves are shared out once this many are expected, among at most so many tasks. */
const ROWS_PER_TASK = 1024;
const MOST_TASKS = 8;

/** In powers of two, so that plans of about as many rows share their code. */
function storedTasks(type: PhysicalHashJoin['type'], build: PhysicalPlan): Pick<PhysicalHashJoin, 'storedTasks'> {
  if (type !== 'full' && type !== 'right' && type !== 'right semi' && type !== 'right anti') return {};
  return { storedTasks: Math.min(MOST_TASKS, 2 ** Math.max(0, Math.ceil(Math.log2(build.estimatedRows / ROWS_PER_TASK)))) };
}

const MIRRORED: ReadonlyMap<string, PhysicalHashJoin['type']> = new Map([
  ['left', 'right'],
  ['semi', 'right semi'],
  ['anti', 'right anti'],
]);

const producedBy = (plan: LogicalPlan): ((expr: Expr) => boolean) => {
  const ids = new Set(outputColumns(plan).map(({ id }) => id));
  return (expr) => {
    const used = [...freeColumns(expr).keys()];
    return used.length > 0 && used.every((id) => ids.has(id));
  };
};

function keyOf(condition: Expr, produces: { probe: (expr: Expr) => boolean; build: (expr: Expr) => boolean }): JoinKey | undefined {
  let sides: readonly [Expr, Expr];
  let nullSafe = false;
  if (condition.kind === 'Call' && condition.fn.name === '=') sides = [condition.args[0], condition.args[1]];
  else if (condition.kind === 'Distinct' && condition.negated) {
    sides = [condition.left, condition.right];
    nullSafe = true;
  } else return undefined;
  const [left, right] = sides;
  if (produces.probe(left) && produces.build(right)) return { probe: left, build: right, nullSafe };
  if (produces.probe(right) && produces.build(left)) return { probe: right, build: left, nullSafe };
  return undefined;
}
