import { InternalError, SqlError, toSqlError, type SqlState } from '../../errors.js';

/** An error as plain data: a MessagePort would strip its class and SQLSTATE. */
export interface EncodedError {
  readonly sqlState: SqlState;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: number;
  readonly stack?: string;
}

export function encodeError(error: unknown): EncodedError {
  const { sqlState, message, detail, hint, position, stack } = toSqlError(error);
  return { sqlState, message, detail, hint, position, stack: error instanceof Error ? error.stack : stack };
}

export function decodeError({ sqlState, message, stack, ...fields }: EncodedError): SqlError {
  const error = sqlState === 'XX000' ? new InternalError(message, fields) : new SqlError(sqlState, message, fields);
  if (stack !== undefined) error.stack = stack;
  return error;
}
