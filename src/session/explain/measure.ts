import { clockMs } from '../../data/clock.js';
import type { PhysicalPlan, PhysicalScan } from '../../planner/physical/plan.js';
import { inputsOf } from '../../planner/physical/print.js';
import { planScanIn, type PlannedQuery } from '../plan-query.js';
import { runQuery, type HeldResult, type RunOptions } from '../run-query.js';
import type { SessionState } from '../state.js';

/** What an operator did, over all tasks. */
export interface OperatorMeasure {
  /** The stage in which its rows come out. */
  readonly stage: number;
  rows: number;
  /** Scans: rows decoded, before the scan's own conditions. */
  read?: number;
  /** Left, right, full, single and mark joins: pairs (mark: rows) that matched. */
  matched?: number;
  scan?: ScanMeasured;
}

export interface ScanMeasured {
  readonly unit: string;
  readonly partitions: number;
  /** How many there would be if none were ruled out. */
  readonly partitionsInAll: number;
  readonly pagesSkipped: number;
  readonly bytesRead: number;
}

export interface StageMeasure {
  readonly id: number;
  readonly name: string;
  readonly after: readonly number[];
  readonly tasks: number;
  readonly workers: number;
  readonly rowsIn: number;
  /** Summed over workers. */
  readonly elapsedMs: number;
}

export interface Measured {
  readonly operators: ReadonlyMap<PhysicalPlan, OperatorMeasure>;
  readonly stages: readonly StageMeasure[];
  readonly executionMs: number;
}

/** Runs a query that was compiled to count its operators' rows; the rows themselves are dropped. */
export async function measure(planned: PlannedQuery, session: SessionState, options: RunOptions): Promise<Measured> {
  const started = clockMs();
  const { metrics } = await runQuery(planned, session, options, (held) => held);
  const executionMs = clockMs() - started;
  const operators = new Map<PhysicalPlan, OperatorMeasure>();
  planned.counters.forEach((counters, stage) => {
    const parts = metrics.filter((part) => part.stage === stage);
    counters.forEach(({ node, name }, i) => {
      const known = operators.get(node) ?? { stage, rows: 0 };
      // A full join's rows come out of two stages: both count.
      known[name] = (known[name] ?? 0) + sum(parts, ({ counts }) => counts[i] ?? 0);
      operators.set(node, name === 'rows' ? { ...known, stage } : known);
    });
  });
  for (const scan of scansOf(planned.physical)) {
    const known = operators.get(scan);
    if (known !== undefined) known.scan = await measureScan(scan, known.stage, metrics, session);
  }
  return { operators, stages: planned.stages.map((stage) => measureStage(stage, metrics)), executionMs };
}

const UNITS = { parquet: 'row group', csv: 'byte range', memory: 'chunk range' } as const;

async function measureScan(
  { table, partitions }: PhysicalScan,
  stage: number,
  metrics: HeldResult['metrics'],
  session: SessionState,
): Promise<ScanMeasured> {
  const parts = metrics.filter((part) => part.stage === stage);
  return {
    unit: UNITS[table.source.kind],
    partitions: partitions.length,
    partitionsInAll: (await planScanIn(session)(table, [])).length,
    pagesSkipped: sum(parts, ({ scan }) => scan.pagesSkipped),
    bytesRead: sum(parts, ({ scan }) => scan.bytesRead),
  };
}

function measureStage({ id, name, partitions, dependsOn }: PlannedQuery['stages'][number], metrics: HeldResult['metrics']): StageMeasure {
  const parts = metrics.filter((part) => part.stage === id);
  return {
    id,
    name,
    after: [...new Set(dependsOn)],
    tasks: partitions,
    workers: parts.length,
    rowsIn: sum(parts, ({ rows }) => rows),
    elapsedMs: sum(parts, ({ elapsedMs }) => elapsedMs),
  };
}

const scansOf = (plan: PhysicalPlan): readonly PhysicalScan[] => (plan.kind === 'Scan' ? [plan] : inputsOf(plan).flatMap(scansOf));

const sum = <T>(items: readonly T[], value: (item: T) => number): number => items.reduce((total, item) => total + value(item), 0);
