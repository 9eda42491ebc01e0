import { syntaxError } from '../../errors.js';
import { operandsOf } from '../logical/children.js';
import type { Expr } from '../logical/expr.js';
import { column } from '../logical/make.js';
import type { LogicalPlan, OutputColumn } from '../logical/plan.js';
import type { ValuesNode } from '../../sql/ast.js';
import { commonType } from '../../functions/resolve.js';
import { UNKNOWN } from '../../data/types.js';
import { newFrame, type Draft, type Output, type Scope } from './context.js';
import { bindExpr } from './expr/index.js';
import { toTarget } from './project.js';

const hasSubquery = (expr: Expr): boolean => expr.kind === 'Subquery' || operandsOf(expr).some(hasSubquery);

/**
 * VALUES: columns are `column1`, `column2`, … of the types common to their rows; all untyped, the type stays open. In rows to be stored,
 * each value is cast to its column by itself. Rows with subqueries become a UnionAll of projections.
 */
export function draftValues(node: ValuesNode, outer: Scope): Draft {
  const { binding } = outer;
  const scope: Scope = { binding, parent: outer, ctes: outer.ctes, frame: newFrame('VALUES'), tables: [], columns: [] };
  const width = node.rows[0].length;
  const rows = node.rows.map((row) => {
    if (row.length !== width) throw syntaxError('VALUES lists must all be the same length', row[0]?.at ?? node.at);
    return row.map((cell) => bindExpr(cell, scope));
  });
  const names = Array.from({ length: width }, (_, i) => `column${i + 1}`);
  const typesOf = (i: number) => rows.map((row) => row[i].type);
  const open = names.map((_, i) => typesOf(i).every((type) => type.kind === 'unknown'));
  let types: Draft['types'] | undefined;
  const draftTypes = () => (types ??= names.map((_, i) => (open[i] ? UNKNOWN : commonType(typesOf(i), 'VALUES', node.at))));
  return {
    names,
    // Computed when asked for: values that are stored need no common type.
    get types() {
      return draftTypes();
    },
    finish: (targets, stored) => {
      const final = names.map((_, i) => {
        const target = targets?.[i];
        if (target !== undefined && target.kind !== 'unknown' && stored !== undefined) return target;
        return target ?? draftTypes()[i];
      });
      const cells = rows.map((row) =>
        row.map((cell, i) => {
          // Without storing, a value first takes the type it shares with its column.
          const shared = stored !== undefined ? cell : toTarget(cell, open[i] ? final[i] : draftTypes()[i], undefined, binding);
          return toTarget(shared, final[i], stored?.[i], binding);
        }),
      );
      const columns = names.map((name, i): OutputColumn => ({ id: binding.newId(), name, type: cells[0][i].type }));
      const outputs = columns.map((each): Output => ({ name: each.name, column: column(each) }));
      return {
        plan: cells.flat().some(hasSubquery) ? unionOfRows(cells, columns, scope) : { kind: 'Values', columns, rows: cells },
        outputs,
      };
    },
  };
}

function unionOfRows(rows: readonly (readonly Expr[])[], columns: readonly OutputColumn[], { binding }: Scope): LogicalPlan {
  const inputs = rows.map((row) => {
    const items = row.map((expr, i) => ({ id: binding.newId(), name: columns[i].name, type: expr.type, expr }));
    const plan: LogicalPlan = { kind: 'Project', input: { kind: 'Values', columns: [], rows: [[]] }, items };
    return { plan, sources: items.map((item) => column(item)) };
  });
  return { kind: 'UnionAll', inputs, columns };
}
