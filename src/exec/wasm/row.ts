import { InternalError } from '../../errors.js';
import type { NullableValue } from '../../functions/code.js';
import type { ColumnId } from '../../planner/logical/expr.js';
import type { CodedColumn } from './columns.js';
import type { Emitter, Scope } from './emitter.js';

/**
 * The columns that code at this point of a pipeline can read. A column is loaded where it is first asked for, and again in a scope
 * that the first load does not reach.
 */
export interface Row {
  get(id: ColumnId): NullableValue;
  has(id: ColumnId): boolean;
  /** The dictionary code behind a column that may come with one. */
  coded(id: ColumnId): CodedColumn | undefined;
  readonly ids: readonly ColumnId[];
}

/** A row whose columns are computed by `loads` (of some of which `codes` knows more), in front of those of `base`. */
export function newRow(
  emitter: Emitter,
  loads: ReadonlyMap<ColumnId, () => NullableValue>,
  base?: Row,
  codes?: ReadonlyMap<ColumnId, CodedColumn>,
): Row {
  const loaded = new Map<ColumnId, { scope: Scope; value: NullableValue }>();
  return {
    ids: [...new Set([...loads.keys(), ...(base?.ids ?? [])])],
    has: (id) => loads.has(id) || (base?.has(id) ?? false),
    coded: (id) => (loads.has(id) ? codes?.get(id) : base?.coded(id)),
    get(id) {
      const load = loads.get(id);
      if (load === undefined) {
        if (base === undefined) throw new InternalError(`column ${id} is not in the row`);
        return base.get(id);
      }
      const known = loaded.get(id);
      if (known !== undefined && emitter.isActive(known.scope)) return known.value;
      const value = load();
      loaded.set(id, { scope: emitter.scope, value });
      return value;
    },
  };
}
