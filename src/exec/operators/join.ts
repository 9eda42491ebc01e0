import type { Value } from '../../functions/code.js';
import type { ColumnId, Expr } from '../../planner/logical/expr.js';
import { freeColumns } from '../../planner/logical/columns.js';
import type { PhysicalHashJoin, PhysicalNestedLoopJoin } from '../../planner/physical/plan.js';
import type { JoinFilter, PipelineColumn, PipelineDraft, StageBuilder } from '../compile/draft.js';
import type { ExpressionContext } from '../wasm/expression.js';
import { chunkSource } from './chunk-source.js';
import { joinBuildSink, payloadOf, type BuildKey, type BuildLayout } from './join-build.js';
import { effectSink } from './effect-sink.js';
import { emitJoin, emitMarkMatched, type JoinOutput, type Match } from './join-match.js';
import { joinTableSink } from './join-table.js';
import { storedRows } from './join-tuples.js';
import { nothingSource } from './nothing.js';

/** What the two join operators have in common: a stored build side, a probe step, and for full joins the rows that are left over. */
export interface JoinDraft {
  readonly node: PhysicalHashJoin | PhysicalNestedLoopJoin;
  readonly keys: readonly BuildKey[];
  readonly residual: readonly Expr[];
  /** How the candidates of the current row are found. */
  readonly match: (table: Value, output: JoinOutput, context: ExpressionContext) => Match;
  /** How scans filter by the table. */
  readonly filter?: (build: BuildLayout) => Omit<JoinFilter, 'table'>;
}

export function compileJoin({ node, keys, residual, match, filter }: JoinDraft, builder: StageBuilder): PipelineDraft {
  const { type, mark, storedTasks = 1 } = node;
  const buildInput = builder.compile(node.build);
  const passesBuild = type !== 'semi' && type !== 'anti' && type !== 'mark';
  const keepsNullKeys = type === 'full' || type === 'mark' || type === 'right' || type === 'right anti';
  const payload = passesBuild ? buildInput.columns : payloadOf(buildInput.columns, columnsOf(residual));
  const probeRows = Math.ceil(node.probe.estimatedRows);
  const isOneTask = buildInput.source.partitions === 1;
  const sink = joinBuildSink(keys, payload, keepsNullKeys, isOneTask ? probeRows : undefined);
  const built = builder.close(buildInput, sink, `${node.kind} build`);
  const build = sink.layout();
  const table = isOneTask
    ? built
    : builder.close(
        { source: nothingSource([built]), steps: [], columns: [] },
        joinTableSink(built, build, probeRows),
        `${node.kind} table`,
      );

  if (node.kind === 'HashJoin' && node.filterId !== undefined && filter !== undefined)
    builder.filters.set(node.filterId, { table, ...filter(build) });

  const probe = builder.compile(node.probe);
  const output: JoinOutput = { node, type, build, mark };
  const used = columnsOf(residual);
  const source = { ...probe.source, dependsOn: [...probe.source.dependsOn, table] };
  const matchOf = (context: ExpressionContext): Match => {
    const { code, row, stage } = context;
    const slot = stage.layout.reserve(4, { kind: 'output', stage: table, partition: 0 });
    const address = code.inPrologue(() => code.load('i32.load', code.frame, slot));
    // What the conditions read of this side is loaded once, not once per candidate.
    for (const id of used) if (row.has(id)) row.get(id);
    return match(address, output, context);
  };
  if (type === 'right semi' || type === 'right anti') {
    const marking = effectSink((context) => emitMarkMatched(matchOf(context), output, context));
    const marked = builder.close({ ...probe, source }, marking, node.kind);
    return storedRows({
      table,
      after: marked,
      build,
      probeColumns: [],
      keep: type === 'right semi' ? 'matched' : 'unmatched',
      partitions: storedTasks,
    });
  }
  const joined: PipelineDraft = {
    source,
    columns: outputColumns(node, probe.columns, build),
    steps: [...probe.steps, (context, next) => emitJoin(matchOf(context), output, context, next)],
  };
  if (type !== 'full' && type !== 'right') return joined;

  const matched = builder.materialize(joined, node.kind);
  const unmatched = storedRows({
    table,
    after: matched.stage,
    build,
    probeColumns: probe.columns,
    keep: 'unmatched',
    partitions: storedTasks,
  });
  const rest = builder.materialize(unmatched, `${node.kind} unmatched`, matched.columns);
  const merged = matched.columns.map((column, i) => ({ ...column, nullable: column.nullable || rest.columns[i].nullable }));
  const partitions = builder.partitionsOf(matched.stage) + builder.partitionsOf(rest.stage);
  return { source: chunkSource([matched.stage, rest.stage], merged, partitions), steps: [], columns: merged };
}

export const columnsOf = (exprs: readonly Expr[]): ReadonlySet<ColumnId> => new Set(exprs.flatMap((expr) => [...freeColumns(expr).keys()]));

function outputColumns(
  { type, mark }: PhysicalHashJoin | PhysicalNestedLoopJoin,
  probe: readonly PipelineColumn[],
  build: BuildLayout,
): readonly PipelineColumn[] {
  switch (type) {
    case 'semi':
    case 'anti':
      return probe;
    case 'mark':
      return [...probe, { id: mark!.id, type: mark!.type, nullable: true }];
    case 'inner':
      return [...probe, ...build.columns.map(({ column }) => column)];
    case 'right':
      return [...probe.map((column) => ({ ...column, nullable: true })), ...build.columns.map(({ column }) => column)];
    default:
      return [...probe, ...build.columns.map(({ column }) => ({ ...column, nullable: true }))];
  }
}
