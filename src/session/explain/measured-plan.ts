import type { PhysicalMaterialize, PhysicalPlan } from '../../planner/physical/plan.js';
import { inputsOf } from '../../planner/physical/print.js';
import type { Measured, OperatorMeasure } from './measure.js';

/** A plan's operators with what they did. */
export interface MeasuredPlan {
  /** What an operator reads; of a shared subplan the use that computed it. */
  inputsOf(this: void, node: PhysicalPlan): readonly PhysicalPlan[];
  of(this: void, node: PhysicalPlan): OperatorMeasure | undefined;
  /** Rows that an operator took: of a join those of the probe side, of a scan those decoded. */
  rowsIn(this: void, node: PhysicalPlan): number | undefined;
  /** Pairs that a join matched; rows of the side whose rows it gives at most once. */
  matches(this: void, node: PhysicalPlan): number | undefined;
}

export function measuredPlan(plan: PhysicalPlan, { operators }: Pick<Measured, 'operators'>): MeasuredPlan {
  const computed = new Map<number, PhysicalMaterialize>();
  const collect = (node: PhysicalPlan): void => {
    if (node.kind === 'Materialize' && (!computed.has(node.id) || operators.has(node.input))) computed.set(node.id, node);
    inputsOf(node).forEach(collect);
  };
  collect(plan);
  const inputs = (node: PhysicalPlan) => inputsOf(node.kind === 'Materialize' ? (computed.get(node.id) ?? node) : node);
  const rowsOf = (node: PhysicalPlan): number => operators.get(node)?.rows ?? 0;
  return {
    inputsOf: inputs,
    of: (node) => operators.get(node),
    rowsIn(node) {
      if (node.kind === 'Scan') return operators.get(node)?.read;
      const read = inputs(node);
      if (read.length === 0) return undefined;
      return node.kind === 'UnionAll' ? read.reduce((sum, input) => sum + rowsOf(input), 0) : rowsOf(read[0]);
    },
    matches(node) {
      if (node.kind !== 'HashJoin' && node.kind !== 'NestedLoopJoin') return undefined;
      switch (node.type) {
        case 'inner':
        case 'semi':
        case 'right semi':
          return rowsOf(node);
        case 'anti':
          return rowsOf(node.probe) - rowsOf(node);
        case 'right anti':
          return rowsOf(node.build) - rowsOf(node);
        default:
          return operators.get(node)?.matched ?? 0;
      }
    },
  };
}
