import type { ResourceOptions } from './config.js';
import { createDatabase } from './create-database.js';
import type { Database } from './database.js';
import { createEngine } from './engine.js';
import { prepareArrow } from './result/load-arrow.js';

export type OpenOptions = ResourceOptions;

/** Starts an engine: reserves the memory, starts the threads. */
export async function open(options: OpenOptions = {}): Promise<Database> {
  const [engine] = await Promise.all([createEngine(options), prepareArrow()]);
  return createDatabase(engine);
}

export type { Database, QueryOptions } from './database.js';
export { SqlError } from './errors.js';
export type { SqlType } from './data/types.js';
export type { IntervalValue, SqlValue } from './data/value.js';
export type { Result, ResultColumn, RowObject, RowValue } from './result/result.js';
export type { ParameterInput } from './session/parameter-input.js';
export type { TableInput } from './session/table-input.js';
