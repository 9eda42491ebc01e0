import { syntaxError } from '../../errors.js';
import { TEXT, type SqlType } from '../../data/types.js';
import { commonType, resolveWindow } from '../../functions/resolve.js';
import type { SetOperationNode } from '../../sql/ast.js';
import { column, sameValue } from '../logical/make.js';
import type { ColumnExpr } from '../logical/expr.js';
import type { LogicalPlan, OutputColumn, UnionAll } from '../logical/plan.js';
import type { Binding, Bound, Draft, Output, Scope } from './context.js';
import { distinctRows } from './distinct.js';
import { castOutputs, project } from './project.js';
import { draftBody } from './query.js';

/**
 * UNION, INTERSECT, EXCEPT. Both sides are cast to common types; names are the left side's. UNION ALL chains become one UnionAll, UNION
 * one Aggregate over it. INTERSECT and EXCEPT are semi and anti joins under which NULLs are equal, over rows made distinct, or over numbered
 * rows for the ALL forms.
 */
export function draftSetOperation(node: SetOperationNode, scope: Scope): Draft {
  const { binding } = scope;
  const left = draftBody(node.left, scope);
  const right = draftBody(node.right, scope);
  if (left.names.length !== right.names.length) {
    throw syntaxError(`each ${node.operator} query must have the same number of columns`, node.at);
  }
  const types = left.types.map((type, i): SqlType => commonType([type, right.types[i]], node.operator, node.at));
  return {
    names: left.names,
    types,
    finish: (targets, stored) => {
      // Casting before UNION ALL or after is the same; what compares rows compares them in their common types.
      const all = node.operator === 'UNION' && node.all;
      const wanted = all && targets !== undefined && stored === undefined ? types.map((type, i) => settled(targets[i], type)) : types;
      const sides = [left.finish(wanted), right.finish(wanted)] as const;
      const bound = node.operator === 'UNION' ? union(...sides, node.all, binding) : intersectOrExcept(...sides, node, binding);
      return castOutputs(
        bound,
        targets?.map((target, i) => settled(target, wanted[i])),
        stored,
        binding,
      );
    },
  };
}

const settled = (target: SqlType, type: SqlType): SqlType => (target.kind === 'unknown' ? (type.kind === 'unknown' ? TEXT : type) : target);

type UnionInput = UnionAll['inputs'][number];

/** The inputs of a side that is itself a UnionAll (under a distinct Aggregate if this one is distinct too), otherwise the side. */
function unionInputs({ plan, outputs }: Bound, all: boolean): readonly UnionInput[] {
  const inner = !all && plan.kind === 'Aggregate' && plan.aggregates.length === 0 && plan.groupingSets === undefined ? plan.input : plan;
  const isWhole =
    inner.kind === 'UnionAll' &&
    inner.columns.length === outputs.length &&
    inner.columns.every((each, i) => each.id === outputs[i].column.id);
  return isWhole ? inner.inputs : [{ plan, sources: outputs.map((output) => output.column) }];
}

function union(left: Bound, right: Bound, all: boolean, binding: Binding): Bound {
  const columns = left.outputs.map(({ name, column: { type } }): OutputColumn => ({ id: binding.newId(), name, type }));
  const plan: LogicalPlan = { kind: 'UnionAll', inputs: [...unionInputs(left, all), ...unionInputs(right, all)], columns };
  const outputs = columns.map((each): Output => ({ name: each.name, column: column(each) }));
  return { plan: all ? plan : distinctRows(plan, outputs), outputs };
}

function intersectOrExcept(left: Bound, right: Bound, node: SetOperationNode, binding: Binding): Bound {
  const [a, b] = node.all
    ? [numberCopies(separate(left, binding), binding), numberCopies(separate(right, binding), binding)]
    : [makeDistinct(separate(left, binding)), makeDistinct(separate(right, binding))];
  const on = a.compared.map((each, i) => sameValue(each, b.compared[i]));
  const join: LogicalPlan = { kind: 'Join', type: node.operator === 'INTERSECT' ? 'semi' : 'anti', left: a.plan, right: b.plan, on };
  // The numbering of the ALL forms is not part of the result.
  return node.all
    ? project(
        join,
        a.outputs.map(({ name, column: expr }) => ({ name, expr })),
        binding,
      )
    : { plan: join, outputs: a.outputs };
}

interface Compared extends Bound {
  readonly compared: readonly ColumnExpr[];
}

/** One column per output, so that rows compare position by position. */
function separate(bound: Bound, binding: Binding): Bound {
  const ids = new Set(bound.outputs.map((output) => output.column.id));
  if (ids.size === bound.outputs.length) return bound;
  const items = bound.outputs.map(({ name, column: expr }) => ({ id: binding.newId(), name, type: expr.type, expr }));
  return { plan: { kind: 'Project', input: bound.plan, items }, outputs: items.map((item) => ({ name: item.name, column: column(item) })) };
}

const makeDistinct = ({ plan, outputs }: Bound): Compared => ({
  plan: distinctRows(plan, outputs),
  outputs,
  compared: outputs.map((output) => output.column),
});

/** Numbers equal rows 1, 2, …, so that the n-th copy on one side meets the n-th copy on the other. */
function numberCopies({ plan, outputs }: Bound, binding: Binding): Compared {
  const { fn, returns } = resolveWindow('row_number', []);
  const copy: OutputColumn = { id: binding.newId(), name: 'copy', type: returns };
  const columns = outputs.map((output) => output.column);
  const frame = { mode: 'RANGE', start: { kind: 'UnboundedPreceding' }, end: { kind: 'CurrentRow' } } as const;
  const item = { ...copy, call: { fn, args: [], ignoreNulls: false, frame, type: returns } };
  return {
    plan: { kind: 'Window', input: plan, partitionBy: columns, orderBy: [], items: [item] },
    outputs,
    compared: [...columns, column(copy)],
  };
}
