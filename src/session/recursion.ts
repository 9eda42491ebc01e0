import { inputsOf } from '../planner/logical/children.js';
import type { ColumnExpr } from '../planner/logical/expr.js';
import { column as columnOf, sameValue } from '../planner/logical/make.js';
import { idsAbove } from '../planner/logical/next-ids.js';
import type { LogicalPlan, OutputColumn, RecursiveUnion, Scan } from '../planner/logical/plan.js';
import { mapInputs } from '../planner/logical/rewrite.js';
import { copyChunks } from '../exec/memory-table.js';
import { DEFAULT_SCHEMA, type MemoryTable } from './catalog.js';
import { compilePlan } from './plan-query.js';
import { runQuery, type RunOptions } from './run-query.js';
import type { SessionState } from './state.js';

export const hasRecursion = (plan: LogicalPlan): boolean => plan.kind === 'RecursiveUnion' || inputsOf(plan).some(hasRecursion);

interface Rounds {
  /** The plan with every recursive union read from memory. */
  readonly plan: LogicalPlan;
  release(): void;
}

/**
 * Runs the recursive unions of a plan, innermost first: rounds of ordinary queries over the rows of the last round, until one gives none.
 * UNION keeps what no earlier round had. The rows stay in memory until `release`.
 */
export async function runRecursion(plan: LogicalPlan, session: SessionState, options: RunOptions): Promise<Rounds> {
  if (!hasRecursion(plan)) return { plan, release: () => {} };
  const { engine } = session;
  const owner = engine.newOwner();
  const tables: number[] = [];
  const release = () => {
    for (const id of tables) session.temporary.delete(id);
    engine.retireOwner(owner);
  };
  const newTable = (columns: readonly OutputColumn[]): number => {
    const id = session.newTableId();
    tables.push(id);
    const region = engine.arena.kernels.region_new(owner) >>> 0;
    session.temporary.set(id, {
      kind: 'table',
      id,
      schema: DEFAULT_SCHEMA,
      name: 'recursion',
      columns: columns.map(({ name, type }) => ({ name, type, nullable: true })),
      owner,
      region,
      chunks: [],
      rowCount: 0,
    });
    return id;
  };
  const done = new Map<number, number>();

  const run = async (query: LogicalPlan, sources: readonly ColumnExpr[], into: MemoryTable): Promise<MemoryTable> => {
    const planned = await compilePlan(
      query,
      sources.map((source) => ({ name: source.name, column: source })),
      session,
    );
    return runQuery(planned, session, options, ({ chunks, types, rowCount }) => ({
      ...into,
      chunks: copyChunks(engine.arena, chunks, types, planned.positions, into.region),
      rowCount,
    }));
  };

  const resolve = async (node: LogicalPlan): Promise<LogicalPlan> => {
    if (node.kind === 'RecursiveUnion') {
      let id = done.get(node.id);
      if (id === undefined) done.set(node.id, (id = await iterate(node)));
      return scanOf(session.temporary.get(id)!, node.columns);
    }
    const inputs = new Map<LogicalPlan, LogicalPlan>();
    for (const input of inputsOf(node)) inputs.set(input, await resolve(input));
    return mapInputs(node, (input) => inputs.get(input)!);
  };

  const iterate = async (union: RecursiveUnion): Promise<number> => {
    const [all, round] = [newTable(union.columns), newTable(union.columns)];
    const accumulate = (rows: MemoryTable) => {
      const known = session.temporary.get(all)!;
      session.temporary.set(all, { ...known, chunks: [...known.chunks, ...rows.chunks], rowCount: known.rowCount + rows.rowCount });
      session.temporary.set(round, rows);
    };
    const step = await resolve(union.step);
    let next = await resolve(union.base);
    let sources = union.baseSources;
    for (;;) {
      const wanted = union.distinct ? withoutKnown(next, sources, session.temporary.get(all)!) : { plan: next, sources };
      const rows = await run(wanted.plan, wanted.sources, session.temporary.get(round)!);
      if (rows.rowCount === 0) return all;
      accumulate(rows);
      next = readRound(step, union.id, session.temporary.get(round)!);
      sources = union.stepSources;
    }
  };

  try {
    return { plan: await resolve(plan), release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Reads a table held in memory under the given column ids, by position. */
const scanOf = (table: MemoryTable, columns: readonly OutputColumn[]): Scan => ({
  kind: 'Scan',
  table: {
    name: table.name,
    columns: table.columns,
    rowCount: table.rowCount,
    rowCountExact: true,
    statistics: columns.map(() => ({})),
    source: { kind: 'memory', tableId: table.id },
  },
  columns: columns.map((column, ordinal) => ({ ...column, ordinal })),
  conjuncts: [],
});

const readRound = (plan: LogicalPlan, id: number, round: MemoryTable): LogicalPlan =>
  plan.kind === 'RecursiveRef' && plan.id === id ? scanOf(round, plan.columns) : mapInputs(plan, (input) => readRound(input, id, round));

/** The distinct rows of a round that are not in `known`. */
function withoutKnown(
  plan: LogicalPlan,
  sources: readonly ColumnExpr[],
  known: MemoryTable,
): { readonly plan: LogicalPlan; readonly sources: readonly ColumnExpr[] } {
  const newId = idsAbove(plan);
  const keys = sources.map((source) => ({ id: newId(), name: source.name, type: source.type, expr: source }));
  const old = scanOf(
    known,
    keys.map(({ name, type }) => ({ id: newId(), name, type })),
  );
  const distinct: LogicalPlan = { kind: 'Aggregate', input: plan, keys, aggregates: [] };
  const on = keys.map((key, i) => sameValue(columnOf(key), columnOf(old.columns[i])));
  return { plan: { kind: 'Join', type: 'anti', left: distinct, right: old, on }, sources: keys.map((key) => columnOf(key)) };
}
