import { SqlError, unsupported } from '../../errors.js';
import { printPhysicalPlan } from '../../planner/physical/print.js';
import { printPlan } from '../../planner/logical/print.js';
import type { ExplainStatement } from '../../sql/ast.js';
import { bind, compilePlan, optimizeFor, withPlan, type Parameter } from '../plan-query.js';
import { hasRecursion } from '../recursion.js';
import { runQuery, type RunOptions } from '../run-query.js';
import type { SessionState } from '../state.js';
import { textResult, type StatementResult } from './result.js';

const OPTIONS = ['ANALYZE', 'RULES', 'LOGICAL', 'COSTS', 'VERBOSE', 'FORMAT', 'TIMING', 'BUFFERS', 'SUMMARY'];

/** EXPLAIN: the physical plan; ANALYZE also runs it and shows each stage's tasks, rows and time; RULES the plan after each rule. */
export async function explain(
  { statement, options: given, at }: ExplainStatement,
  session: SessionState,
  parameters: readonly Parameter[],
  options: RunOptions,
): Promise<StatementResult> {
  const unknown = Object.keys(given).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw new SqlError('42601', `unrecognized EXPLAIN option "${unknown.toLowerCase()}"`, { position: at });
  if (given.FORMAT !== undefined && given.FORMAT.toLowerCase() !== 'text') throw unsupported(`EXPLAIN (FORMAT ${given.FORMAT})`, at);
  const isOn = (name: string) => given[name] !== undefined && !['false', 'off', '0'].includes(given[name].toLowerCase());
  const query =
    statement.kind === 'QueryStatement' || statement.kind === 'CreateTableAs' || statement.kind === 'CreateView'
      ? statement.query
      : statement.kind === 'Insert' || statement.kind === 'Copy'
        ? statement.query
        : undefined;
  if (query === undefined) throw unsupported('EXPLAIN of this statement', at);

  const lines: string[] = [];
  const bound = await bind(query, session, parameters);
  if (isOn('RULES')) lines.push('as written:', ...printPlan(bound.plan).split('\n'));
  const optimized = optimizeFor(
    bound,
    session,
    isOn('RULES') ? (rule, _before, after) => lines.push(`${rule}:`, ...printPlan(after).split('\n')) : undefined,
  );
  if (isOn('ANALYZE')) {
    return withPlan(bound, session, options, async (planned) => {
      lines.push(...printPhysicalPlan(planned.physical), ...(await analyze(planned, session, options)));
      return planLines(lines);
    });
  }
  // The rows of a recursive part are known only when it has run, so its plan stays logical.
  if (isOn('LOGICAL') || hasRecursion(optimized)) lines.push(...printPlan(optimized).split('\n'));
  else {
    if (isOn('RULES')) lines.push('physical plan:');
    lines.push(...printPhysicalPlan((await compilePlan(optimized, bound.outputs, session)).physical));
  }
  return planLines(lines);
}

const planLines = (lines: readonly string[]): StatementResult =>
  textResult(
    'EXPLAIN',
    ['QUERY PLAN'],
    lines.map((line) => [line]),
  );

async function analyze(planned: Parameters<typeof runQuery>[0], session: SessionState, options: RunOptions): Promise<string[]> {
  const started = performance.now();
  const { metrics, rowCount } = await runQuery(planned, session, options, (held) => held);
  const elapsedMs = performance.now() - started;
  const lines = planned.stages.map(({ id, name, partitions, dependsOn }) => {
    const parts = metrics.filter(({ stage }) => stage === id);
    const sum = (field: 'rows' | 'elapsedMs') => parts.reduce((total, part) => total + part[field], 0);
    const after = dependsOn.length === 0 ? '' : ` after ${dependsOn.join(', ')}`;
    return `Stage ${id} ${name}${after}: ${partitions} ${partitions === 1 ? 'task' : 'tasks'}, ${sum('rows')} rows in, ${sum('elapsedMs').toFixed(2)} ms on ${parts.length} ${parts.length === 1 ? 'worker' : 'workers'}`;
  });
  return [...lines, `Rows: ${rowCount}`, `Execution Time: ${elapsedMs.toFixed(2)} ms`];
}
