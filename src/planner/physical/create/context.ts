import type { LogicalPlan } from '../../logical/plan.js';
import type { TableRef } from '../../catalog.js';
import type { ScanPartition, ScanPredicate } from '../../../storage/formats/format.js';
import type { PhysicalPlan } from '../plan.js';

/** What choosing algorithms needs. Partitions of every scan are planned beforehand, because that reads files. */
export interface PhysicalContext {
  create(plan: LogicalPlan): PhysicalPlan;
  estimateRows(plan: LogicalPlan): number;
  partitionsOf(scan: LogicalPlan & { kind: 'Scan' }): PlannedScan;
}

export interface PlannedScan {
  readonly predicates: readonly ScanPredicate[];
  readonly partitions: readonly ScanPartition[];
}

/** Cuts a scan into partitions: the formats' own `plan`, or a memory table's chunks. */
export type PlanScan = (table: TableRef, predicates: readonly ScanPredicate[]) => Promise<readonly ScanPartition[]>;
