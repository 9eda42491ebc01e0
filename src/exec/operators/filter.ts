import { classOf, type Value } from '../../functions/code.js';
import { freeColumns } from '../../planner/logical/columns.js';
import type { Expr } from '../../planner/logical/expr.js';
import type { PhysicalFilter } from '../../planner/physical/plan.js';
import { appendStep, type PipelineDraft, type StageBuilder } from '../compile/draft.js';
import { dictionaryMemo, type DictionaryMemo } from '../wasm/dictionary-memo.js';
import { compileCondition, compileConditions, type ExpressionContext } from '../wasm/expression.js';

/** Drops the rows for which any conjunct is FALSE or NULL. Copies nothing: a row that fails skips the rest of the pipeline. */
export const compileFilter = ({ input, conjuncts }: PhysicalFilter, builder: StageBuilder): PipelineDraft =>
  appendFilter(builder.compile(input), conjuncts);

export function appendFilter(pipeline: PipelineDraft, conjuncts: readonly Expr[]): PipelineDraft {
  if (conjuncts.length === 0) return pipeline;
  return appendStep(pipeline, (context, next) => context.code.if(allHold(conjuncts, context), () => next(context.row)));
}

/** Emits 1 when every conjunct is TRUE; those on strings are decided once per dictionary entry. */
export function allHold(conjuncts: readonly Expr[], context: ExpressionContext): Value {
  const { code } = context;
  const remembered = conjuncts.flatMap((conjunct) => {
    const memo = memoOf(conjunct, context);
    return memo === undefined ? [] : [{ conjunct, memo }];
  });
  const plain = conjuncts.filter((conjunct) => !remembered.some((entry) => entry.conjunct === conjunct));
  const first = plain.length > 0 ? compileConditions(plain, 'And', context) : undefined;
  return remembered.reduce<Value | undefined>((held, { conjunct, memo }) => {
    if (held === undefined) return verdict(memo, conjunct, context);
    const both = code.variable('i32', held);
    code.if(held, () => code.set(both, verdict(memo, conjunct, context)));
    return code.get(both);
  }, first)!;
}

/** A memo for a condition on one column of strings, where comparing costs more than looking up a byte. */
function memoOf(conjunct: Expr, context: ExpressionContext): DictionaryMemo | undefined {
  const [column, ...others] = freeColumns(conjunct).values();
  if (column === undefined || others.length > 0 || classOf(column.type) !== 'view') return undefined;
  return dictionaryMemo([conjunct], 1, context);
}

const DROPS = 1;
const KEEPS = 2;

/** 1 when the condition holds: from the memo, where it is in use. */
function verdict(memo: DictionaryMemo, conjunct: Expr, context: ExpressionContext): Value {
  const { code } = context;
  const known = memo.recall(() => code.select(compileCondition(conjunct, context), code.i32(KEEPS), code.i32(DROPS)));
  return code.op('i32.eq', known, code.i32(KEEPS));
}
