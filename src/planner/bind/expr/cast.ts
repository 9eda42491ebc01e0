import { array, INTERVAL } from '../../../data/types.js';
import { syntaxError } from '../../../errors.js';
import type { IntervalValue } from '../../../data/value.js';
import type { Cast, TypeNameNode } from '../../../sql/ast.js';
import type { Expr } from '../../logical/expr.js';
import { literal } from '../../logical/make.js';
import { explicitCast } from '../coerce.js';
import type { Scope } from '../context.js';
import { resolveTypeName } from '../types.js';
import { makeArray } from './array.js';
import { bindExpr } from './index.js';

/** CAST(x AS type), `x::type`, TRY_CAST and typed literals. `ARRAY[]::type[]` gives its elements the type directly. */
export function bindCast(node: Cast, scope: Scope): Expr {
  const { operand, type, lenient = false } = node;
  if (type.name === 'interval' && type.arrayDimensions === 0 && type.fields !== undefined)
    return bindIntervalCast(node, type.fields, scope);
  if (operand.kind === 'ArrayConstructor' && type.arrayDimensions > 0) {
    const element = { ...type, arrayDimensions: type.arrayDimensions - 1 };
    if (operand.elements.length === 0) return literal([], array(resolveTypeName(element)), node.at);
    return makeArray(
      operand.elements.map((item) => bindCast({ kind: 'Cast', operand: item, type: element, lenient, at: node.at }, scope)),
      scope,
      node.at,
    );
  }
  return explicitCast(bindExpr(operand, scope), type, lenient, scope.binding, node.at);
}

/** Lowest first: what each field keeps of an interval that is restricted to it. */
const FIELDS = ['SECOND', 'MINUTE', 'HOUR', 'DAY', 'MONTH', 'YEAR'] as const;
const UNIT_MICROS: Readonly<Record<string, bigint>> = { SECOND: 1n, MINUTE: 60_000_000n, HOUR: 3_600_000_000n };

/** `INTERVAL '90' DAY`: a bare number counts the last field, and what is finer than that field is cut off. */
function bindIntervalCast(node: Cast, fields: string, scope: Scope): Expr {
  const last = fields.split(/\s+/).at(-1)!.toUpperCase();
  if (!(FIELDS as readonly string[]).includes(last)) throw syntaxError(`interval field ${last} does not exist`, node.type.at);
  const plain: TypeNameNode = { kind: 'TypeName', name: 'interval', modifiers: node.type.modifiers, arrayDimensions: 0, at: node.type.at };
  const operand = bindExpr(node.operand, scope);
  const bare = operand.kind === 'Literal' && typeof operand.value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(operand.value);
  const input = bare ? literal(`${operand.value as string} ${last}`, operand.type, operand.at) : operand;
  const cast = explicitCast(input, plain, node.lenient ?? false, scope.binding, node.at);
  return cast.kind === 'Literal' && cast.value !== null ? literal(restrict(cast.value as IntervalValue, last), INTERVAL, node.at) : cast;
}

function restrict({ months, days, micros }: IntervalValue, last: string): IntervalValue {
  if (last === 'YEAR') return { months: Math.trunc(months / 12) * 12, days: 0, micros: 0n };
  if (last === 'MONTH') return { months, days: 0, micros: 0n };
  if (last === 'DAY') return { months, days, micros: 0n };
  return { months, days, micros: (micros / UNIT_MICROS[last]) * UNIT_MICROS[last] };
}
