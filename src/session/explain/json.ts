import type { PhysicalPlan } from '../../planner/physical/plan.js';
import { describe, inputsOf } from '../../planner/physical/print.js';
import type { Measured } from './measure.js';
import { measuredPlan, type MeasuredPlan } from './measured-plan.js';

type Fields = Readonly<Record<string, unknown>>;

/** A plan as JSON, in the shape of PostgreSQL's, with what a run of it measured. */
export function planJson(plan: PhysicalPlan, analyzed?: { readonly measured: Measured; readonly planningMs: number }): string {
  const measured = analyzed && measuredPlan(plan, analyzed.measured);
  const document: Fields = {
    Plan: operator(plan, measured, new Set()),
    ...(analyzed && {
      Stages: analyzed.measured.stages.map(({ id, name, after, tasks, workers, rowsIn, elapsedMs }) => ({
        Stage: id,
        Work: name,
        After: after,
        Tasks: tasks,
        Workers: workers,
        'Rows In': rowsIn,
        Time: rounded(elapsedMs),
      })),
      'Planning Time': rounded(analyzed.planningMs),
      'Execution Time': rounded(analyzed.measured.executionMs),
    }),
  };
  return JSON.stringify([document], undefined, 2);
}

/** `shown` are the shared subplans that were shown before: each is there once. */
function operator(node: PhysicalPlan, measured: MeasuredPlan | undefined, shown: Set<number>): Fields {
  const repeated = node.kind === 'Materialize' && shown.has(node.id);
  if (node.kind === 'Materialize') shown.add(node.id);
  const inputs = repeated ? [] : (measured?.inputsOf ?? inputsOf)(node);
  return {
    'Node Type': node.kind,
    Description: describe(node),
    'Plan Rows': Math.round(node.estimatedRows),
    ...measuredFields(node, measured),
    ...(inputs.length > 0 && { Plans: inputs.map((input) => operator(input, measured, shown)) }),
  };
}

function measuredFields(node: PhysicalPlan, measured: MeasuredPlan | undefined): Fields {
  const own = measured?.of(node);
  if (measured === undefined || own === undefined) return {};
  const { scan, rows, stage } = own;
  const isJoin = node.kind === 'HashJoin' || node.kind === 'NestedLoopJoin';
  return {
    'Actual Rows': rows,
    'Rows In': measured.rowsIn(node),
    ...(isJoin && { 'Build Rows': measured.of(node.build)?.rows, Matches: measured.matches(node) }),
    ...(scan && {
      'Partition Unit': scan.unit,
      'Partitions Read': scan.partitions,
      'Partitions Skipped': scan.partitionsInAll - scan.partitions,
      'Pages Skipped': scan.pagesSkipped,
      'Bytes Read': scan.bytesRead,
    }),
    Stage: stage,
  };
}

const rounded = (ms: number): number => Number(ms.toFixed(3));
