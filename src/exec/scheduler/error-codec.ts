import { InternalError, SqlError, type SqlState } from '../../errors.js';

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
  if (error instanceof SqlError) {
    const { sqlState, message, detail, hint, position, stack } = error;
    return { sqlState, message, detail, hint, position, stack };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { sqlState: 'XX000', message, stack };
}

export function decodeError({ sqlState, message, stack, ...fields }: EncodedError): SqlError {
  const error = sqlState === 'XX000' ? new InternalError(message, fields) : new SqlError(sqlState, message, fields);
  if (stack !== undefined) error.stack = stack;
  return error;
}
