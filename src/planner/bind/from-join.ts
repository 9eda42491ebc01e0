import { SqlError, unsupported } from '../../errors.js';
import { sameType } from '../../data/types.js';
import { commonType } from '../../functions/resolve.js';
import type { Identifier, JoinNode } from '../../sql/ast.js';
import { freeColumns, outputColumns } from '../logical/columns.js';
import type { ColumnExpr, Expr } from '../logical/expr.js';
import { and, column, conjunctsOf, filterOf, pass, TRUE } from '../logical/make.js';
import type { LogicalPlan, OutputColumn } from '../logical/plan.js';
import { coerce, toBoolean } from './coerce.js';
import type { Scope, ScopeColumn, ScopeTable } from './context.js';
import { bindExpr } from './expr/index.js';
import { invoke } from './expr/invoke.js';
import { bindFromItem, lateralScope, type FromPart, type FromScope } from './from.js';
import { matching } from './scope.js';

type JoinKind = 'inner' | 'left' | 'right' | 'full';

/** A join as written. Its ON sees its two sides and enclosing queries; its right side may be LATERAL over the left. */
export function bindJoin(node: JoinNode, at: FromScope): FromPart {
  const left = bindFromItem(node.left, at);
  const right = bindFromItem(node.right, { ...at, lateral: lateralScope(left, at) });
  const type = node.type === 'cross' ? 'inner' : node.type;
  const shared = node.natural ? sharedNames(left, right) : node.using;
  const joined = shared === undefined ? joinOn(left, right, type, node, at) : joinUsing(left, right, type, shared, node, at);
  return node.alias === undefined ? joined : renameJoin(joined, node);
}

function joinOn(left: FromPart, right: FromPart, type: JoinKind, node: JoinNode, { outer, frame }: FromScope): FromPart {
  if (node.on === undefined) return joinParts(left, right, type, TRUE, node.at);
  const tables = joinTables(left, right);
  const scope: Scope = {
    binding: outer.binding,
    parent: outer,
    ctes: outer.ctes,
    frame,
    tables,
    columns: [...left.columns, ...right.columns],
  };
  const before = frame.clause;
  frame.clause = 'JOIN conditions';
  const on = toBoolean(bindExpr(node.on, scope), 'JOIN/ON', outer.binding);
  frame.clause = before;
  return joinParts(left, right, type, on, node.at);
}

/** Both sides' tables; 42712 when two have one name. */
function joinTables(left: FromPart, right: FromPart): readonly ScopeTable[] {
  for (const { name, schema } of right.tables) {
    const twice = left.tables.some(
      (table) =>
        table.name.toLowerCase() === name.toLowerCase() && (table.schema === undefined || schema === undefined || table.schema === schema),
    );
    if (twice) throw new SqlError('42712', `table name "${name}" specified more than once`);
  }
  return [...left.tables, ...right.tables];
}

/** Puts two parts side by side: dependent when the right one refers to the left, an Unnest when it is no more than that. */
export function joinParts(left: FromPart, right: FromPart, type: JoinKind, on: Expr, at?: number): FromPart {
  const tables = joinTables(left, right);
  const columns = [...left.columns, ...right.columns];
  return { plan: joinPlans(left, right, type, conjunctsOf(on), at), tables, columns };
}

function joinPlans(left: FromPart, right: FromPart, type: JoinKind, on: readonly Expr[], at: number | undefined): LogicalPlan {
  const free = freeColumns(right.plan);
  const dependent = free.size > 0 && outputColumns(left.plan).some(({ id }) => free.has(id));
  if (!dependent) return { kind: 'Join', type, left: left.plan, right: right.plan, on };
  if (type === 'right' || type === 'full') {
    const [first] = [...free.values()];
    throw new SqlError('42P10', `invalid reference to column "${first.name}" from LATERAL`, {
      detail: 'The combining JOIN type must be INNER or LEFT for a LATERAL reference.',
      position: first.at ?? at,
    });
  }
  if (right.unnest !== undefined && (type === 'inner' || on.length === 0)) {
    return filterOf({ kind: 'Unnest', input: left.plan, ...right.unnest, outer: type === 'left' }, on);
  }
  return { kind: 'DependentJoin', type, left: left.plan, right: right.plan, on };
}

/** NATURAL joins on the names that both sides have, in the left side's order. */
function sharedNames(left: FromPart, right: FromPart): Identifier[] {
  const names: Identifier[] = [];
  for (const { name } of left.columns) {
    const again = names.some((each) => each.name.toLowerCase() === name.toLowerCase());
    if (!again && matching(right.columns, name).length > 0) names.push({ name, quoted: true });
  }
  return names;
}

function usingColumn(identifier: Identifier, part: FromPart, side: 'left' | 'right'): ColumnExpr {
  const found = matching(part.columns, identifier.name);
  if (found.length === 0) {
    throw new SqlError('42703', `column "${identifier.name}" specified in USING clause does not exist in ${side} table`, {
      position: identifier.at,
    });
  }
  if (found.length > 1)
    throw new SqlError('42702', `common column name "${identifier.name}" appears more than once in ${side} table`, {
      position: identifier.at,
    });
  return found[0].column;
}

/**
 * Joins on equality of same-named columns, each of which then is one: the left one's value (right for RIGHT JOIN), for FULL JOIN whichever
 * is there. Merged columns come first in `*`.
 */
function joinUsing(
  left: FromPart,
  right: FromPart,
  type: JoinKind,
  names: readonly Identifier[],
  node: JoinNode,
  { outer }: FromScope,
): FromPart {
  const { binding } = outer;
  const pairs = names.map((identifier) => ({
    identifier,
    left: usingColumn(identifier, left, 'left'),
    right: usingColumn(identifier, right, 'right'),
  }));
  const on = and(pairs.map((pair) => invoke('=', [pair.left, pair.right], binding, pair.identifier.at ?? node.at)));
  const joined = joinParts(left, right, type, on, node.at);

  const computed: { output: OutputColumn; expr: Expr }[] = [];
  const merged = pairs.map(({ identifier, left: a, right: b }): ScopeColumn => {
    const expr = mergedValue(a, b, type, binding, identifier);
    if (expr.kind === 'Column') return { name: identifier.name, column: expr };
    const output = { id: binding.newId(), name: identifier.name, type: expr.type };
    computed.push({ output, expr });
    return { name: identifier.name, column: column(output) };
  });
  const taken = new Set(pairs.flatMap((pair) => [pair.left.id, pair.right.id]));
  const rest = joined.columns.filter((each) => !taken.has(each.column.id));
  const plan: LogicalPlan =
    computed.length === 0
      ? joined.plan
      : {
          kind: 'Project',
          input: joined.plan,
          items: [...outputColumns(joined.plan).map(pass), ...computed.map(({ output, expr }) => ({ ...output, expr }))],
        };
  return { plan, tables: [...joined.tables, ...usingTable(node, merged, joined.tables)], columns: [...merged, ...rest] };
}

/** `USING (…) AS x`: a table of the merged columns beside the two sides. */
function usingTable({ usingAlias }: JoinNode, columns: readonly ScopeColumn[], tables: readonly ScopeTable[]): readonly ScopeTable[] {
  if (usingAlias === undefined) return [];
  const { name, at } = usingAlias;
  if (tables.some((table) => table.name.toLowerCase() === name.toLowerCase()))
    throw new SqlError('42712', `table name "${name}" specified more than once`, { position: at });
  return [{ name, columns }];
}

function mergedValue(left: ColumnExpr, right: ColumnExpr, type: JoinKind, binding: Scope['binding'], { name, at }: Identifier): Expr {
  const common = commonType([left.type, right.type], `JOIN/USING "${name}"`, at);
  if (type === 'full') return { kind: 'Coalesce', args: [coerce(left, common, binding), coerce(right, common, binding)], type: common };
  const source = type === 'right' ? right : left;
  return sameType(source.type, common) ? source : coerce(source, common, binding);
}

/** `(a JOIN b …) AS x (…)` hides the tables inside. */
function renameJoin(part: FromPart, node: JoinNode): FromPart {
  const alias = node.alias!;
  if (alias.columns.length > part.columns.length) {
    throw new SqlError(
      '42P10',
      `join expression "${alias.name.name}" has ${part.columns.length} columns available but ${alias.columns.length} columns specified`,
      { position: alias.name.at },
    );
  }
  if (part.columns.length === 0) throw unsupported('an alias for a join without columns', node.at);
  const columns = part.columns.map((each, i): ScopeColumn => ({
    name: alias.columns[i]?.name ?? each.name,
    column: each.column,
    table: alias.name.name,
  }));
  return { plan: part.plan, tables: [{ name: alias.name.name, columns }], columns };
}
