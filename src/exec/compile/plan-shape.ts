import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import type { ScalarFunction } from '../../functions/define.js';
import type { ColumnExpr, Expr, LiteralExpr } from '../../planner/logical/expr.js';
import type { PhysicalHashJoin, PhysicalNestedLoopJoin, PhysicalPlan, PhysicalScan } from '../../planner/physical/plan.js';
import type { ScanPredicate } from '../../storage/formats/format.js';
import { isLike } from '../wasm/like-as-search.js';

/**
 * What plans that compile to the same code have in common, and where they differ.
 *
 * Everything in a plan belongs to its shape but three things: constants, which compiled code reads from its frame; where scanned rows come
 * from, which only their reader asks; and what is for people or for the planner alone (positions, exact estimates). Code is generated from
 * `open`, which has none of them, so that it cannot depend on what plans of one shape differ in.
 */
export interface PlanShape {
  /** Equal for plans of the same shape, and for no others. */
  readonly key: string;
  /** By parameter index. */
  readonly parameters: readonly SqlValue[];
  readonly scans: readonly PhysicalScan[];
  open(): OpenPlan;
}

/** A plan with parameters in place of constants. */
export interface OpenPlan {
  readonly plan: PhysicalPlan;
  /** The node of the plan itself that a node of this one stands for. */
  originalOf(node: PhysicalPlan): PhysicalPlan;
  /** The place among the shape's scans of the scan that has these predicates. */
  scanOf(predicates: readonly ScanPredicate[]): number;
}

/** Nodes whose own constants, not those of what they read, are part of their shape: they become rows, or decide how the node works. */
const CLOSED: ReadonlySet<unknown> = new Set(['Values', 'Series', 'Window', 'Unnest']);

/** What of a scan is left to its reader, but for what is told of it here. */
const SCANNED: ReadonlySet<string> = new Set<keyof PhysicalScan>(['table', 'partitions', 'predicates']);

/** Nodes that are cut into tasks by how many rows are expected of them; a join asks this of its probe side. */
const ESTIMATED: ReadonlySet<unknown> = new Set(['HashAggregate', 'Sort', 'Window']);

type Plain = Readonly<Record<string, unknown>>;

export function planShape(plan: PhysicalPlan): PlanShape {
  const writer = new ShapeWriter();
  writer.value(plan, true);
  const { parameters, scans } = writer;
  return { key: writer.key(), parameters, scans, open: () => open(plan, writer) };
}

function open(plan: PhysicalPlan, writer: ShapeWriter): OpenPlan {
  const originals = new Map<object, object>();
  const predicates: (readonly ScanPredicate[])[] = [];
  return {
    plan: writer.opened(plan, true, originals, predicates) as PhysicalPlan,
    originalOf: (node) => originals.get(node) as PhysicalPlan,
    scanOf: (own) => predicates.indexOf(own),
  };
}

class ShapeWriter {
  readonly parameters: SqlValue[] = [];
  readonly scans: PhysicalScan[] = [];
  /** Joined at the end: a string that grows keeps what it grew from. */
  private readonly parts: string[] = [];
  /** Equal constants are one parameter, as code generation shares what is equal. */
  private readonly indexes = new Map<string, number>();

  key(): string {
    return this.parts.join('');
  }

  /** `isOpen`: constants may be parameters. */
  value(value: unknown, isOpen: boolean): void {
    switch (typeof value) {
      case 'string':
        this.parts.push(`"${value.length} ${value}`);
        break;
      case 'bigint':
        this.parts.push(`${value}n`);
        break;
      case 'object':
        if (value === null) this.parts.push('~');
        else if (Array.isArray(value)) this.list(value, isOpen);
        else this.object(value as Plain, isOpen);
        break;
      case 'function':
        this.parts.push(`${identityOf(value)},`);
        break;
      default:
        this.parts.push(Object.is(value, -0) ? '-0,' : `${String(value)},`);
    }
  }

  /** The value without what its shape leaves out. */
  opened(value: unknown, isOpen: boolean, originals: Map<object, object>, predicates: (readonly ScanPredicate[])[]): unknown {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    if (Array.isArray(value)) return value.map((item) => this.opened(item, isOpen, originals, predicates));
    const node = value as Plain;
    if (isOpen && isParameter(node)) return { kind: 'Parameter', index: this.parameterOf(node), type: node.type } satisfies Expr;
    const staysOpen = isOpen && !isClosed(node);
    const copy: Record<string, unknown> = {};
    for (const key in node) {
      if (key === 'at') continue;
      const child = node[key];
      if (key === 'fn') copy[key] = child;
      else if (key === 'estimatedRows') copy[key] = ESTIMATED.has(node.kind) ? coarse(child as number) : 0;
      else copy[key] = this.opened(child, staysOpen || (isOpen && key === 'input'), originals, predicates);
    }
    if (isScan(node)) {
      const { source, columns } = node.table;
      const own: readonly ScanPredicate[] = [];
      predicates.push(own);
      copy.predicates = own;
      copy.partitions = node.partitions;
      copy.table = { name: '', rowCount: 0, rowCountExact: false, statistics: [], source, columns };
    }
    if (isJoin(node)) (copy.probe as Record<string, unknown>).estimatedRows = coarse(node.probe.estimatedRows);
    originals.set(copy, node);
    return copy;
  }

  private list(items: readonly unknown[], isOpen: boolean): void {
    this.parts.push('[');
    for (const item of items) this.value(item, isOpen);
    this.parts.push(']');
  }

  private object(node: Plain, isOpen: boolean): void {
    if (isColumn(node)) {
      this.parts.push(columnKey(node));
      return;
    }
    if (isOpen && isParameter(node)) {
      this.parts.push(`?${this.parameterOf(node)} `, typeKeyOf(node.type));
      return;
    }
    const scan = isScan(node) ? node : undefined;
    const staysOpen = isOpen && !isClosed(node);
    const { parts } = this;
    parts.push('{');
    for (const key in node) {
      if (key === 'at' || (scan !== undefined && SCANNED.has(key))) continue;
      parts.push(key, ':');
      if (key === 'fn') parts.push(`${identityOf(node[key] as object)},`);
      else if (key === 'type' && typeof node[key] === 'object') parts.push(typeKeyOf(node[key] as SqlType));
      else if (key === 'estimatedRows') parts.push(ESTIMATED.has(node.kind) ? `${coarse(node[key] as number)},` : '');
      else this.value(node[key], staysOpen || (isOpen && key === 'input'));
    }
    if (scan !== undefined) this.scan(scan);
    if (isJoin(node)) parts.push(`${coarse(node.probe.estimatedRows)},`);
    parts.push('}');
  }

  private scan(node: PhysicalScan): void {
    this.scans.push(node);
    this.parts.push(`${node.partitions.length}*`);
    for (const { ordinal } of node.columns) this.parts.push(node.table.columns[ordinal].nullable ? '0' : '1');
  }

  private parameterOf({ type, value }: LiteralExpr): number {
    const key = `${typeKeyOf(type)} ${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`;
    let index = this.indexes.get(key);
    if (index === undefined) this.indexes.set(key, (index = this.parameters.push(value) - 1));
    return index;
  }
}

const isJoin = (node: object): node is PhysicalHashJoin | PhysicalNestedLoopJoin =>
  (node as Plain).kind === 'HashJoin' || (node as Plain).kind === 'NestedLoopJoin';

const isScan = (node: object): node is PhysicalScan => (node as Plain).kind === 'Scan';

const isColumn = (node: Plain): node is Plain & ColumnExpr => node.kind === 'Column';

/** Columns are most of a plan, so they are written at once. A property that is not written here is a type error. */
const columnKey = ({
  id,
  name,
  type,
}: ColumnExpr & Record<Exclude<keyof ColumnExpr, 'kind' | 'id' | 'name' | 'type' | 'at'>, never>): string =>
  `#${id} "${name.length} ${name}${typeKeyOf(type)}`;

/** Types are few objects, and shared by all plans. */
const typeKeys = new WeakMap<SqlType, string>();

function typeKeyOf(type: SqlType): string {
  let key = typeKeys.get(type);
  if (key === undefined) typeKeys.set(type, (key = JSON.stringify(type)));
  return key;
}

/** Constants of a plain kind; TRUE and FALSE are rather a part of what a plan does. */
const isParameter = (node: Plain): node is Plain & LiteralExpr =>
  node.kind === 'Literal' && (typeof node.value === 'string' || typeof node.value === 'number' || typeof node.value === 'bigint');

const isClosed = (node: Plain): boolean => CLOSED.has(node.kind) || (node.kind === 'Call' && readsConstants(node.fn as ScalarFunction));

/** Functions that have code of their own for certain constants see them. */
const readsConstants = (fn: ScalarFunction): boolean => (fn.nulls === 'propagate' && fn.specialize !== undefined) || isLike(fn);

/** Estimates are rough: what depends on them need not tell more than powers of two apart, nor any that fit one task. */
const coarse = (rows: number): number => 2 ** Math.max(FEW_ROWS, Math.round(Math.log2(rows)));
const FEW_ROWS = 9;

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** A number for a function of the library, whose overloads are told apart by being objects of their own. */
function identityOf(fn: object): number {
  let identity = identities.get(fn);
  if (identity === undefined) identities.set(fn, (identity = ++lastIdentity));
  return identity;
}
