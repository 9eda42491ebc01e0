import type { ColumnId } from '../logical/expr.js';
import type { ProjectItem } from '../logical/plan.js';
import { estimateTableColumn } from '../statistics/column-estimate.js';
import type { PhysicalHashJoin, PhysicalPlan, PhysicalScan, RuntimeFilter } from './plan.js';

/**
 * Lets scans drop rows that a join further up cannot use: each join that keeps only probe rows with a match gives its table, which is complete
 * before the probe side begins, to the scans below its probe side that its keys come from, through other joins and through aggregates
 * that group by them. What the join itself would look up next, in the same pipeline, is looked up by the scan alone, batch by batch.
 *
 * "Sideways information passing" (Beeri and Ramakrishnan 1991; Ives and Taylor 2008), with the join's own directory as the filter.
 */
export function attachRuntimeFilters(plan: PhysicalPlan): PhysicalPlan {
  const taken = new Set<number>();
  let joins = 0;
  return visit(plan, []);

  function visit(node: PhysicalPlan, filters: readonly Travelling[]): PhysicalPlan {
    switch (node.kind) {
      case 'Scan':
        return atScan(node, filters);
      case 'Values':
      case 'Series':
        return node;
      case 'Filter':
        return over(node, visit(node.input, filters));
      case 'Project':
        return over(node, visit(node.input, below(filters, node.items)));
      case 'HashAggregate':
        return over(node, visit(node.input, distant(below(filters, node.keys))));
      case 'HashJoin':
        return atJoin(node, filters);
      case 'UnionAll':
        return {
          ...node,
          inputs: node.inputs.map(({ plan: input, sources }) => ({
            plan: visit(input, renamed(distant(filters), new Map(node.columns.map(({ id }, i) => [id, sources[i].id])))),
            sources,
          })),
        };
      case 'NestedLoopJoin':
        return { ...node, build: visit(node.build, []), probe: visit(node.probe, node.type === 'full' ? [] : distant(filters)) };
      case 'Sort':
        return over(node, visit(node.input, distant(filters)));
      case 'TopN':
      case 'Limit':
      case 'Window':
      case 'Unnest':
      case 'Materialize':
        return over(node, visit(node.input, []));
    }
  }

  function atJoin(node: PhysicalHashJoin, filters: readonly Travelling[]): PhysicalPlan {
    const { type, keys } = node;
    const join = joins++;
    const pairs = keys.flatMap(({ probe, build, nullSafe }) =>
      !nullSafe && probe.kind === 'Column' && build.kind === 'Column' ? [[probe.id, build.id] as const] : [],
    );
    const own: Travelling[] =
      DROPS_PROBE_ROWS.has(type) && pairs.length === keys.length ? [{ join, columns: pairs.map(([id]) => id), isDistant: false }] : [];
    // Where only equal keys meet, a filter on the one side's keys is one on the other's. A mark join also looks at keys that are NULL; a single
    // join counts all build rows of a key.
    const passed = type === 'full' ? [] : distant(filters);
    const toProbe = new Map(pairs.map(([probe, build]) => [build, probe]));
    // The join's own filter comes last: for what it finds to be read soon, few rows should go after that.
    const probe = visit(node.probe, [...substituted(passed, toProbe), ...own]);
    const build = visit(node.build, type === 'mark' || type === 'single' ? [] : substituted(passed, new Map(pairs)));
    if (taken.has(join)) return { ...node, probe, build, filterId: join };
    return probe === node.probe && build === node.build ? node : { ...node, probe, build };
  }

  function atScan(node: PhysicalScan, filters: readonly Travelling[]): PhysicalPlan {
    const runtimeFilters = filters.flatMap(({ join, columns, isDistant }): RuntimeFilter[] => {
      const found = columns.map((id) => node.columns.find((column) => column.id === id));
      if (found.some((column) => column === undefined)) return [];
      taken.add(join);
      const distinct = found.map((column) => {
        const { ordinal, type } = column!;
        return estimateTableColumn(node.table, ordinal, type).distinct;
      });
      const most = Math.min(
        node.table.rowCount,
        distinct.reduce((product, count) => product * count, 1),
      );
      return [{ join, columns, isNext: !isDistant, worthBelow: Math.floor(most / 2) }];
    });
    return runtimeFilters.length === 0 ? node : { ...node, runtimeFilters };
  }
}

const over = <T extends PhysicalPlan & { readonly input: PhysicalPlan }>(node: T, input: PhysicalPlan): T =>
  input === node.input ? node : { ...node, input };

/** Of these, rows of the probe side come to nothing when they have no match. */
const DROPS_PROBE_ROWS: ReadonlySet<PhysicalHashJoin['type']> = new Set(['inner', 'semi', 'right', 'right semi', 'right anti']);

/** A filter on its way down: the columns that its join's keys are here, and whether something lies between it and its join. */
interface Travelling {
  readonly join: number;
  readonly columns: readonly ColumnId[];
  readonly isDistant: boolean;
}

const distant = (filters: readonly Travelling[]): readonly Travelling[] => filters.map((filter) => ({ ...filter, isDistant: true }));

/** The filters all of whose columns have a name below. */
const renamed = (filters: readonly Travelling[], sources: ReadonlyMap<ColumnId, ColumnId>): readonly Travelling[] =>
  filters.flatMap((filter) => {
    const columns = filter.columns.map((id) => sources.get(id));
    return columns.includes(undefined) ? [] : [{ ...filter, columns: columns as ColumnId[] }];
  });

/** The filters below a node that hands on some columns under the ids of these items. */
function below(filters: readonly Travelling[], items: readonly ProjectItem[]): readonly Travelling[] {
  if (filters.length === 0) return filters;
  return renamed(filters, new Map(items.flatMap(({ id, expr }) => (expr.kind === 'Column' ? [[id, expr.id]] : []))));
}

const substituted = (filters: readonly Travelling[], equal: ReadonlyMap<ColumnId, ColumnId>): readonly Travelling[] =>
  filters.map((filter) => ({ ...filter, columns: filter.columns.map((id) => equal.get(id) ?? id) }));
