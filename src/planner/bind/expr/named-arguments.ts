import { SqlError, syntaxError, undefinedFunction, unsupported } from '../../../errors.js';
import { scalarFunctions } from '../../../functions/registry.js';
import { isAggregate, isWindow } from '../../../functions/resolve.js';
import type { ExprNode, FunctionCall } from '../../../sql/ast.js';

/**
 * The arguments of a call in the order of the function's parameters; 0A000 for functions whose parameters have no names here. One that is left out before a named one is 0: only functions whose parameters all
 * default to it may be called so.
 */
export function argumentsInOrder(name: string, node: FunctionCall): readonly ExprNode[] {
  const { args, argNames, at } = node;
  if (argNames?.some((argName) => argName !== undefined) !== true) return args;
  const overloads = scalarFunctions().get(name);
  if (overloads === undefined && !isAggregate(name) && !isWindow(name)) return args;
  const fn = overloads?.find(({ parameters }) => parameters !== undefined);
  if (fn?.parameters === undefined) throw unsupported(`named arguments of ${name}`, at, 'Pass the arguments by position.');
  const placed: (ExprNode | undefined)[] = [];
  args.forEach((arg, i) => {
    const argName = argNames[i]?.toLowerCase();
    if (argName === undefined) {
      if (argNames.slice(0, i).some((earlier) => earlier !== undefined))
        throw syntaxError('positional argument cannot follow named argument', arg.at ?? at);
      placed[i] = arg;
      return;
    }
    const place = fn.parameters!.indexOf(argName);
    if (place < 0) throw undefinedFunction(`${name}(${argName} => …)`, at, `The parameters are ${fn.parameters!.join(', ')}.`);
    if (placed[place] !== undefined)
      throw new SqlError('42601', `argument name "${argName}" used more than once`, { position: arg.at ?? at });
    placed[place] = arg;
  });
  const required = fn.args.length - (fn.optionalArgs ?? 0);
  return Array.from({ length: Math.max(placed.length, required) }, (_, i) => {
    const arg = placed[i];
    if (arg !== undefined) return arg;
    if (i < required) throw undefinedFunction(`${name}(${argNames.map((argName) => `${argName ?? ''} => …`).join(', ')})`, at);
    return { kind: 'NumberLiteral', text: '0', at };
  });
}
