import type { ExprNode, SelectNode } from '../../sql/ast.js';
import { lastOf } from './scope.js';

/** Internal names that PostgreSQL shows as the column of a cast: `SELECT '1'::integer` is column int4. */
const CAST_NAMES: Readonly<Record<string, string>> = {
  integer: 'int4',
  int: 'int4',
  smallint: 'int2',
  bigint: 'int8',
  real: 'float4',
  'double precision': 'float8',
  boolean: 'bool',
  'character varying': 'varchar',
  character: 'bpchar',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  decimal: 'numeric',
};

const UNNAMED = '?column?';

/** The name PostgreSQL gives a select item without an alias: the column's or function's own, `case`, `?column?`. */
export const outputName = (node: ExprNode): string => nameOf(node) ?? weakNameOf(node) ?? UNNAMED;

/** Names that show through a cast or subscript around them. */
function nameOf(node: ExprNode): string | undefined {
  switch (node.kind) {
    case 'ColumnRef':
      return lastOf(node.name).name;
    case 'FunctionCall':
      return lastOf(node.name).name.toLowerCase();
    case 'FieldAccess':
      return node.field.name;
    case 'Subscript':
    case 'Collate':
      return nameOf(node.operand);
    case 'Cast':
      return nameOf(node.operand);
    case 'Coalesce':
      return 'coalesce';
    case 'NullIf':
      return 'nullif';
    case 'Extremum':
      return node.which.toLowerCase();
    case 'AtTimeZone':
      return 'timezone';
    case 'ArrayConstructor':
    case 'ArraySubquery':
      return 'array';
    case 'RowConstructor':
      return 'row';
    case 'ExistsSubquery':
      return 'exists';
    case 'ScalarSubquery':
      return node.query.body.kind === 'Select' ? firstName(node.query.body) : undefined;
    case 'CaseExpr':
      return node.otherwise === undefined ? undefined : nameOf(node.otherwise);
    default:
      return undefined;
  }
}

function weakNameOf(node: ExprNode): string | undefined {
  if (node.kind === 'CaseExpr') return 'case';
  if (node.kind === 'Subscript' || node.kind === 'Collate') return weakNameOf(node.operand);
  if (node.kind !== 'Cast') return undefined;
  const inner = weakNameOf(node.operand);
  return inner ?? (Object.hasOwn(CAST_NAMES, node.type.name) ? CAST_NAMES[node.type.name] : node.type.name);
}

function firstName(select: SelectNode): string | undefined {
  const [item] = select.items;
  return item === undefined || item.expr.kind === 'Star' ? undefined : (item.alias?.name ?? nameOf(item.expr));
}
