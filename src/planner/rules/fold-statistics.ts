import type { SqlValue } from '../../data/value.js';
import type { AggregateCall } from '../logical/expr.js';
import { literal, pass } from '../logical/make.js';
import type { Aggregate, LogicalPlan, ProjectItem, Scan } from '../logical/plan.js';
import { rule } from './rule.js';

const ONE_ROW: LogicalPlan = { kind: 'Values', columns: [], rows: [[]] };

/**
 * Answers count, min and max over a whole table from what its files state of it. Counts of NULLs and least and greatest values must be exact:
 * a bound that need not occur, such as a text that the writer cut short, answers nothing. Nor does a scan with a condition, whose statistics
 * are those of other rows:
 *
 *   SELECT min(x) FROM a WHERE y > 1
 */
export const foldStatistics = rule('FoldStatistics', 'Aggregate', (node) => {
  const { input: scan, keys, aggregates, groupingSets } = node;
  if (scan.kind !== 'Scan' || scan.conjuncts.length > 0 || keys.length > 0 || groupingSets !== undefined) return undefined;
  const answers = aggregates.map(({ call }) => answerFrom(call, scan));
  if (answers.every((answer) => answer === undefined)) return undefined;
  const left = aggregates.filter((_, i) => answers[i] === undefined);
  const input: LogicalPlan = left.length === 0 ? ONE_ROW : ({ ...node, aggregates: left } satisfies Aggregate);
  const items = aggregates.map(({ id, name, type }, i): ProjectItem => {
    const answer = answers[i];
    return answer === undefined ? pass({ id, name, type }) : { id, name, type, expr: literal(answer, type) };
  });
  return { kind: 'Project', input, items };
});

/** The value of an aggregate over all rows of a scan; undefined when it takes reading them. */
function answerFrom({ fn, args, filter, distinct }: AggregateCall, { table, columns }: Scan): SqlValue | undefined {
  if (filter !== undefined || !table.rowCountExact || (distinct && fn.ignoresDistinct !== true)) return undefined;
  if (fn.name === 'count' && args.length === 0) return BigInt(table.rowCount);
  const [arg] = args;
  if (args.length !== 1 || arg.kind !== 'Column') return undefined;
  const column = columns.find(({ id }) => id === arg.id);
  if (column === undefined) return undefined;
  const { min, max, minExact, maxExact, nullCount } = table.statistics[column.ordinal];
  switch (fn.name) {
    case 'count':
      return nullCount === undefined ? undefined : BigInt(table.rowCount - nullCount);
    case 'min':
      return nullCount === table.rowCount ? null : minExact === true ? min : undefined;
    case 'max':
      return nullCount === table.rowCount ? null : maxExact === true ? max : undefined;
    default:
      return undefined;
  }
}
