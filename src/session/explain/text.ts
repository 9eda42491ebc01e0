import type { PhysicalHashJoin, PhysicalPlan } from '../../planner/physical/plan.js';
import { planLines } from '../../planner/physical/print.js';
import type { Measured, StageMeasure } from './measure.js';
import { measuredPlan, type MeasuredPlan } from './measured-plan.js';

/** A measured plan for people: its tree beside the rows of each operator, then its stages. */
export function analyzedText(plan: PhysicalPlan, measured: Measured, planningMs: number): readonly string[] {
  return [
    ...operatorLines(plan, measuredPlan(plan, measured)),
    '',
    ...stageLines(measured.stages),
    '',
    `Planning Time: ${planningMs.toFixed(1)} ms`,
    `Execution Time: ${measured.executionMs.toFixed(1)} ms`,
  ];
}

function operatorLines(plan: PhysicalPlan, measured: MeasuredPlan): readonly string[] {
  const rows: Row[] = planLines(plan, measured.inputsOf).flatMap(({ node, lead, rest, text }) => {
    const own = measured.of(node);
    const detail = detailOf(node, measured);
    const line: Row = {
      numbers: [count(measured.rowsIn(node)), count(own?.rows), count(Math.round(node.estimatedRows)), String(own?.stage ?? '')],
      text: lead + text,
    };
    return detail === undefined ? [line] : [line, { numbers: ['', '', '', ''], text: `${rest}${detail}` }];
  });
  return table(['rows in', 'rows out', 'estimate', 'stage'], 'operator', rows);
}

function detailOf(node: PhysicalPlan, measured: MeasuredPlan): string | undefined {
  const scan = measured.of(node)?.scan;
  if (scan !== undefined) {
    const { unit, partitions, partitionsInAll, pagesSkipped, bytesRead } = scan;
    return [
      `${count(partitions)} of ${count(partitionsInAll)} ${unit}${partitionsInAll === 1 ? '' : 's'}`,
      ...(pagesSkipped > 0 ? [`${count(pagesSkipped)} ${pagesSkipped === 1 ? 'page' : 'pages'} skipped`] : []),
      ...(unit === 'chunk range' ? [] : [`${bytes(bytesRead)} read`]),
    ].join(', ');
  }
  if (node.kind !== 'HashJoin' && node.kind !== 'NestedLoopJoin') return undefined;
  return `${count(measured.of(node.build)?.rows)} build rows, ${count(measured.matches(node))} ${matchedBy(node.type)}`;
}

function matchedBy(type: PhysicalHashJoin['type']): string {
  switch (type) {
    case 'mark':
    case 'anti':
    case 'semi':
      return 'probe rows match';
    case 'right semi':
    case 'right anti':
      return 'of them match';
    default:
      return 'matches';
  }
}

const stageLines = (stages: readonly StageMeasure[]): readonly string[] =>
  table(
    ['stage', 'tasks', 'workers', 'rows in', 'ms'],
    'work',
    stages.map(({ id, name, after, tasks, workers, rowsIn, elapsedMs }) => ({
      numbers: [String(id), count(tasks), String(workers), count(rowsIn), elapsedMs.toFixed(2)],
      text: name + (after.length === 0 ? '' : ` after ${after.join(', ')}`),
    })),
  );

interface Row {
  readonly numbers: readonly string[];
  readonly text: string;
}

/** Columns of numbers, aligned to the right, then text. */
function table(heads: readonly string[], textHead: string, rows: readonly Row[]): readonly string[] {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map(({ numbers }) => numbers[i].length)));
  return [{ numbers: heads, text: textHead }, ...rows].map(
    ({ numbers, text }) => `${numbers.map((number, i) => number.padStart(widths[i])).join('  ')}  ${text}`,
  );
}

const count = (rows: number | undefined): string => (rows === undefined ? '' : rows.toLocaleString('en'));

function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  const power = Math.min(3, Math.floor(Math.log2(size) / 10));
  return `${(size / 1024 ** power).toFixed(1)} ${['', 'kB', 'MB', 'GB'][power]}`;
}
