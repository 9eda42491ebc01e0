import type { Settings } from '../config.js';
import type { Engine } from '../engine.js';
import type { Catalog } from '../planner/catalog.js';
import type { MemoryTable, Namespace } from './catalog.js';
import type { PlanCache } from './plan-cache.js';

/** What the statements of one session work with. */
export interface SessionState {
  readonly engine: Engine;
  readonly namespace: Namespace;
  readonly catalog: Catalog;
  readonly settings: Settings;
  readonly plans: PlanCache;
  /** The namespace as BEGIN found it, while a transaction is open. */
  transaction: Namespace['relations'] | undefined;
  /** Start of the current statement, or of the open transaction, microseconds since 1970 UTC. */
  nowMicros(): bigint;
  /** Rows that a statement keeps while it runs, such as the rounds of a recursion, by table id. */
  readonly temporary: Map<number, MemoryTable>;
  tableById(id: number): MemoryTable | undefined;
  newTableId(): number;
}
