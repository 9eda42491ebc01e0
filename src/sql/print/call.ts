import type { ExprNode, FunctionCall } from '../ast.js';
import { printExpr, printList, printSort, restricted } from './expression.js';
import { printIdentifier, printName, printPlainName } from './identifier.js';
import { printWindow } from './window.js';

/** Functions that PostgreSQL's grammar takes without parentheses. */
const BARE = new Set([
  'current_date',
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
  'current_role',
  'current_user',
  'user',
  'session_user',
  'system_user',
  'current_catalog',
  'current_schema',
]);

export function printCall(call: FunctionCall): string {
  const { filter, over, nulls } = call;
  const within = call.withinGroup ? ` WITHIN GROUP (ORDER BY ${printSort(call.orderBy)})` : '';
  const filtered = filter === undefined ? '' : ` FILTER (WHERE ${printExpr(filter)})`;
  const treatment = nulls === undefined ? '' : ` ${nulls} NULLS`;
  const window = over === undefined ? '' : ` OVER ${'kind' in over ? `(${printWindow(over)})` : printIdentifier(over)}`;
  return printCallee(call) + within + filtered + treatment + window;
}

function printCallee(call: FunctionCall): string {
  const [{ name, quoted }, ...more] = call.name;
  if (more.length > 0 || quoted) return `${printName(call.name)}(${printArguments(call)})`;
  const keyword = name.toLowerCase();
  const [first, second] = call.args as readonly (ExprNode | undefined)[];
  if (call.args.length === 0 && !call.star && BARE.has(keyword)) return keyword;
  if (keyword === 'extract' && first !== undefined && second !== undefined) return `EXTRACT(${printExpr(first)} FROM ${printExpr(second)})`;
  if (keyword === 'position' && first !== undefined && second !== undefined)
    return `POSITION(${restricted(second)} IN ${restricted(first)})`;
  // The form is a keyword: NORMALIZE (x, NFC).
  if (keyword === 'normalize' && first !== undefined && second?.kind === 'StringLiteral')
    return `NORMALIZE(${printExpr(first)}, ${second.value})`;
  return `${printName(call.name)}(${printArguments(call)})`;
}

function printArguments({ args, argNames, star, distinct, orderBy, withinGroup }: FunctionCall): string {
  if (star) return '*';
  const list = argNames === undefined ? printList(args) : args.map((arg, i) => namedArgument(argNames[i], arg)).join(', ');
  const order = withinGroup || orderBy.length === 0 ? '' : ` ORDER BY ${printSort(orderBy)}`;
  return (distinct ? 'DISTINCT ' : '') + list + order;
}

function namedArgument(name: string | undefined, arg: ExprNode): string {
  return name === undefined ? printExpr(arg) : `${printPlainName(name)} => ${printExpr(arg)}`;
}
