import { decimal, MAX_DECIMAL_PRECISION, sameType, type SqlType } from '../../data/types.js';
import { SqlError, syntaxError, typeMismatch, unsupported } from '../../errors.js';
import { commonType } from '../../functions/resolve.js';
import type { CommonTableExpression, SetOperationNode, TableNode, WithClause } from '../../sql/ast.js';
import { freeColumns } from '../logical/columns.js';
import { column } from '../logical/make.js';
import type { LogicalPlan, OutputColumn } from '../logical/plan.js';
import { plainName } from './coerce.js';
import type { Binding, Bound, CteScope, Draft, Output, Scope } from './context.js';
import { castOutputs } from './project.js';
import { draftBody, draftQuery } from './query.js';
import { checkRecursiveTerm } from './recursive-term.js';

/** A WITH query in scope; `use` gives its rows to one reference, under ids of their own. */
export interface CteEntry {
  use(node: TableNode): Bound;
}

export function findCte(name: string, scope: CteScope | undefined): CteEntry | undefined {
  const key = name.toLowerCase();
  for (let level = scope; level !== undefined; level = level.parent) {
    const entry = level.entries.get(key);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

const addEntry = (scope: Scope, name: string, entry: CteEntry): Scope => ({
  ...scope,
  ctes: { entries: new Map([[name.toLowerCase(), entry]]), parent: scope.ctes },
});

/**
 * Brings the queries of WITH into scope, each visible to those after it. A query named more than once, MATERIALIZED or volatile is computed once and
 * shared; others are put in place of their name, and so is one that uses columns of an enclosing query.
 */
export function bindWith(clause: WithClause | undefined, outer: Scope): Scope {
  if (clause === undefined) return outer;
  const names = new Set<string>();
  let scope = outer;
  for (const definition of clause.ctes) {
    const { name, at } = definition.name;
    if (names.has(name.toLowerCase())) throw new SqlError('42712', `WITH query name "${name}" specified more than once`, { position: at });
    names.add(name.toLowerCase());
    const recursive = outer.binding.relations.selfReferencing.has(definition);
    scope = addEntry(scope, name, cteEntry(definition, recursive, scope));
  }
  return scope;
}

function cteEntry(definition: CommonTableExpression, recursive: boolean, scope: Scope): CteEntry {
  const { binding } = scope;
  const references = binding.relations.references.get(definition) ?? 0;
  const bind = (): Bound =>
    renamed(recursive ? bindRecursive(definition, scope) : draftQuery(definition.query, scope).finish(), definition);
  const volatileBefore = binding.volatileCalls;
  // Bound even if nothing refers to it: its errors are the statement's.
  let first: Bound | undefined = bind();
  const isVolatile = binding.volatileCalls > volatileBefore;
  const share = (references > 1 && definition.materialized !== false) || definition.materialized === true || (isVolatile && references > 0);
  if (share && freeColumns(first.plan).size === 0) return sharedEntry(first, binding);
  return {
    use: () => {
      const bound = first ?? bind();
      first = undefined;
      return bound;
    },
  };
}

function sharedEntry({ plan, outputs }: Bound, binding: Binding): CteEntry {
  const id: number = binding.newId();
  return {
    use: () => {
      const columns = outputs.map(({ name, column: { type } }): OutputColumn => ({ id: binding.newId(), name, type }));
      const shared: LogicalPlan = { kind: 'Materialize', id, input: plan, columns, sources: outputs.map((output) => output.column.id) };
      return { plan: shared, outputs: columns.map(outputOf) };
    },
  };
}

const outputOf = (output: OutputColumn): Output => ({ name: output.name, column: column(output) });

function renamed(bound: Bound, { name, columns }: CommonTableExpression): Bound {
  if (columns.length > bound.outputs.length) {
    throw new SqlError(
      '42P10',
      `WITH query "${name.name}" has ${bound.outputs.length} columns available but ${columns.length} columns specified`,
      { position: name.at },
    );
  }
  return columns.length === 0
    ? bound
    : { ...bound, outputs: bound.outputs.map((output, i) => ({ ...output, name: columns[i]?.name ?? output.name })) };
}

/** Digits after the point for a recursive numeric column whose scale grows from round to round. */
const GROWING_SCALE = 16;

/**
 * `base UNION [ALL] step`, where the step refers to the query's own name: the rows of the round before. The columns have the base's types, to
 * which the step's must convert (42804); a decimal gets 38 digits, so that values may grow.
 */
function bindRecursive(definition: CommonTableExpression, scope: Scope): Bound {
  const { name, at } = definition.name;
  const { query } = definition;
  const { binding } = scope;
  const body = query.body;
  if (body.kind !== 'SetOperation' || body.operator !== 'UNION') {
    throw new SqlError('42P19', `recursive query "${name}" does not have the form non-recursive-term UNION [ALL] recursive-term`, {
      position: at,
    });
  }
  if (query.orderBy.length > 0 || query.orderByAll !== undefined) throw unsupported('ORDER BY in a recursive query', at);
  if (query.limit !== undefined || query.offset !== undefined) throw unsupported('LIMIT in a recursive query', at);
  checkRecursiveTerm(body.right, name);
  const inner = bindWith(query.with, scope);

  const draft = draftBody(body.left, addEntry(inner, name, outOfPlace(name)));
  const base = draft.finish();
  const id: number = binding.newId();
  let types: readonly SqlType[] = base.outputs.map((output) => output.column.type);
  let step = bindStep(body, types, base.outputs, definition, id, inner);
  const widened = widen(types, step.types, definition, body);
  if (widened.some((type, i) => !sameType(type, types[i]))) {
    types = widened;
    step = bindStep(body, types, base.outputs, definition, id, inner);
  }
  const stepBound = step.finish(types, step.names);
  const baseBound = castOutputs(base, types, undefined, binding);
  const columns = base.outputs.map((output, i): OutputColumn => ({
    id: binding.newId(),
    name: definition.columns[i]?.name ?? output.name,
    type: types[i],
  }));
  const plan: LogicalPlan = {
    kind: 'RecursiveUnion',
    id,
    base: baseBound.plan,
    step: stepBound.plan,
    distinct: !body.all,
    columns,
    baseSources: baseBound.outputs.map((output) => output.column),
    stepSources: stepBound.outputs.map((output) => output.column),
  };
  return { plan, outputs: columns.map(outputOf) };
}

/** The step over the last round's rows, whose columns have `types`. */
function bindStep(
  body: SetOperationNode,
  types: readonly SqlType[],
  outputs: readonly Output[],
  definition: CommonTableExpression,
  id: number,
  scope: Scope,
): Draft {
  const { newId } = scope.binding;
  const entry: CteEntry = {
    use: () => {
      const columns = outputs.map((output, i): OutputColumn => ({
        id: newId(),
        name: definition.columns[i]?.name ?? output.name,
        type: types[i],
      }));
      return { plan: { kind: 'RecursiveRef', id, columns }, outputs: columns.map(outputOf) };
    },
  };
  const step = draftBody(body.right, addEntry(scope, definition.name.name, entry));
  if (step.names.length !== outputs.length) throw syntaxError('each UNION query must have the same number of columns', body.at);
  return step;
}

const outOfPlace = (name: string): CteEntry => ({
  use: (node) => {
    throw new SqlError('42P19', `recursive reference to query "${name}" must not appear within its non-recursive term`, {
      position: node.at,
    });
  },
});

function widen(
  base: readonly SqlType[],
  step: readonly SqlType[],
  { name }: CommonTableExpression,
  body: SetOperationNode,
): readonly SqlType[] {
  return base.map((type, i) => {
    const other = step[i];
    if (other.kind === 'unknown' || sameType(type, other)) return type;
    const common = commonType([type, other], 'UNION', body.at);
    if (type.kind === 'decimal' && common.kind === 'decimal') {
      return decimal(MAX_DECIMAL_PRECISION, common.scale > type.scale ? Math.max(GROWING_SCALE, common.scale) : type.scale);
    }
    if (sameType(common, type)) return type;
    throw typeMismatch(
      `recursive query "${name.name}" column ${i + 1} has type ${plainName(type)} in non-recursive term but type ${plainName(common)} overall`,
      name.at,
      'Cast the output of the non-recursive term to the correct type.',
    );
  });
}
