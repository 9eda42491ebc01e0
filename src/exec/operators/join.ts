import type { Value } from '../../functions/code.js';
import type { ColumnId, Expr } from '../../planner/logical/expr.js';
import { freeColumns } from '../../planner/logical/columns.js';
import type { PhysicalHashJoin, PhysicalNestedLoopJoin } from '../../planner/physical/plan.js';
import type { PipelineColumn, PipelineDraft, StageBuilder } from '../compile/draft.js';
import type { ExpressionContext } from '../wasm/expression.js';
import { chunkSource } from './chunk-source.js';
import { joinBuildSink, payloadOf, type BuildKey, type BuildLayout } from './join-build.js';
import { emitJoin, type JoinOutput, type Match } from './join-match.js';
import { joinTableSink } from './join-table.js';
import { unmatchedRows } from './join-unmatched.js';
import { nothingSource } from './nothing.js';

/** What the two join operators have in common: a stored build side, a probe step, and for full joins the rows that are left over. */
export interface JoinDraft {
  readonly node: PhysicalHashJoin | PhysicalNestedLoopJoin;
  readonly keys: readonly BuildKey[];
  readonly residual: readonly Expr[];
  /** How the candidates of the current row are found. */
  readonly match: (table: Value, output: JoinOutput, context: ExpressionContext) => Match;
}

export function compileJoin({ node, keys, residual, match }: JoinDraft, builder: StageBuilder): PipelineDraft {
  const { type, mark } = node;
  const buildInput = builder.compile(node.build);
  const passesBuild = type !== 'semi' && type !== 'anti' && type !== 'mark';
  const payload = passesBuild ? buildInput.columns : payloadOf(buildInput.columns, columnsOf(residual));
  const sink = joinBuildSink(keys, payload, type === 'full' || type === 'mark');
  const built = builder.close(buildInput, sink, `${node.kind} build`);
  const build = sink.layout();
  const table = builder.close(
    { source: nothingSource([built]), steps: [], columns: [] },
    joinTableSink(built, build),
    `${node.kind} table`,
  );

  const probe = builder.compile(node.probe);
  const output: JoinOutput = { node, type, build, mark };
  const columns = outputColumns(node, probe.columns, build);
  const used = columnsOf(residual);
  const joined: PipelineDraft = {
    source: { ...probe.source, dependsOn: [...probe.source.dependsOn, table] },
    columns,
    steps: [
      ...probe.steps,
      (context, next) => {
        const { code, row, stage } = context;
        const slot = stage.layout.reserve(4, { kind: 'output', stage: table, partition: 0 });
        const address = code.inPrologue(() => code.load('i32.load', code.frame, slot));
        // What the conditions read of this side is loaded once, not once per candidate.
        for (const id of used) if (row.has(id)) row.get(id);
        emitJoin(match(address, output, context), output, context, next);
      },
    ],
  };
  if (type !== 'full') return joined;

  const matched = builder.materialize(joined, node.kind);
  const rest = builder.materialize(unmatchedRows(table, matched.stage, build, probe.columns), `${node.kind} unmatched`, matched.columns);
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
    default:
      return [...probe, ...build.columns.map(({ column }) => ({ ...column, nullable: true }))];
  }
}
