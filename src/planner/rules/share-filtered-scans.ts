import { storageOf, typeName } from '../../data/types.js';
import { resolveScalar } from '../../functions/resolve.js';
import { forEachNodeOnce } from '../logical/children.js';
import { outputColumns } from '../logical/columns.js';
import { isVolatilePlan } from '../logical/effects.js';
import type { ColumnExpr, ColumnId } from '../logical/expr.js';
import { instantiate } from '../logical/instantiate.js';
import { call, column } from '../logical/make.js';
import type { Join, LogicalPlan, OutputColumn, Scan, ScanColumn } from '../logical/plan.js';
import { replaceNodes, substitute } from '../logical/rewrite.js';
import { sameExprs } from '../logical/same-expr.js';
import { estimateRows } from '../statistics/index.js';
import { pruneColumns } from './prune-columns.js';
import { planRule, type RuleContext } from './rule.js';
import { keep } from './share-plan.js';

/**
 * Rows are kept for a second reader when they are expected to be at most this share of the table; and only numbers and their like, so that what is
 * kept is no larger than the table's columns in memory even when the estimate is wrong.
 */
const FEW = 1 / 8;

/**
 * Reads a table once where two scans of it are joined on the same column to the same few rows, as a row and an aggregate over the rows like it:
 *
 *   SELECT sum(price) FROM items, parts WHERE item_part = part AND size = 7
 *     AND quantity < (SELECT avg(quantity) FROM items WHERE item_part = part)
 *
 * Whatever does not match these rows, both joins would drop; so what matches is kept, and both read that. It is found by a semi join, which
 * leaves rows as often as they are, whether or not the few are unique. Not where rows without a match matter:
 *
 *   SELECT sum(a.price) FROM items AS a LEFT JOIN (SELECT part, sum(price) FROM items JOIN parts ON item_part = part WHERE size = 7 GROUP BY part)
 *     ON item_part = part
 *
 * Compare: Zuzarte et al., "WinMagic: Subquery Elimination Using Window Aggregation" (2003), which needs the key to be unique.
 */
export const shareFilteredScans = planRule('ShareFilteredScans', (plan, context) => {
  if (!mayScanTwice(plan)) return plan;
  const replaced = new Map<LogicalPlan, LogicalPlan>();
  for (const found of sharedScans(reductionsOf(plan))) {
    if ([found.filter.scan, ...found.scans].some((scan) => replaced.has(scan))) continue;
    for (const [scan, read] of share(found, context)) replaced.set(scan, read);
  }
  return replaced.size === 0 ? plan : pruneColumns.apply(replaceNodes(plan, replaced), context);
});

/** Whether two scans may read one table, which then has as many rows for both. Few plans have such, and the others end here. */
function mayScanTwice(plan: LogicalPlan): boolean {
  const rowCounts = new Set<number>();
  let scans = 0;
  forEachNodeOnce(plan, (node) => {
    if (node.kind !== 'Scan') return;
    scans++;
    rowCounts.add(node.table.rowCount);
  });
  return rowCounts.size < scans;
}

/** A column as a scan reads it. */
interface ScannedColumn {
  readonly scan: Scan;
  readonly column: ScanColumn;
}

/** Only those rows of the scan matter whose column equals one of the filter's. */
interface Reduction {
  readonly reduced: ScannedColumn;
  readonly filter: ScannedColumn;
}

/** What inner joins say of the scans below them. */
function reductionsOf(plan: LogicalPlan): readonly Reduction[] {
  const found: Reduction[] = [];
  forEachNodeOnce(plan, (node) => {
    if (node.kind !== 'Join' || node.type !== 'inner') return;
    for (const [left, right] of equalColumns(node)) {
      found.push(...reductions(originsOf(node.left, left), originsOf(node.right, right)));
      found.push(...reductions(originsOf(node.right, right), originsOf(node.left, left)));
    }
  });
  return found;
}

const reductions = (reduced: readonly ScannedColumn[], filters: readonly ScannedColumn[]): readonly Reduction[] =>
  filters
    .filter(({ scan }) => scan.conjuncts.length > 0 && !isVolatilePlan(scan))
    .flatMap((filter) => reduced.map((own) => ({ reduced: own, filter })));

/** The pairs of columns that an inner join's rows have in common, the left side's first. */
function equalColumns({ left, on }: Join): readonly (readonly [ColumnId, ColumnId])[] {
  const ids = new Set(outputColumns(left).map(({ id }) => id));
  return on.flatMap((condition): readonly (readonly [ColumnId, ColumnId])[] => {
    if (condition.kind !== 'Call' || condition.fn.name !== '=') return [];
    const [a, b] = condition.args;
    if (a.kind !== 'Column' || b.kind !== 'Column' || typeName(a.type) !== typeName(b.type) || ids.has(a.id) === ids.has(b.id)) return [];
    return [ids.has(a.id) ? [a.id, b.id] : [b.id, a.id]];
  });
}

/**
 * The scans that a column of a plan comes from, such that leaving out rows of one by their value leaves out the plan's rows with this value, and
 * no others.
 */
function originsOf(plan: LogicalPlan, id: ColumnId): readonly ScannedColumn[] {
  switch (plan.kind) {
    case 'Scan': {
      const own = plan.columns.find((output) => output.id === id);
      return own === undefined ? [] : [{ scan: plan, column: own }];
    }
    case 'Filter':
    case 'Sort':
      return originsOf(plan.input, id);
    case 'Project':
    case 'Aggregate': {
      const items = plan.kind === 'Project' ? plan.items : plan.groupingSets === undefined ? plan.keys : [];
      const expr = items.find((item) => item.id === id)?.expr;
      return expr?.kind === 'Column' ? originsOf(plan.input, expr.id) : [];
    }
    case 'Join': {
      const isLeft = outputColumns(plan.left).some((output) => output.id === id);
      if (plan.type === 'inner') {
        const partners = equalColumns(plan).flatMap(([left, right]) =>
          isLeft && left === id ? [right] : !isLeft && right === id ? [left] : [],
        );
        const [own, other] = isLeft ? [plan.left, plan.right] : [plan.right, plan.left];
        return [...originsOf(own, id), ...partners.flatMap((partner) => originsOf(other, partner))];
      }
      return isLeft && plan.type !== 'right' && plan.type !== 'full' ? originsOf(plan.left, id) : [];
    }
    default:
      return [];
  }
}

interface SharedScans {
  readonly filter: ScannedColumn;
  /** Index of the filtered column into the table's. */
  readonly ordinal: number;
  readonly scans: readonly Scan[];
}

/** Scans of one table with the same conditions that are filtered alike. */
function sharedScans(found: readonly Reduction[]): readonly SharedScans[] {
  const groups: { filter: ScannedColumn; ordinal: number; scans: Scan[] }[] = [];
  for (const { reduced, filter } of found) {
    const { scan, column: own } = reduced;
    const isAlike = (other: SharedScans) =>
      other.filter.column === filter.column && other.ordinal === own.ordinal && isSameScan(other.scans[0], scan);
    const group = groups.find(isAlike);
    if (group === undefined) groups.push({ filter, ordinal: own.ordinal, scans: [scan] });
    else if (!group.scans.includes(scan)) group.scans.push(scan);
  }
  return groups.filter(
    ({ filter, scans }) => scans.length > 1 && !scans.includes(filter.scan) && !isVolatilePlan(scans[0]) && scans.every(isNarrow),
  );
}

const isNarrow = ({ columns }: Scan): boolean => columns.every(({ type }) => storageOf(type) !== 'view');

/** Whether two scans read the same rows, whatever columns of them. */
function isSameScan(a: Scan, b: Scan): boolean {
  if (a.conjuncts.length !== b.conjuncts.length || JSON.stringify(a.table.source) !== JSON.stringify(b.table.source)) return false;
  const columns = new Map<ColumnId, ColumnExpr>();
  for (const { id, ordinal } of b.columns) {
    const same = a.columns.find((own) => own.ordinal === ordinal);
    if (same !== undefined) columns.set(id, column(same));
  }
  return sameExprs(
    a.conjuncts,
    b.conjuncts.map((conjunct) => substitute(conjunct, columns)),
  );
}

/** What stands in place of each scan and of the filter; nothing where too many rows are expected. */
function share({ filter, ordinal, scans }: SharedScans, { newId }: RuleContext): readonly (readonly [Scan, LogicalPlan])[] {
  const { table, conjuncts } = scans[0];
  const columns = new Map<number, ScanColumn>();
  const renamed = new Map<ColumnId, ColumnExpr>();
  for (const own of scans.flatMap((scan) => scan.columns)) {
    const known = columns.get(own.ordinal) ?? { ...own, id: newId() };
    columns.set(own.ordinal, known);
    renamed.set(own.id, column(known));
  }
  const scan: Scan = {
    kind: 'Scan',
    table,
    columns: [...columns.values()],
    conjuncts: conjuncts.map((conjunct) => substitute(conjunct, renamed)),
  };
  const copy = instantiate(filter.scan, newId);
  const kept = keep(newId(), copy);
  const key: OutputColumn = { ...filter.column, id: newId() };
  const own = columns.get(ordinal)!;
  const matching: LogicalPlan = {
    kind: 'Join',
    type: 'semi',
    left: scan,
    right: kept([key], () => filter.column.id),
    on: [call(resolveScalar('=', [own.type, key.type]), [column(own), column(key)])],
  };
  if (estimateRows(matching) > FEW * table.rowCount) return [];
  const read = keep(newId(), { plan: matching, columns: renamed });
  const same = (id: ColumnId): ColumnId => id;
  return [[filter.scan, kept(filter.scan.columns, same)], ...scans.map((reader) => [reader, read(reader.columns, same)] as const)];
}
