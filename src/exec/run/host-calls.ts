import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import { InternalError, SqlError } from '../../errors.js';
import '../../functions/index.js';
import type { EvaluateContext, ScalarFunction } from '../../functions/define.js';
import { findCast } from '../../functions/resolve.js';
import { scalarFunctions } from '../../functions/registry.js';
import type { HostCall } from '../wasm/stage-code.js';

let functionsById: ReadonlyMap<string, ScalarFunction> | undefined;

function scalarById(id: string): ScalarFunction {
  functionsById ??= new Map([...scalarFunctions().values()].flat().map((fn) => [fn.id!, fn]));
  const fn = functionsById.get(id);
  if (fn === undefined) throw new InternalError(`no function ${id}`);
  return fn;
}

type Evaluate = (args: readonly SqlValue[]) => SqlValue;

/** Runs on the host; `evaluate` sees and gives NULL as null. */
export interface PreparedCall {
  readonly args: readonly SqlType[];
  readonly returns: SqlType;
  readonly evaluate: Evaluate;
}

/** What of the query calls may depend on. */
export interface CallContext {
  readonly nowMicros: bigint;
  readonly timeZone: string;
}

/** The function or cast that compiled code calls by its place in `calls`. */
export function prepareCall(call: HostCall, { nowMicros, timeZone }: CallContext): PreparedCall {
  if (call.kind === 'scalar') {
    const fn = scalarById(call.id);
    const context: EvaluateContext = { args: call.args, returns: call.returns, nowMicros, timeZone };
    return { args: call.args, returns: call.returns, evaluate: (args) => fn.evaluate(args, context) };
  }
  const { from, to, lenient } = call;
  const cast = findCast(from, to, 'explicit');
  if (cast === undefined) throw new InternalError(`no cast from ${from.kind} to ${to.kind}`);
  const context: EvaluateContext = { args: [from], returns: to, nowMicros, timeZone };
  const evaluate: Evaluate = ([value]) => cast.evaluate(value, context);
  return { args: [from], returns: to, evaluate: lenient ? nullOnDataError(evaluate) : evaluate };
}

/** TRY_CAST: data exceptions (class 22) become NULL. */
const nullOnDataError =
  (evaluate: Evaluate): Evaluate =>
  (args) => {
    try {
      return evaluate(args);
    } catch (error) {
      if (error instanceof SqlError && error.sqlState.startsWith('22')) return null;
      throw error;
    }
  };
