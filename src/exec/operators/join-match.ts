import { InternalError } from '../../errors.js';
import { BOOLEAN } from '../../data/types.js';
import type { NullableValue, Value, Variable } from '../../functions/code.js';
import type { ColumnId, Expr } from '../../planner/logical/expr.js';
import type { OutputColumn } from '../../planner/logical/plan.js';
import type { PhysicalHashJoin, PhysicalPlan } from '../../planner/physical/plan.js';
import type { Emitter } from '../wasm/emitter.js';
import { compileConditions, compileExpr, type ExpressionContext } from '../wasm/expression.js';
import { newRow, type Row } from '../wasm/row.js';
import { checkCancelled } from '../wasm/stage-code.js';
import { loadField } from '../wasm/tuple.js';
import type { BuildLayout } from './join-build.js';

export type JoinType = PhysicalHashJoin['type'];

/** The build tuples that a probe row is tried against, in row order: the address of the first (0: none), and the step to the next. */
export interface Candidates {
  first(): Variable;
  advance(tuple: Variable): void;
}

/** What makes a candidate a match. */
export interface Match {
  readonly candidates: Candidates;
  /** 1 when the candidate's keys are the probe row's; undefined: every candidate's are. */
  readonly sameKeys?: (tuple: Value) => Value;
  readonly residual: readonly Expr[];
  /** For mark joins: looks for a pair that is neither TRUE nor FALSE among the tuples that are no candidates, and sets the flag. */
  readonly findUnknown?: (sawNull: Variable) => void;
}

export interface JoinOutput {
  readonly node: PhysicalPlan;
  readonly type: JoinType;
  readonly build: BuildLayout;
  readonly mark: OutputColumn | undefined;
}

/** The probe row together with the build columns of `tuple`; with `missing` (1: no tuple) these are NULL. */
export function joinedRow(row: Row, build: BuildLayout, tuple: Value, missing: Value | undefined, code: Emitter): Row {
  const columns = build.columns.map(({ column, field }) => ({ id: column.id, field }));
  const loads = new Map<ColumnId, () => NullableValue>(
    columns.map(({ id, field }) => [
      id,
      () => {
        // Tuples of a table stay as long as the query, and their strings with them.
        const loaded: NullableValue = { ...loadField(field, tuple, code), stays: true };
        if (missing === undefined) return loaded;
        return { ...loaded, isNull: loaded.isNull === undefined ? missing : code.op('i32.or', loaded.isNull, missing) };
      },
    ]),
  );
  return newRow(code, loads, row);
}

/** Emits a join step: tries the candidates of the current row and passes on what the join type says, build rows in row order. */
export function emitJoin(match: Match, output: JoinOutput, context: ExpressionContext, next: (row: Row) => void): void {
  switch (output.type) {
    case 'inner':
    case 'right':
      return emitInner(match, output, context, next);
    case 'left':
    case 'full':
    case 'single':
      return emitOuter(match, output, context, next);
    case 'semi':
    case 'anti':
      return emitExists(match, output, context, next);
    case 'mark':
      return emitMark(match, output, context, next);
    case 'right semi':
    case 'right anti':
      throw new InternalError(`a ${output.type} join passes no probe rows on`);
  }
}

/** Emits what a probe row does in a join of which only build rows come out: it marks those that it matches. */
export function emitMarkMatched(match: Match, output: JoinOutput, context: ExpressionContext): void {
  const { code } = context;
  const { matched } = output.build;
  checkCancelled(code);
  const at = match.candidates.first();
  code.while(
    () => code.get(at),
    () => {
      const tuple = code.get(at);
      code.if(code.op('i32.eqz', code.load('i32.load8_u', tuple, matched)), () =>
        code.if(matches(match, output, tuple, context), () => code.store('i32.store8', tuple, code.i32(1), matched)),
      );
      match.candidates.advance(at);
    },
  );
}

/** 1 when a candidate matches. */
function matches({ sameKeys, residual }: Match, { build }: JoinOutput, tuple: Value, context: ExpressionContext): Value {
  const { code, row } = context;
  const holds = () => compileConditions(residual, 'And', { ...context, row: joinedRow(row, build, tuple, undefined, code) });
  if (sameKeys === undefined) return holds();
  const same = sameKeys(tuple);
  if (residual.length === 0) return same;
  const result = code.variable('i32', same);
  code.if(same, () => code.set(result, holds()));
  return code.get(result);
}

function emitInner(match: Match, output: JoinOutput, context: ExpressionContext, next: (row: Row) => void): void {
  const { code, row, stage } = context;
  checkCancelled(code);
  const at = match.candidates.first();
  code.while(
    () => code.get(at),
    () => {
      const tuple = code.get(at);
      const pass = () => {
        if (output.type === 'right') {
          code.store('i32.store8', tuple, code.i32(1), output.build.matched);
          if (stage.options.profile === true) stage.count(code, output.node, 'matched');
        }
        next(joinedRow(row, output.build, tuple, undefined, code));
      };
      if (match.sameKeys === undefined && match.residual.length === 0) pass();
      else code.if(matches(match, output, tuple, context), pass);
      match.candidates.advance(at);
    },
  );
}

/** Moves to the first match from `at` on; 0 when there is none. */
function findMatch(at: Variable, match: Match, output: JoinOutput, context: ExpressionContext): void {
  const { code } = context;
  const searching = code.variable('i32', code.get(at));
  code.while(
    () => code.get(searching),
    () =>
      code.if(
        matches(match, output, code.get(at), context),
        () => code.set(searching, code.i32(0)),
        () => {
          match.candidates.advance(at);
          code.set(searching, code.get(at));
        },
      ),
  );
}

/** Every match, or else the row once with NULLs. */
function emitOuter(match: Match, output: JoinOutput, context: ExpressionContext, next: (row: Row) => void): void {
  const { code, row, stage } = context;
  const absent = stage.layout.reserve(output.build.bytes);
  const dummy = code.inPrologue(() => code.op('i32.add', code.frame, code.i32(absent)));
  checkCancelled(code);
  const at = match.candidates.first();
  const passed = code.variable('i32', code.i32(0));
  const more = code.variable('i32', code.i32(1));
  code.while(
    () => code.get(more),
    () => {
      findMatch(at, match, output, context);
      const found = code.get(at);
      code.if(code.op('i32.or', found, code.op('i32.eqz', code.get(passed))), () => {
        if (output.type === 'single') code.raiseIf(code.get(passed), 'scalar_subquery_rows');
        code.set(passed, code.i32(1));
        if (output.type === 'full') code.if(found, () => code.store('i32.store8', found, code.i32(1), output.build.matched));
        if (stage.options.profile === true) code.if(found, () => stage.count(code, output.node, 'matched'));
        next(joinedRow(row, output.build, code.select(found, found, dummy), code.op('i32.eqz', found), code));
      });
      code.if(found, () => match.candidates.advance(at));
      code.set(more, code.get(at));
    },
  );
}

function emitExists(match: Match, output: JoinOutput, context: ExpressionContext, next: (row: Row) => void): void {
  const { code, row } = context;
  checkCancelled(code);
  const at = match.candidates.first();
  findMatch(at, match, output, context);
  const found = code.get(at);
  code.if(output.type === 'semi' ? found : code.op('i32.eqz', found), () => next(row));
}

/** TRUE when a row matches; else NULL when for some row the conditions are NULL, none of them FALSE; else FALSE. */
function emitMark(match: Match, output: JoinOutput, context: ExpressionContext, next: (row: Row) => void): void {
  const { code, row, stage } = context;
  checkCancelled(code);
  const at = match.candidates.first();
  const sawNull = code.variable('i32', code.i32(0));
  const found = code.variable('i32', code.i32(0));
  const searching = code.variable('i32', code.get(at));
  code.while(
    () => code.get(searching),
    () => {
      const tuple = code.get(at);
      const judge = () => {
        const { value, isNull } = residualOf(match.residual, output, tuple, context);
        code.set(found, isNull === undefined ? value : code.op('i32.and', value, code.op('i32.eqz', isNull)));
        if (isNull !== undefined) code.set(sawNull, code.op('i32.or', code.get(sawNull), isNull));
      };
      if (match.sameKeys === undefined) judge();
      else code.if(match.sameKeys(tuple), judge);
      match.candidates.advance(at);
      code.set(searching, code.op('i32.and', code.op('i32.ne', code.get(at), code.i32(0)), code.op('i32.eqz', code.get(found))));
    },
  );
  const { findUnknown } = match;
  if (findUnknown !== undefined)
    code.if(code.op('i32.eqz', code.op('i32.or', code.get(found), code.get(sawNull))), () => findUnknown(sawNull));
  const value = code.get(found);
  if (stage.options.profile === true) code.if(value, () => stage.count(code, output.node, 'matched'));
  const mark: NullableValue = { value, isNull: code.op('i32.and', code.get(sawNull), code.op('i32.eqz', value)) };
  next(newRow(code, new Map([[output.mark!.id, () => mark]]), row));
}

/** The residual conditions in three-valued logic. */
export const residualOf = (residual: readonly Expr[], { build }: JoinOutput, tuple: Value, context: ExpressionContext): NullableValue =>
  compileExpr(
    { kind: 'And', args: residual, type: BOOLEAN },
    { ...context, row: joinedRow(context.row, build, tuple, undefined, context.code) },
  );
