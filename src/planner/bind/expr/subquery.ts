import { array, BOOLEAN, sameType } from '../../../data/types.js';
import { syntaxError, typeMismatch, unsupported } from '../../../errors.js';
import { commonType, isScalar, resolveScalar } from '../../../functions/resolve.js';
import type { ArraySubquery, ExistsSubquery, ExprNode, InSubquery, Quantified, QueryNode, ScalarSubquery } from '../../../sql/ast.js';
import type { Expr, SubqueryExpr } from '../../logical/expr.js';
import { column, isNull, literal, not, nullOf, or, and } from '../../logical/make.js';
import type { LogicalPlan } from '../../logical/plan.js';
import { coerce, plainName } from '../coerce.js';
import type { Bound, Draft, Scope } from '../context.js';
import { draftQuery } from '../query.js';
import { knownElements } from './array.js';
import { equalsAny } from './in-list.js';
import { bindExpr } from './index.js';
import { invoke } from './invoke.js';
import { evaluateOnce } from './once.js';
import { bindRow, rowElements } from './row.js';

type Form = SubqueryExpr['form'];

function subquery(
  form: Form,
  bound: Bound,
  type: Expr['type'],
  at: number | undefined,
  compared: Pick<SubqueryExpr, 'args' | 'comparisons'>,
): Expr {
  return { kind: 'Subquery', form, plan: bound.plan, ...compared, outputs: bound.outputs.map((output) => output.column), type, at };
}

const NOTHING: Pick<SubqueryExpr, 'args' | 'comparisons'> = { args: [], comparisons: [] };

function oneColumn(draft: Draft, at: number | undefined): void {
  if (draft.names.length !== 1) throw syntaxError('subquery must return only one column', at);
}

/** Never NULL: TRUE when the query has a row. */
export function bindExists(node: ExistsSubquery, scope: Scope): Expr {
  const { plan } = draftQuery(node.query, scope).finish();
  return subquery('exists', { plan, outputs: [] }, BOOLEAN, node.at, NOTHING);
}

/** The value of the one row; NULL when there is none, 21000 when there are more. */
export function bindScalarSubquery(node: ScalarSubquery, scope: Scope): Expr {
  const draft = draftQuery(node.query, scope);
  oneColumn(draft, node.at);
  const bound = draft.finish();
  return subquery('scalar', bound, bound.outputs[0].column.type, node.at, NOTHING);
}

/** `ARRAY(query)`: its values in order; no rows, an empty array. */
export function bindArraySubquery(node: ArraySubquery, scope: Scope): Expr {
  const draft = draftQuery(node.query, scope);
  oneColumn(draft, node.at);
  const bound = draft.finish();
  return subquery('array', bound, array(bound.outputs[0].column.type), node.at, NOTHING);
}

/** `x IN (query)` is `x = ANY (query)`; NOT IN is its negation. */
export function bindInSubquery(node: InSubquery, scope: Scope): Expr {
  const result = compareWithQuery(node.operand, '=', 'any', node.query, scope, node.at);
  return node.negated ? not(result, node.at) : result;
}

const NEGATIONS: Readonly<Record<string, string>> = { '=': '<>', '<>': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' };

/** `x op ANY|ALL (query or array)`. `x op ALL` with an ordering operator is NOT (x inverse-op ANY). */
export function bindQuantified(node: Quantified, scope: Scope): Expr {
  const { operator, query } = node;
  const inverse = node.quantifier === 'ALL' ? NEGATIONS[operator] : undefined;
  if (query === undefined) return bindQuantifiedArray(node, scope);
  if (inverse !== undefined && (operator !== '=' || rowElements(node.operand) === undefined)) {
    return not(compareWithQuery(node.operand, inverse, 'any', query, scope, node.at), node.at);
  }
  return compareWithQuery(node.operand, operator, node.quantifier === 'ALL' ? 'all' : 'any', query, scope, node.at);
}

function compareWithQuery(operand: ExprNode, operator: string, form: 'any' | 'all', query: QueryNode, scope: Scope, at?: number): Expr {
  const { binding } = scope;
  const elements = rowElements(operand);
  if (elements !== undefined && operator === '<>' && form === 'any') {
    // Rows differ when any element does, and comparisons are ANDed: NOT (row = ALL (query)).
    return not(compareWithQuery(operand, '=', 'all', query, scope, at), at);
  }
  if (elements !== undefined && elements.length > 1 && operator !== '=')
    throw unsupported(`operator ${operator} between a row and a subquery`, at);
  const args = bindRow(elements ?? [operand], scope);
  const draft = draftQuery(query, scope);
  if (draft.names.length !== args.length) {
    throw syntaxError(draft.names.length < args.length ? 'subquery has too few columns' : 'subquery has too many columns', at);
  }
  const resolved = args.map((arg, i) => resolveScalar(operator, [arg.type, draft.types[i]], at));
  const notBoolean = resolved.find(({ returns }) => returns.kind !== 'boolean');
  if (notBoolean !== undefined)
    throw typeMismatch('row comparison operator must yield type boolean, not type ' + plainName(notBoolean.returns), at);
  const bound = draft.finish(resolved.map((each) => each.args[1]));
  return subquery(form, bound, BOOLEAN, at, {
    args: args.map((arg, i) => coerce(arg, resolved[i].args[0], binding)),
    comparisons: resolved.map(({ fn }) => fn),
  });
}

/**
 * Over an array: comparisons with its elements when they are known; otherwise a function for the comparison operators, and for the others a
 * subquery over the unnested array. NULL for a NULL array.
 */
function bindQuantifiedArray(node: Quantified, scope: Scope): Expr {
  const { binding } = scope;
  const all = node.quantifier === 'ALL';
  const operand = bindExpr(node.operand, scope);
  const arrayNode = node.array!;
  const given = arrayNode.kind === 'ArrayConstructor' ? undefined : bindExpr(arrayNode, scope);
  const elements = given?.type.kind === 'unknown' ? coerce(given, array(commonType([operand.type], 'ANY')), binding) : given;
  const known = knownElements(arrayNode, elements, scope);
  if (known !== undefined) {
    if (known.length === 0) return literal(all, BOOLEAN, node.at);
    if (!all && node.operator === '=') return equalsAny(operand, known, scope, node.at);
    if (all && node.operator === '<>') return not(equalsAny(operand, known, scope, node.at), node.at);
    const repeated = evaluateOnce(operand, scope);
    const tests = known.map((element) => invoke(node.operator, [repeated, element], binding, node.at));
    return all ? and(tests, node.at) : or(tests, node.at);
  }
  const list = elements!;
  if (list.kind === 'Literal' && list.value === null) return nullOf(BOOLEAN, node.at);
  if (list.type.kind !== 'array') throw typeMismatch('op ANY/ALL (array) requires array on right side', node.at);
  const { element } = list.type;
  const { args: types } = resolveScalar(node.operator, [operand.type, element], node.at);
  const quantified = `${node.operator} ${all ? 'ALL' : 'ANY'}`;
  if (!isScalar(quantified) || !sameType(types[0], types[1])) return overUnnested(node, operand, list, element, scope);
  return invoke(quantified, [coerce(operand, types[0], binding), coerce(list, array(types[0]), binding)], binding, node.at);
}

function overUnnested(node: Quantified, operand: Expr, list: Expr, type: Expr['type'], scope: Scope): Expr {
  const { binding } = scope;
  const resolved = resolveScalar(node.operator, [operand.type, type], node.at);
  const element = column({ id: binding.newId(), name: 'element', type });
  const item = { id: binding.newId(), name: 'element', type: resolved.args[1], expr: coerce(element, resolved.args[1], binding) };
  const plan: LogicalPlan = {
    kind: 'Project',
    input: { kind: 'Unnest', input: { kind: 'Values', columns: [], rows: [[]] }, arrays: [list], columns: [element], outer: false },
    items: [item],
  };
  const found = subquery(
    node.quantifier === 'ALL' ? 'all' : 'any',
    { plan, outputs: [{ name: 'element', column: column(item) }] },
    BOOLEAN,
    node.at,
    {
      args: [coerce(operand, resolved.args[0], binding)],
      comparisons: [resolved.fn],
    },
  );
  return { kind: 'Case', branches: [{ when: isNull(list), then: nullOf(BOOLEAN) }], otherwise: found, type: BOOLEAN, at: node.at };
}
