import type { NullableValue, Value, Variable } from '../../functions/code.js';
import type { ColumnId } from '../../planner/logical/expr.js';
import type { PhysicalHashJoin } from '../../planner/physical/plan.js';
import type { JoinFilter, PipelineDraft, StageBuilder } from '../compile/draft.js';
import { equals } from '../wasm/compare.js';
import { compileExpr, type ExpressionContext } from '../wasm/expression.js';
import { anyNull } from '../wasm/null-logic.js';
import { loadField } from '../wasm/tuple.js';
import { sameKeys } from './group-table.js';
import { compileJoin, type JoinDraft } from './join.js';
import type { BuildKey, BuildLayout } from './join-build.js';
import { allCandidates, chainCandidates, isExact } from './join-candidates.js';
import { residualOf, type JoinOutput } from './join-match.js';
import { TABLE_BLOCKS, TABLE_NULL_BLOCKS } from './join-table.js';

/** Joins by a table of the build side. A NULL key matches nothing, except under `nullSafe`. */
export function compileHashJoin(node: PhysicalHashJoin, builder: StageBuilder): PipelineDraft {
  const keys = node.keys.map(({ build, nullSafe }): BuildKey => ({ expr: build, nullSafe }));
  const match: JoinDraft['match'] = (table, output, context) => {
    const { code, sourceRow } = context;
    const { build } = output;
    const probe = node.keys.map(({ probe: expr }) => compileExpr(expr, context));
    const groupKeys = keys.map(({ expr: { type } }, i) => ({ type, key: plain(probe[i], keys[i]) }));
    const fields = build.keys.map((field, i) => (keys[i].nullSafe ? field : { ...field, nullOffset: undefined }));
    const chain = chainCandidates(table, keys, probe, build, code);
    const firstTuple = firstTupleOf(node);
    const known = sourceRow?.has(firstTuple) === true ? sourceRow.get(firstTuple).value : undefined;
    return {
      candidates: known === undefined ? chain : { ...chain, first: () => code.variable('i32', known) },
      sameKeys(tuple) {
        const exact = isExact(table, build, code);
        if (exact === undefined) return sameKeys(groupKeys, fields, tuple, code);
        const same = code.variable('i32', exact);
        code.if(code.op('i32.eqz', exact), () => code.set(same, sameKeys(groupKeys, fields, tuple, code)));
        return code.get(same);
      },
      residual: node.residual,
      findUnknown: node.type === 'mark' ? findUnknown(table, keys, probe, node, output, context) : undefined,
    };
  };
  const filter = (build: BuildLayout): Omit<JoinFilter, 'table'> => ({
    firstTuple: firstTupleOf(node),
    mayMatch: (table, values, code) => chainCandidates(table, keys, values, build, code).mayExist(),
    findFirst(table, values, code) {
      const first = code.get(chainCandidates(table, keys, values, build, code).first());
      // Only so that what the join reads of the tuple is in the cache when it comes to this row.
      for (let at = 0; at < build.bytes && build.columns.length > 0; at += CACHE_LINE_BYTES) code.load('i32.load', first, at);
      return first;
    },
  });
  return compileJoin({ node, keys, residual: node.residual, match, filter }, builder);
}

const CACHE_LINE_BYTES = 64;

/** Not a column of the query: the address that a scan has found for a join's row. */
const firstTupleOf = ({ filterId }: PhysicalHashJoin): ColumnId => (-2 - (filterId ?? 0)) as ColumnId;

/** Where a NULL key leads to no candidate, the flag need not be looked at again. */
const plain = (key: NullableValue, { nullSafe }: BuildKey): NullableValue => (nullSafe ? key : { value: key.value });

/**
 * Pairs whose conditions are NULL are no candidates when a key is NULL: with a NULL in the probe row's keys any tuple may be one, otherwise
 * only those with a NULL in theirs.
 */
function findUnknown(
  table: Value,
  keys: readonly BuildKey[],
  probe: readonly NullableValue[],
  node: PhysicalHashJoin,
  output: JoinOutput,
  context: ExpressionContext,
): ((sawNull: Variable) => void) | undefined {
  const { code } = context;
  const { build } = output;
  const probeNull = anyNull(
    probe.filter((_, i) => !keys[i].nullSafe),
    code,
  );
  if (probeNull === undefined && !build.mayHaveNullKeys) return undefined;
  const block = (offset: number) => code.inPrologue(() => code.load('i32.load', table, offset));
  return (sawNull) => {
    const nullBlocks = block(TABLE_NULL_BLOCKS);
    const candidates = allCandidates(
      () => (probeNull === undefined ? nullBlocks : code.select(probeNull, block(TABLE_BLOCKS), nullBlocks)),
      build.bytes,
      code,
    );
    const at = candidates.first();
    code.while(
      () => code.op('i32.and', code.op('i32.ne', code.get(at), code.i32(0)), code.op('i32.eqz', code.get(sawNull))),
      () => {
        const tuple = code.get(at);
        const isFalse = code.variable('i32', code.i32(0));
        keys.forEach(({ expr: { type }, nullSafe }, i) => {
          const stored = loadField(build.keys[i], tuple, code);
          const differs = () =>
            code.op(
              'i32.eqz',
              nullSafe
                ? sameKeys([{ type, key: probe[i] }], [build.keys[i]], tuple, code)
                : equals(type, probe[i].value, stored.value, code),
            );
          const unknown = nullSafe ? undefined : anyNull([probe[i], stored], code);
          const decide = () => code.set(isFalse, code.op('i32.or', code.get(isFalse), differs()));
          if (unknown === undefined) decide();
          else code.if(code.op('i32.eqz', unknown), decide);
        });
        code.if(code.op('i32.eqz', code.get(isFalse)), () => {
          // Some key is NULL here, so the pair is unknown unless a residual condition is FALSE.
          const { value, isNull } = residualOf(node.residual, output, tuple, context);
          code.set(sawNull, isNull === undefined ? value : code.op('i32.or', value, isNull));
        });
        candidates.advance(at);
      },
    );
  };
}
