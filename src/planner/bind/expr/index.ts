import { syntaxError, unsupported } from '../../../errors.js';
import type { ExprNode } from '../../../sql/ast.js';
import type { Expr } from '../../logical/expr.js';
import type { Scope } from '../context.js';
import { bindArray, bindSubscript } from './array.js';
import { bindCase, bindCoalesce, bindExtremum, bindNullIf } from './case.js';
import { bindCast } from './cast.js';
import { bindColumnRef } from './column-ref.js';
import { bindField } from './field.js';
import { bindFunctionCall } from './function-call.js';
import { bindInList } from './in-list.js';
import { bindLike } from './like.js';
import { bindBoolean, bindBytea, bindNull, bindNumber, bindParameter, bindString } from './literal.js';
import {
  bindAtTimeZone,
  bindBetween,
  bindBinary,
  bindIsBoolean,
  bindIsDistinct,
  bindIsNull,
  bindLogical,
  bindNot,
  bindUnary,
} from './operator.js';
import { bindArraySubquery, bindExists, bindInSubquery, bindQuantified, bindScalarSubquery } from './subquery.js';

type Binders = { readonly [K in ExprNode['kind']]: (node: Extract<ExprNode, { kind: K }>, scope: Scope) => Expr };

/** One binder per kind of expression. */
const BINDERS: Binders = {
  NullLiteral: bindNull,
  BooleanLiteral: bindBoolean,
  NumberLiteral: bindNumber,
  StringLiteral: bindString,
  ByteaLiteral: bindBytea,
  ParameterRef: bindParameter,
  ColumnRef: bindColumnRef,
  Star: (node) => {
    throw syntaxError('"*" is not allowed here', node.at);
  },
  UnaryOp: bindUnary,
  BinaryOp: bindBinary,
  LogicalOp: bindLogical,
  NotOp: bindNot,
  IsNullTest: bindIsNull,
  IsBooleanTest: bindIsBoolean,
  IsDistinctFrom: bindIsDistinct,
  Between: bindBetween,
  InList: bindInList,
  InSubquery: bindInSubquery,
  Quantified: bindQuantified,
  Like: bindLike,
  CaseExpr: bindCase,
  Cast: bindCast,
  FunctionCall: bindFunctionCall,
  ExistsSubquery: bindExists,
  ScalarSubquery: bindScalarSubquery,
  ArraySubquery: bindArraySubquery,
  ArrayConstructor: bindArray,
  RowConstructor: (node) => {
    throw unsupported('a row as a value', node.at, 'Rows can be compared: (a, b) = (1, 2), (a, b) IN (…).');
  },
  Subscript: bindSubscript,
  FieldAccess: bindField,
  AtTimeZone: bindAtTimeZone,
  Coalesce: bindCoalesce,
  NullIf: bindNullIf,
  Extremum: bindExtremum,
  // Text compares by its bytes whatever the collation says; C and POSIX are exactly that.
  Collate: (node, scope) => bindExpr(node.operand, scope),
};

/** Resolves an expression in a scope. Untyped literals stay `unknown` until their context gives them a type. */
export const bindExpr = (node: ExprNode, scope: Scope): Expr => (BINDERS[node.kind] as (node: ExprNode, scope: Scope) => Expr)(node, scope);
