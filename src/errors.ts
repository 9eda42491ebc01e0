/** SQLSTATE codes that Quern raises; see docs/errors.md. */
export type SqlState =
  | '01000'
  | '08P01'
  | '0A000'
  | '21000'
  | '22000'
  | '22001'
  | '22003'
  | '22004'
  | '22007'
  | '22008'
  | '22009'
  | '22011'
  | '22015'
  | '22012'
  | '22014'
  | '22016'
  | '22013'
  | '22019'
  | '2200C'
  | '2201B'
  | '2202E'
  | '2201E'
  | '2201F'
  | '2201G'
  | '2201W'
  | '2201X'
  | '22021'
  | '22023'
  | '22025'
  | '22026'
  | '22P02'
  | '22P03'
  | '22P04'
  | '22P05'
  | '23502'
  | '25P02'
  | '2BP01'
  | '3D000'
  | '3F000'
  | '38000'
  | '42501'
  | '42601'
  | '42602'
  | '42611'
  | '42701'
  | '42702'
  | '42703'
  | '42704'
  | '42710'
  | '42712'
  | '42723'
  | '42725'
  | '42803'
  | '42804'
  | '42809'
  | '42830'
  | '42846'
  | '42883'
  | '42939'
  | '42P01'
  | '42P02'
  | '42P07'
  | '42P08'
  | '42P09'
  | '42P10'
  | '42P16'
  | '42P18'
  | '42P19'
  | '42P20'
  | '42P21'
  | '42P22'
  | '53100'
  | '53200'
  | '54000'
  | '54001'
  | '54011'
  | '54023'
  | '55000'
  | '57014'
  | '57P01'
  | '58030'
  | '58P01'
  | 'XX000'
  | 'XX001';

export interface SqlErrorFields {
  readonly detail?: string;
  readonly hint?: string;
  /** Offset in UTF-16 code units into the text the user sent, from 0. */
  readonly position?: number;
  readonly cause?: unknown;
}

/** An error the user can act on. `sqlState` is what PostgreSQL clients switch on; see docs/errors.md. */
export class SqlError extends Error {
  override readonly name: string = 'SqlError';
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: number;
  constructor(
    readonly sqlState: SqlState,
    message: string,
    fields: SqlErrorFields = {},
  ) {
    super(message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.detail = fields.detail;
    this.hint = fields.hint;
    this.position = fields.position;
  }
}

/** A broken invariant: always our bug, never the user's. Reported as XX000. */
export class InternalError extends SqlError {
  override readonly name = 'InternalError';
  constructor(message: string, fields: SqlErrorFields = {}) {
    super('XX000', message, fields);
  }
}

/**
 * What a failure that nobody foresaw means: 54001 when the stack ran out, 54000 when a text or a compiled stage is larger than the machine takes,
 * otherwise XX000 with its cause.
 */
export function toSqlError(error: unknown): SqlError {
  if (error instanceof SqlError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'RangeError' && message.startsWith('Maximum call stack')) return tooDeep(undefined, error);
  if (name === 'RangeError' && /^(?:Invalid (?:string|array|typed array) length|Array buffer allocation)/.test(message))
    return new SqlError('54000', 'requested length too large', { cause: error });
  if (name === 'CompileError')
    return new SqlError('54000', 'the statement is too large to compile', {
      cause: error,
      hint: 'Split it up, or put long lists into a table.',
    });
  return new InternalError(message, { cause: error });
}

export const syntaxError = (message: string, position?: number, hint?: string) => new SqlError('42601', message, { position, hint });
export const undefinedTable = (table: string, position?: number, hint?: string) =>
  new SqlError('42P01', `relation "${table}" does not exist`, { position, hint });
export const undefinedColumn = (column: string, position?: number, hint?: string) =>
  new SqlError('42703', `column "${column}" does not exist`, { position, hint });
export const ambiguousColumn = (column: string, position?: number) =>
  new SqlError('42702', `column reference "${column}" is ambiguous`, { position });
export const undefinedFunction = (signature: string, position?: number, hint?: string) =>
  new SqlError('42883', `function ${signature} does not exist`, { position, hint });
export const undefinedOperator = (signature: string, position?: number, hint?: string) =>
  new SqlError('42883', `operator does not exist: ${signature}`, { position, hint });
export const ambiguousFunction = (signature: string, isOperator: boolean, position?: number) =>
  new SqlError('42725', isOperator ? `operator is not unique: ${signature}` : `function ${signature} is not unique`, {
    position,
    hint: `Could not choose a best candidate ${isOperator ? 'operator' : 'function'}. You might need to add explicit type casts.`,
  });
export const typeMismatch = (message: string, position?: number, hint?: string) => new SqlError('42804', message, { position, hint });
export const groupingError = (message: string, position?: number) => new SqlError('42803', message, { position });
export const divisionByZero = () => new SqlError('22012', 'division by zero');
export const outOfRange = (typeName: string) => new SqlError('22003', `${typeName} out of range`);
export const invalidText = (typeName: string, text: string, position?: number) =>
  new SqlError('22P02', `invalid input syntax for type ${typeName}: "${text}"`, { position });
export const textOutOfRange = (typeName: string, text: string) =>
  new SqlError('22003', `value "${text}" is out of range for type ${typeName}`);
export const invalidDatetime = (typeName: string, text: string, position?: number) =>
  new SqlError('22007', `invalid input syntax for type ${typeName}: "${text}"`, { position });
export const likeTrailingEscape = () => new SqlError('22025', 'LIKE pattern must not end with escape character');
export const invalidEscape = () =>
  new SqlError('22025', 'invalid escape string', { hint: 'Escape string must be empty or one ASCII character.' });
export const unitNotRecognized = (unit: string, typeName: string) =>
  new SqlError('22023', `unit "${unit}" not recognized for type ${typeName}`);
export const unitNotSupported = (unit: string, typeName: string) =>
  new SqlError('0A000', `unit "${unit}" not supported for type ${typeName}`);
export const unsupported = (feature: string, position?: number, hint?: string) =>
  new SqlError('0A000', `${feature} is not supported`, { position, hint });
export const outOfMemory = (operator: string, hint = 'raise memoryLimit, or use fewer threads') =>
  new SqlError('53200', `out of memory in ${operator}`, { hint });
export const tooDeep = (position?: number, cause?: unknown) =>
  new SqlError('54001', 'stack depth limit exceeded', { position, cause, hint: 'the statement nests too deeply; split it up' });
/** A window frame's offset that no frame can have; `which` is the bound that it belongs to. */
export const frameOffsetError = (which: 'starting' | 'ending', what: 'null' | 'negative', position?: number) =>
  new SqlError(what === 'null' ? '22004' : '22013', `frame ${which} offset must not be ${what}`, { position });
export const rangeOffsetError = (position?: number) =>
  new SqlError('22013', 'invalid preceding or following size in window function', { position });
export const cancelled = () => new SqlError('57014', 'canceling statement due to user request');
export const corruptFile = (file: string, what: string, cause?: unknown) =>
  new SqlError('XX001', `file "${file}" is corrupt: ${what}`, { cause });
export const ioError = (file: string, what: string, cause?: unknown, action: 'read' | 'write' = 'read') =>
  new SqlError('58030', `could not ${action} "${file}": ${what}`, { cause });
export const undefinedFile = (file: string, position?: number, hint?: string) =>
  new SqlError('58P01', `file "${file}" does not exist`, { position, hint });
