import { unsupported } from '../../../errors.js';
import { FAMILIAR, strftimePattern } from '../../../functions/familiar.js';
import { isAggregate } from '../../../functions/resolve.js';
import type { ExprNode, FunctionCall, QueryStatement, SelectNode } from '../../../sql/ast.js';
import { parseStatements } from '../../../sql/parse.js';

interface Meaning {
  readonly parameters: readonly string[];
  readonly sql: string;
  parsed?: ExprNode;
}

/** Keyed `name/number of arguments`. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  FAMILIAR.map(({ call, means }) => {
    const [, name, list] = /^(\w+)\((.*)\)$/.exec(call)!;
    const parameters = list === '' ? [] : list.split(', ');
    return [`${name}/${parameters.length}`, { parameters, sql: means }];
  }),
);

/** The expression that a call of another engine's function stands for, at the call's place; undefined for every other call. */
export function familiarCall(name: string, call: FunctionCall): ExprNode | undefined {
  if (call.star || call.withinGroup || call.argNames !== undefined) return undefined;
  if ((name === 'strftime' || name === 'strptime') && call.args.length === 2) return formatted(name, call);
  const meaning = MEANINGS.get(`${name}/${call.args.length}`);
  if (meaning === undefined) return undefined;
  const values = new Map(meaning.parameters.map((parameter, i) => [parameter, call.args[i]]));
  return fill((meaning.parsed ??= parseExpression(meaning.sql)), values, call) as ExprNode;
}

const parseExpression = (sql: string): ExprNode =>
  ((parseStatements(`SELECT ${sql}`)[0].statement as QueryStatement).query.body as SelectNode).items[0].expr;

/** A copy with the arguments in the parameters' places; the aggregate in it takes on what else the call says. */
function fill(node: unknown, values: ReadonlyMap<string, ExprNode>, call: FunctionCall): unknown {
  if (Array.isArray(node)) return node.map((child) => fill(child, values, call));
  if (node === null || typeof node !== 'object') return node;
  const ref = node as ExprNode;
  const value = ref.kind === 'ColumnRef' ? values.get(ref.name[0].name) : undefined;
  if (value !== undefined) return value;
  const copy: Record<string, unknown> = { at: call.at };
  for (const [key, child] of Object.entries(node)) if (key !== 'at') copy[key] = fill(child, values, call);
  return ref.kind === 'FunctionCall' && isAggregate(ref.name[0].name) ? withModifiers(copy as unknown as FunctionCall, call) : copy;
}

function withModifiers(aggregate: FunctionCall, { distinct, orderBy, filter, over, nulls, at }: FunctionCall): FunctionCall {
  if (orderBy.length > 0 && aggregate.orderBy.length > 0) throw unsupported('ORDER BY within max_by and min_by', at);
  const both: ExprNode | undefined =
    filter !== undefined && aggregate.filter !== undefined
      ? { kind: 'LogicalOp', operator: 'AND', operands: [filter, aggregate.filter], at }
      : (filter ?? aggregate.filter);
  return {
    ...aggregate,
    distinct,
    orderBy: orderBy.length > 0 ? orderBy : aggregate.orderBy,
    ...(both === undefined ? {} : { filter: both }),
    ...(over === undefined ? {} : { over }),
    ...(nulls === undefined ? {} : { nulls }),
  };
}

/** strftime and strptime with a constant format, as to_char and to_timestamp. */
function formatted(name: string, { args: [value, format], at }: FunctionCall): ExprNode {
  const pattern = format.kind === 'StringLiteral' ? strftimePattern(format.value) : undefined;
  if (pattern === undefined)
    throw unsupported(
      `${name} with this format`,
      format.at ?? at,
      `${name === 'strftime' ? 'to_char' : 'to_timestamp'} takes PostgreSQL's patterns.`,
    );
  const call = parseExpression(name === 'strftime' ? 'to_char(a, b)' : 'to_timestamp(a, b)::timestamp');
  const values = new Map<string, ExprNode>([
    ['a', value],
    ['b', { kind: 'StringLiteral', value: pattern, at: format.at }],
  ]);
  return fill(call, values, {
    kind: 'FunctionCall',
    name: [],
    args: [],
    star: false,
    distinct: false,
    orderBy: [],
    withinGroup: false,
    at,
  }) as ExprNode;
}
