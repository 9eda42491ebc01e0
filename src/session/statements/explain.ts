import { clockMs } from '../../data/clock.js';
import { SqlError, unsupported } from '../../errors.js';
import { JSON_TYPE } from '../../data/types.js';
import { printPlan } from '../../planner/logical/print.js';
import { printPhysicalPlan } from '../../planner/physical/print.js';
import type { ExplainStatement, QueryNode } from '../../sql/ast.js';
import { planJson } from '../explain/json.js';
import { measure } from '../explain/measure.js';
import { analyzedText } from '../explain/text.js';
import { bind, compilePlan, optimizeFor, withPlan, type Parameter } from '../plan-query.js';
import { hasRecursion } from '../recursion.js';
import type { RunOptions } from '../run-query.js';
import type { SessionState } from '../state.js';
import { textResult, type StatementResult } from './result.js';

const OPTIONS = ['ANALYZE', 'RULES', 'LOGICAL', 'COSTS', 'VERBOSE', 'FORMAT', 'TIMING', 'BUFFERS', 'SUMMARY'];

/**
 * EXPLAIN: the physical plan; ANALYZE also runs it and shows what every operator and stage did; RULES the plan after each rule; LOGICAL the
 * optimised plan before algorithms are chosen; FORMAT JSON the physical plan for programs.
 */
export async function explain(
  { statement, options: given, at }: ExplainStatement,
  session: SessionState,
  parameters: readonly Parameter[],
  options: RunOptions,
): Promise<StatementResult> {
  const { isOn, isJson } = readOptions(given, at);
  const query = queryOf(statement);
  if (query === undefined) throw unsupported('EXPLAIN of this statement', at);
  if (isJson && (isOn('RULES') || isOn('LOGICAL'))) throw unsupported('EXPLAIN (FORMAT JSON) of a logical plan', at);

  const started = clockMs();
  const lines: string[] = [];
  const bound = await bind(query, session, parameters);
  if (isOn('RULES')) lines.push('as written:', ...printPlan(bound.plan).split('\n'));
  const optimized = optimizeFor(
    bound,
    session,
    isOn('RULES') ? (rule, _before, after) => lines.push(`${rule}:`, ...printPlan(after).split('\n')) : undefined,
  );
  if (isOn('ANALYZE')) {
    return withPlan(
      bound,
      session,
      options,
      async (planned) => {
        const planningMs = clockMs() - started;
        const measured = await measure(planned, session, options);
        if (isJson) return jsonResult(planJson(planned.physical, { measured, planningMs }));
        return linesResult([...lines, ...analyzedText(planned.physical, measured, planningMs)]);
      },
      { rows: 'leave', profile: true },
    );
  }
  // The rows of a recursive part are known only when it has run, so its plan stays logical.
  if (isOn('LOGICAL') || hasRecursion(optimized)) {
    if (isJson) throw unsupported('EXPLAIN (FORMAT JSON) of WITH RECURSIVE without ANALYZE', at);
    return linesResult([...lines, ...printPlan(optimized).split('\n')]);
  }
  const { physical } = await compilePlan(optimized, bound.outputs, session);
  if (isJson) return jsonResult(planJson(physical));
  if (isOn('RULES')) lines.push('physical plan:');
  return linesResult([...lines, ...printPhysicalPlan(physical)]);
}

function readOptions(given: ExplainStatement['options'], at: number | undefined) {
  const unknown = Object.keys(given).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw new SqlError('42601', `unrecognized EXPLAIN option "${unknown.toLowerCase()}"`, { position: at });
  const format = (given.FORMAT ?? 'text').toLowerCase();
  if (format === 'xml' || format === 'yaml') throw unsupported(`EXPLAIN (FORMAT ${format.toUpperCase()})`, at);
  if (format !== 'text' && format !== 'json')
    throw new SqlError('22023', `unrecognized value for EXPLAIN option "format": "${given.FORMAT}"`, {
      position: at,
      hint: 'The formats are text and json.',
    });
  return {
    isOn: (name: string): boolean => given[name] !== undefined && !['false', 'off', '0'].includes(given[name].toLowerCase()),
    isJson: format === 'json',
  };
}

function queryOf(statement: ExplainStatement['statement']): QueryNode | undefined {
  switch (statement.kind) {
    case 'QueryStatement':
    case 'CreateTableAs':
    case 'CreateView':
    case 'Insert':
    case 'Copy':
      return statement.query;
    default:
      return undefined;
  }
}

const linesResult = (lines: readonly string[]): StatementResult =>
  textResult(
    'EXPLAIN',
    ['QUERY PLAN'],
    lines.map((line) => [line]),
  );

const jsonResult = (document: string): StatementResult => textResult('EXPLAIN', ['QUERY PLAN'], [[document]], JSON_TYPE);
