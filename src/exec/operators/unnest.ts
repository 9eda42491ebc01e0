import type { NullableValue, Value } from '../../functions/code.js';
import { widthOf } from '../../data/types.js';
import type { ColumnId } from '../../planner/logical/expr.js';
import type { OutputColumn } from '../../planner/logical/plan.js';
import type { PhysicalUnnest } from '../../planner/physical/plan.js';
import { appendStep, type PipelineColumn, type PipelineDraft, type StageBuilder } from '../compile/draft.js';
import type { Emitter } from '../wasm/emitter.js';
import { compileExpr } from '../wasm/expression.js';
import { nullUnless } from '../wasm/null-logic.js';
import { newRow } from '../wasm/row.js';

/** Fields of the view of an array (data/column.ts). */
const COUNT = 0;
const VALIDITY = 8;
const SLOTS = 12;

/** One row per element of the longest array, beside the row that it came from; a NULL array has no elements. */
export function compileUnnest({ input: plan, arrays, columns, ordinality, outer }: PhysicalUnnest, builder: StageBuilder): PipelineDraft {
  const input = builder.compile(plan);
  const made: PipelineColumn[] = [...columns, ...(ordinality === undefined ? [] : [ordinality])].map(({ id, type }) => ({
    id,
    type,
    nullable: true,
  }));
  return appendStep(
    input,
    (context, next) => {
      const { code, row } = context;
      const views = arrays.map((array) => {
        const { value, isNull } = compileExpr(array, context);
        const count = code.load('i32.load', code.addressOf(value), COUNT);
        return { address: code.addressOf(value), count: isNull === undefined ? count : code.select(isNull, code.i32(0), count) };
      });
      const longest = views.map(({ count }) => count).reduce((a, b) => code.select(code.op('i32.gt_u', a, b), a, b));
      const rows = outer ? code.select(longest, longest, code.i32(1)) : longest;
      const at = code.variable('i32', code.i32(0));
      code.while(
        () => code.op('i32.lt_u', code.get(at), rows),
        () => {
          const index = code.get(at);
          const loads = new Map<ColumnId, () => NullableValue>(
            columns.map((column, i) => [column.id, () => element(column, views[i], index, code)]),
          );
          if (ordinality !== undefined) {
            loads.set(ordinality.id, () => ({
              value: code.op('i64.extend_i32_u', code.op('i32.add', index, code.i32(1))),
              isNull: outer ? code.op('i32.ge_u', index, longest) : undefined,
            }));
          }
          next(newRow(code, loads, row));
          code.set(at, code.op('i32.add', index, code.i32(1)));
        },
      );
    },
    [...input.columns, ...made],
  );
}

function element(
  { type }: OutputColumn,
  { address, count }: { readonly address: Value; readonly count: Value },
  index: Value,
  code: Emitter,
): NullableValue {
  return nullUnless(code.op('i32.lt_u', index, count), type, code, () => {
    const validity = code.load('i32.load', address, VALIDITY);
    const isNull = code.variable('i32', code.i32(0));
    code.if(validity, () => {
      const byte = code.load('i32.load8_u', code.op('i32.add', validity, code.op('i32.shr_u', index, code.i32(3))));
      code.set(
        isNull,
        code.op('i32.eqz', code.op('i32.and', code.op('i32.shr_u', byte, code.op('i32.and', index, code.i32(7))), code.i32(1))),
      );
    });
    const slot = code.op('i32.add', code.load('i32.load', address, SLOTS), code.op('i32.mul', index, code.i32(widthOf(type))));
    return { value: code.loadSlot(type, slot), isNull: code.get(isNull) };
  });
}
