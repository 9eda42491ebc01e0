import { BOOLEAN, sameType } from '../../../data/types.js';
import { resolveScalar } from '../../../functions/resolve.js';
import { operandsOf } from '../../logical/children.js';
import { isVolatile, mayRaise } from '../../logical/effects.js';
import type { Expr, InListExpr } from '../../logical/expr.js';
import { and, call, FALSE, isNullLiteral, not, or, TRUE } from '../../logical/make.js';
import { sameExpr } from '../../logical/same-expr.js';

const isLiteral = (expr: Expr, value: boolean): boolean => expr.kind === 'Literal' && expr.value === value;

/** One node of boolean algebra in Kleene's three-valued logic; its operands are simple already. */
export function simplifyBoolean(expr: Expr): Expr {
  switch (expr.kind) {
    case 'And': {
      const args = distinct(expr.args.flatMap((arg) => (arg.kind === 'And' ? arg.args : [arg]))).filter((arg) => !isLiteral(arg, true));
      if (args.some((arg) => isLiteral(arg, false))) return FALSE;
      return args.length === expr.args.length ? expr : and(args, expr.at);
    }
    case 'Or':
      return simplifyOr(expr.args, expr);
    case 'Not':
      return simplifyNot(expr.arg, expr);
    case 'InList': {
      if (expr.items.length !== 1) return expr;
      return call(resolveScalar('=', [expr.arg.type, expr.items[0].type]), [expr.arg, expr.items[0]], expr.at);
    }
    case 'Distinct': {
      if (isNullLiteral(expr.left)) return { kind: 'IsNull', arg: expr.right, negated: !expr.negated, type: BOOLEAN };
      if (isNullLiteral(expr.right)) return { kind: 'IsNull', arg: expr.left, negated: !expr.negated, type: BOOLEAN };
      return !isVolatile(expr) && !mayRaise(expr.left) && sameExpr(expr.left, expr.right) ? (expr.negated ? TRUE : FALSE) : expr;
    }
    case 'Case': {
      const branches = expr.branches.filter(({ when }) => !isLiteral(when, false) && !isNullLiteral(when));
      const always = branches.findIndex(({ when }) => isLiteral(when, true));
      if (always === 0) return branches[0].then;
      if (always > 0) return { ...expr, branches: branches.slice(0, always), otherwise: branches[always].then };
      if (branches.length === 0) return expr.otherwise;
      return branches.length === expr.branches.length ? expr : { ...expr, branches };
    }
    case 'Coalesce': {
      const args = expr.args.filter((arg) => !isNullLiteral(arg));
      const certain = args.findIndex((arg) => arg.kind === 'Literal');
      const used = certain < 0 ? args : args.slice(0, certain + 1);
      if (used.length === 1) return used[0];
      if (used.length === 0) return expr.args[0];
      return used.length === expr.args.length ? expr : { ...expr, args: used };
    }
    default:
      return expr;
  }
}

/** Every operand is compared with every earlier one, so longer lists stay as they are. */
const DISTINCT_OPERANDS = 100;

/** Equal operands once; a volatile one is never equal to another. */
function distinct(args: readonly Expr[]): readonly Expr[] {
  if (args.length > DISTINCT_OPERANDS) return args;
  return args.filter((arg, i) => isVolatile(arg) || !args.slice(0, i).some((earlier) => sameExpr(earlier, arg)));
}

function simplifyOr(operands: readonly Expr[], original: Expr): Expr {
  const args = distinct(operands.flatMap((arg) => (arg.kind === 'Or' ? arg.args : [arg]))).filter((arg) => !isLiteral(arg, false));
  if (args.some((arg) => isLiteral(arg, true))) return TRUE;
  if (args.length < 2) return or(args);
  const merged = mergeEqualities(args);
  if (merged.length < 2) return merged[0];
  return factorOut(merged) ?? (merged.length === operands.length ? original : or(merged));
}

/** `x = 1 OR x IN (2, 3)` as `x IN (1, 2, 3)`. */
function mergeEqualities(args: readonly Expr[]): readonly Expr[] {
  const merged: (Expr | { readonly list: InListExpr; readonly items: Expr[] })[] = [];
  // Lists that may have the same operand, so that a long OR is not compared all with all.
  const byOutline = new Map<string, { readonly list: InListExpr; readonly items: Expr[] }[]>();
  for (const arg of args) {
    const list = asList(arg);
    if (list === undefined) {
      merged.push(arg);
      continue;
    }
    const key = outline(list.arg, OUTLINE_DEPTH);
    const candidates = byOutline.get(key) ?? [];
    const earlier = candidates.find((candidate) => sameExpr(candidate.list.arg, list.arg));
    if (earlier !== undefined) earlier.items.push(...list.items);
    else {
      const group = { list, items: [...list.items] };
      byOutline.set(key, [...candidates, group]);
      merged.push(group);
    }
  }
  if (merged.length === args.length) return args;
  return merged.map((entry) => ('list' in entry ? { ...entry.list, items: entry.items } : entry));
}

const OUTLINE_DEPTH = 4;

/** A text that equal expressions share; different ones may share it too. */
function outline(expr: Expr, depth: number): string {
  if (expr.kind === 'Column') return String(expr.id);
  if (expr.kind === 'Literal') return typeof expr.value === 'object' ? '?' : String(expr.value);
  if (depth === 0) return expr.kind;
  const parts = operandsOf(expr).map((operand) => outline(operand, depth - 1));
  return `${expr.kind === 'Call' ? expr.fn.name : expr.kind}(${parts.join()})`;
}

function asList(expr: Expr): InListExpr | undefined {
  if (expr.kind === 'InList') return expr.items.every((item) => item.kind === 'Literal') ? expr : undefined;
  if (expr.kind !== 'Call' || expr.fn.name !== '=' || isVolatile(expr)) return undefined;
  const [left, right] = expr.args;
  if (!sameType(left.type, right.type)) return undefined;
  if (right.kind === 'Literal' && left.kind !== 'Literal') return { kind: 'InList', arg: left, items: [right], type: BOOLEAN, at: expr.at };
  if (left.kind === 'Literal' && right.kind !== 'Literal') return { kind: 'InList', arg: right, items: [left], type: BOOLEAN, at: expr.at };
  return undefined;
}

/** `(a AND b) OR (a AND c)` as `a AND (b OR c)`; a branch that is only a makes it a. */
function factorOut(args: readonly Expr[]): Expr | undefined {
  const branches = args.map((arg) => (arg.kind === 'And' ? arg.args : [arg]));
  const common = branches[0].filter(
    (factor) => !isVolatile(factor) && branches.every((branch) => branch.some((other) => sameExpr(other, factor))),
  );
  if (common.length === 0) return undefined;
  const rests = branches.map((branch) => branch.filter((factor) => !common.some((shared) => sameExpr(shared, factor))));
  if (rests.some((rest) => rest.length === 0)) return and(common);
  return and([...common, simplifyBoolean(or(rests.map((rest) => and(rest))))]);
}

const OPPOSITE: Readonly<Record<string, string>> = { '=': '<>', '<>': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>' };

function simplifyNot(arg: Expr, original: Expr): Expr {
  switch (arg.kind) {
    case 'Literal':
      return arg.value === null ? arg : arg.value === true ? FALSE : TRUE;
    case 'Not':
      return arg.arg;
    case 'IsNull':
    case 'IsBoolean':
    case 'Distinct':
      return { ...arg, negated: !arg.negated };
    case 'Or':
      return and(
        arg.args.map((operand) => simplifyNot(operand, not(operand))),
        arg.at,
      );
    case 'And':
      return or(
        arg.args.map((operand) => simplifyNot(operand, not(operand))),
        arg.at,
      );
    case 'Call': {
      const opposite = OPPOSITE[arg.fn.name];
      return opposite === undefined || arg.args.length !== 2
        ? original
        : call(
            resolveScalar(
              opposite,
              arg.args.map((operand) => operand.type),
            ),
            arg.args,
            arg.at,
          );
    }
    default:
      return original;
  }
}
