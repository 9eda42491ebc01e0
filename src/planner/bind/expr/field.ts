import { TEXT } from '../../../data/types.js';
import { SqlError, typeMismatch } from '../../../errors.js';
import { didYouMean } from '../../../data/did-you-mean.js';
import type { FieldAccess, Identifier } from '../../../sql/ast.js';
import type { Expr } from '../../logical/expr.js';
import { literal } from '../../logical/make.js';
import { plainName } from '../coerce.js';
import type { Scope } from '../context.js';
import { matching } from '../scope.js';
import { bindExpr } from './index.js';
import { invoke } from './invoke.js';

/** `(s).field`: a field of a struct, NULL when the struct is; 42703 when it has no such field. */
export function bindField(node: FieldAccess, scope: Scope): Expr {
  return fieldOf(bindExpr(node.operand, scope), node.field, scope);
}

/** A field of a struct value, whatever the case of its name. */
export function fieldOf(struct: Expr, { name, at }: Identifier, { binding }: Scope): Expr {
  if (struct.type.kind !== 'struct') {
    throw typeMismatch(
      `column notation .${name} applied to type ${plainName(struct.type)}, which is not a composite type`,
      at ?? struct.at,
    );
  }
  const [field] = matching(struct.type.fields, name);
  if (field === undefined) {
    const near = didYouMean(
      name,
      struct.type.fields.map((each) => each.name),
    );
    throw new SqlError('42703', `column "${name}" not found in data type ${plainName(struct.type)}`, {
      position: at ?? struct.at,
      hint: near && `Did you mean "${near}"?`,
    });
  }
  return invoke('struct_extract', [struct, literal(field.name, TEXT, at)], binding, at ?? struct.at);
}
