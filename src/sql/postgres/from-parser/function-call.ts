import type { FuncCall, GroupingFunc, Node, SQLValueFunction } from 'libpg-query';
import { syntaxError, unsupported } from '../../../errors.js';
import type { ExprNode, FunctionCall, Identifier, Star } from '../../ast.js';
import { EXCLUDE, isMarker, MODIFIED_STAR } from '../../rewrite/markers.js';
import { as, strings, type Context } from './context.js';
import { expression } from './expression.js';
import { sortItems } from './sort.js';
import { over } from './window.js';

const PLAIN = { star: false, distinct: false, orderBy: [], withinGroup: false } as const;

/** A call that has nothing but a name and arguments. */
export function plainCall(name: string, args: readonly ExprNode[], at: number | undefined): FunctionCall {
  return { kind: 'FunctionCall', name: [{ name, quoted: false, at }], args, ...PLAIN, at };
}

export function functionCall(node: FuncCall, cx: Context): ExprNode {
  const at = cx.source.at(node.location);
  const parts = strings(node.funcname);
  if (isMarker(parts[0], MODIFIED_STAR)) return modifiedStar(node, cx, at);
  const written = node.args ?? [];
  if (node.func_variadic === true) throw unsupported('VARIADIC in a call', at);
  const args = written.map((arg) => expression(as(arg, 'NamedArgExpr')?.arg ?? arg, cx));
  // What SQL writes with keywords, EXTRACT (… FROM …), arrives as a call of a pg_catalog function.
  const keywords = node.funcformat === 'COERCE_SQL_SYNTAX';
  if (keywords && parts[1] === 'timezone' && args.length === 2) return { kind: 'AtTimeZone', operand: args[1], zone: args[0], at };
  const first = node.location === undefined ? undefined : cx.source.indexAt(node.location);
  if (keywords && parts[1] === 'xmlexists') throw unsupported('XMLEXISTS', at);
  const nulls = at === undefined ? undefined : cx.nullTreatments.get(at);
  return {
    kind: 'FunctionCall',
    name: keywords ? [{ name: parts[parts.length - 1], quoted: false, at }] : cx.source.dotted(parts, first),
    args,
    ...argumentNames(written, cx),
    star: node.agg_star === true,
    distinct: node.agg_distinct === true,
    orderBy: sortItems(node.agg_order, cx),
    withinGroup: node.agg_within_group === true,
    ...(node.agg_filter === undefined ? {} : { filter: expression(node.agg_filter, cx) }),
    ...(node.over === undefined ? {} : { over: over(node.over, cx) }),
    ...(nulls === undefined ? {} : { nulls }),
    at,
  };
}

function argumentNames(args: readonly Node[], cx: Context): { argNames?: readonly (string | undefined)[] } {
  if (!args.some((arg) => as(arg, 'NamedArgExpr') !== undefined)) return {};
  return {
    argNames: args.map((arg) => {
      const named = as(arg, 'NamedArgExpr');
      return named === undefined ? undefined : cx.source.identifier(named.name ?? '', cx.source.indexAt(named.location ?? 0)).name;
    }),
  };
}

/** `modified_star(star, exclude(a, …), replace(expr, name, …))`, as rewrite/star-modifiers.ts wrote it. */
function modifiedStar(node: FuncCall, cx: Context, at: number | undefined): ExprNode {
  const [first, ...modifiers] = node.args ?? [];
  const star = expression(first, cx) as Star;
  let exclude: Identifier[] | undefined;
  let replace: { expr: ExprNode; name: Identifier }[] | undefined;
  for (const modifier of modifiers) {
    const call = as(modifier, 'FuncCall');
    const args = (call?.args ?? []).map((arg) => expression(arg, cx));
    if (isMarker(strings(call?.funcname)[0], EXCLUDE)) exclude = args.map(onlyName);
    else replace = args.flatMap((expr, i) => (i % 2 === 0 ? [{ expr, name: onlyName(args[i + 1] as ExprNode | undefined) }] : []));
  }
  if (exclude?.length === 0 || replace?.length === 0) throw syntaxError('a list of columns must follow EXCLUDE and REPLACE', at);
  return { ...star, ...(exclude === undefined ? {} : { exclude }), ...(replace === undefined ? {} : { replace }), at };
}

function onlyName(expr: ExprNode | undefined): Identifier {
  if (expr?.kind === 'ColumnRef' && expr.name.length === 1) return expr.name[0];
  throw syntaxError('EXCLUDE takes names of columns, REPLACE takes expressions with AS and a name', expr?.at);
}

/** CURRENT_DATE and its kin: calls without arguments, or with a precision. */
export function valueFunction(node: SQLValueFunction, cx: Context): ExprNode {
  const at = cx.source.at(node.location);
  const op = (node.op ?? '').replace('SVFOP_', '');
  const name = op.replace(/_N$/, '').toLowerCase();
  const precision: ExprNode[] = op.endsWith('_N') ? [{ kind: 'NumberLiteral', text: String(node.typmod ?? 0) }] : [];
  return plainCall(name, precision, at);
}

export function grouping(node: GroupingFunc, cx: Context): ExprNode {
  return plainCall(
    'grouping',
    (node.args ?? []).map((arg) => expression(arg, cx)),
    cx.source.at(node.location),
  );
}
