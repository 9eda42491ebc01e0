import { typeName } from '../data/types.js';
import type { Catalog } from '../planner/catalog.js';
import type { BindContext } from '../planner/bind/index.js';
import { DEFAULT_SCHEMA, relationKey } from './catalog.js';
import type { Parameter, PlannedQuery } from './plan-query.js';
import type { SessionState } from './state.js';

const MOST_PLANS = 128;

/**
 * The plans of a session's recent queries. A plan is used again for the same text, parameters and settings when everything that the catalog was
 * asked for it would be answered the same: files by path, size and time, tables and views as they stand.
 */
export interface PlanCache {
  /** The plan, if it still holds. */
  find(key: string): Promise<PlannedQuery | undefined>;
  keep(key: string, lookups: readonly Lookup[], planned: PlannedQuery): void;
}

/** A question that planning asked, and what tells its answer from any other. */
interface Lookup {
  readonly ask: () => Promise<unknown>;
  readonly answer: unknown;
}

export function createPlanCache(): PlanCache {
  const plans = new Map<string, { readonly lookups: readonly Lookup[]; readonly planned: PlannedQuery }>();
  return {
    async find(key) {
      const entry = plans.get(key);
      if (entry === undefined) return undefined;
      plans.delete(key);
      try {
        const answers = await Promise.all(entry.lookups.map(({ ask }) => ask()));
        if (answers.some((answer, i) => answer !== entry.lookups[i].answer)) return undefined;
      } catch {
        // What is wrong now, planning says with its position.
        return undefined;
      }
      plans.set(key, entry);
      return entry.planned;
    },
    keep(key, lookups, planned) {
      plans.set(key, { lookups, planned });
      if (plans.size > MOST_PLANS) plans.delete(plans.keys().next().value!);
    },
  };
}

/** What a plan depends on besides the catalog; undefined for parameters that have no short text. */
export function planKey(text: string, parameters: readonly Parameter[], { settings }: SessionState): string | undefined {
  if (parameters.some(({ value }) => typeof value === 'object' && value !== null)) return undefined;
  const given = parameters.map(({ type, value }) => `${typeName(type)} ${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`);
  return JSON.stringify([text, given, settings]);
}

export interface Recorded {
  readonly context: BindContext;
  readonly lookups: readonly Lookup[];
  /** Nothing but the lookups decided how the query was bound: not the time of day. */
  isReusable(): boolean;
}

/** A context that notes what the binder asks. */
export function recordLookups(context: BindContext, { namespace }: SessionState): Recorded {
  const { catalog } = context;
  const lookups: Lookup[] = [];
  let asksTime = false;
  const note = <T>(result: T, print: (result: T) => unknown, again: () => Promise<T>): T => {
    lookups.push({ answer: print(result), ask: async () => print(await again()) });
    return result;
  };
  const printTable = (table: Awaited<ReturnType<Catalog['openTableFunction']>>) =>
    table === undefined ? undefined : JSON.stringify(table.source);
  const recording: Catalog = {
    async findRelation(schema, name, at) {
      const stands = () => namespace.relations.get(relationKey(schema ?? DEFAULT_SCHEMA, name));
      note(
        stands(),
        (relation) => relation,
        () => Promise.resolve(stands()),
      );
      return catalog.findRelation(schema, name, at);
    },
    relationNames: () => catalog.relationNames(),
    async openFiles(paths, at) {
      const open = () => catalog.openFiles(paths, at);
      return note(await open(), printTable, open);
    },
    async openTableFunction(name, args, named, node) {
      const open = () => catalog.openTableFunction(name, args, named, node);
      return note(await open(), printTable, open);
    },
  };
  return {
    lookups,
    context: {
      ...context,
      catalog: recording,
      get nowMicros() {
        asksTime = true;
        return context.nowMicros;
      },
    },
    isReusable: () => !asksTime,
  };
}
