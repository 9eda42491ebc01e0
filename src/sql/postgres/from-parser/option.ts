import type { Node } from 'libpg-query';
import { as, strings } from './context.js';

/** The text of an option's value, `true` for an option without one. */
export function optionText(arg: Node | undefined): string {
  if (arg === undefined) return 'true';
  const value = arg as {
    String?: { sval?: string };
    Integer?: { ival?: number };
    Float?: { fval?: string };
    Boolean?: { boolval?: boolean };
  };
  if (value.String !== undefined) return value.String.sval ?? '';
  if (value.Integer !== undefined) return String(value.Integer.ival ?? 0);
  if (value.Float !== undefined) return value.Float.fval ?? '0';
  if (value.Boolean !== undefined) return String(value.Boolean.boolval ?? false);
  const constant = as(arg, 'A_Const');
  if (constant !== undefined) {
    if (constant.sval !== undefined) return constant.sval.sval ?? '';
    if (constant.fval !== undefined) return constant.fval.fval ?? '0';
    if (constant.boolval !== undefined) return String(constant.boolval.boolval ?? false);
    return String(constant.ival?.ival ?? 0);
  }
  const type = as(arg, 'TypeName');
  if (type !== undefined) return strings(type.names).pop() ?? '';
  return as(arg, 'A_Star') === undefined ? 'true' : '*';
}
