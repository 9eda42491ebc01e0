import type { SqlType } from '../../data/types.js';
import type { NullableValue, Value } from '../../functions/code.js';
import type { ColumnId } from '../../planner/logical/expr.js';
import type { PhysicalPlan } from '../../planner/physical/plan.js';
import type { SinkSpec } from '../operators/sinks.js';
import type { SourceSpec } from '../operators/sources.js';
import type { CodedColumn } from '../wasm/columns.js';
import type { Emitter } from '../wasm/emitter.js';
import type { ExpressionContext } from '../wasm/expression.js';
import type { Row } from '../wasm/row.js';
import type { Counter, StageCode } from '../wasm/stage-code.js';

/** A column of a pipeline's rows, or of a stage's output. */
export interface PipelineColumn {
  readonly id: ColumnId;
  readonly type: SqlType;
  readonly nullable: boolean;
}

/** Where a stage's rows come from. */
export interface SourceDraft {
  readonly spec: SourceSpec;
  readonly partitions: number;
  readonly dependsOn: readonly number[];
  readonly columns: readonly PipelineColumn[];
  /**
   * How the columns of row `index` of the current batch are loaded. Called once, while `run` is emitted; reserve frame slots through
   * `code.layout` and pass their offsets in the spec by making it first (reserve in `prepare`).
   */
  readonly loads: (code: Emitter, index: Value, stage: StageCode) => ReadonlyMap<ColumnId, () => NullableValue>;
  /** The dictionary codes of row `index`, of columns that may have them. */
  readonly codes?: (code: Emitter, index: Value) => ReadonlyMap<ColumnId, CodedColumn>;
  /** Adds functions of the source's own to the stage's module, and returns the finished spec when it depends on what was reserved. */
  readonly prepare?: (stage: StageCode) => SourceSpec | undefined;
  /** The row of the batch that turn `turn` of `run`'s loop is about; undefined: row `turn`. */
  readonly rowOf?: (turn: Value, code: Emitter) => Value;
  /** The same rows read differently; see `adaptSource`. */
  readonly adapt?: (change: SourceChange) => SourceDraft;
}

/** How a source can be made to read its rows. */
export interface SourceChange {
  /** Leaves out the rows for which this does not hold, before columns that it does not use are loaded. */
  readonly restriction?: Restriction;
  readonly bundling?: Bundling;
}

/** Reads neighbouring partitions one after the other in one task, as long as there are so many tasks and none has many more rows than this. */
export interface Bundling {
  readonly tasks: number;
  readonly rows: number;
}

/** A condition on a source's own columns; a row is kept when `holds` emits 1. */
export interface Restriction {
  readonly columns: ReadonlySet<ColumnId>;
  readonly dependsOn: readonly number[];
  /** What `holds` emits (anything but 0 keeps the row) is a column of the source's rows from then on, under this id. */
  readonly keptAs?: ColumnId;
  readonly holds: (context: ExpressionContext) => Value;
}

/** The source with a change; undefined when it has only one way to read. */
export function adaptSource(source: SourceDraft, change: SourceChange): SourceDraft | undefined {
  const adapted = source.adapt?.(change);
  return adapted && { ...adapted, dependsOn: [...new Set([...source.dependsOn, ...adapted.dependsOn])] };
}

/** One row-wise step of a pipeline: emits code for `row` and calls `next` exactly once, in a place that runs once per row it passes on. */
export type Step = (context: ExpressionContext, next: (row: Row) => void) => void;

/** A pipeline that is still open at its end. */
export interface PipelineDraft {
  readonly source: SourceDraft;
  readonly steps: readonly Step[];
  readonly columns: readonly PipelineColumn[];
}

/** The end of a pipeline: `emit` emits what happens to each row; `spec` is asked for afterwards. */
export interface SinkDraft {
  readonly emit: (context: ExpressionContext) => void;
  /** Adds functions of the sink's own (merge, finish, …) to the module; called after `emit`. */
  readonly functions?: (stage: StageCode) => void;
  readonly spec: () => SinkSpec;
}

/** Collects the stages of a query while operators are compiled. */
export interface StageBuilder {
  /** An open pipeline that produces the plan's rows. */
  compile(plan: PhysicalPlan): PipelineDraft;
  /** Ends a pipeline in a sink as a new stage and returns its id. */
  close(pipeline: PipelineDraft, sink: SinkDraft, name: string): number;
  /** Ends a pipeline by storing its rows in chunks; the result reads them (one partition per partition, or all in one). */
  materialize(pipeline: PipelineDraft, name: string, columns?: readonly PipelineColumn[]): MaterializedStage;
  partitionsOf(stage: number): number;
  /** The tables of joins that scans filter by, by the join's `filterId`; a join's table is known before its probe side is compiled. */
  readonly filters: Map<number, JoinFilter>;
}

/** How a scan looks for rows that can have a match in a join's table. */
export interface JoinFilter {
  /** The stage that publishes the table. */
  readonly table: number;
  /** Emits 1 where a row with these keys can have a match. */
  readonly mayMatch: (table: Value, keys: readonly NullableValue[], code: Emitter) => Value;
  /** Emits the address of the first tuple that may match, 0 without any: for the join, which looks under `firstTuple` before it searches itself. */
  readonly findFirst: (table: Value, keys: readonly NullableValue[], code: Emitter) => Value;
  readonly firstTuple: ColumnId;
}

export interface MaterializedStage {
  readonly stage: number;
  readonly columns: readonly PipelineColumn[];
}

/** Counts the rows that come here as those of `node`, for EXPLAIN ANALYZE. */
export const appendCount = (pipeline: PipelineDraft, node: PhysicalPlan, name: Counter['name']): PipelineDraft =>
  appendStep(pipeline, ({ code, row, stage }, next) => {
    stage.count(code, node, name);
    next(row);
  });

export const appendStep = (pipeline: PipelineDraft, step: Step, columns = pipeline.columns): PipelineDraft => ({
  source: pipeline.source,
  steps: [...pipeline.steps, step],
  columns,
});
