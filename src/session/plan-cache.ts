import { typeName } from '../data/types.js';
import type { Catalog, TableRef } from '../planner/catalog.js';
import type { BindContext } from '../planner/bind/index.js';
import { DEFAULT_SCHEMA, relationKey } from './catalog.js';
import type { Parameter, RunnableQuery } from './plan-query.js';
import type { SessionState } from './state.js';

const MOST_PLANS = 128;

/**
 * The plans of a session's recent queries. A plan is used again for the same text, parameters and settings when everything that the catalog was
 * asked for it would be answered the same: files by path, size and time, tables and views as they stand.
 */
export interface PlanCache {
  /** The plan, if it still holds. */
  find(key: string): Promise<RunnableQuery | undefined>;
  keep(key: string, lookups: readonly Lookup[], planned: RunnableQuery): void;
}

/** A question that planning asked: whether its answer would be the same now. */
type Lookup = () => boolean | Promise<boolean>;

export function createPlanCache(): PlanCache {
  const plans = new Map<string, { readonly lookups: readonly Lookup[]; readonly planned: RunnableQuery }>();
  return {
    async find(key) {
      const entry = plans.get(key);
      if (entry === undefined) return undefined;
      plans.delete(key);
      try {
        const answers = await Promise.all(entry.lookups.map((stillHolds) => stillHolds()));
        if (answers.includes(false)) return undefined;
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
  /** Nothing but the lookups decided how the query was planned: not the time of day, nor a relation as it became in the meantime. */
  isReusable(): boolean;
}

/** A context that notes what the binder asks. */
export function recordLookups(context: BindContext, { namespace }: SessionState): Recorded {
  const { catalog } = context;
  const lookups: Lookup[] = [];
  let asksTime = false;
  const relations: (() => boolean)[] = [];
  const noteFiles = async <T extends TableRef | undefined>(open: () => Promise<T>): Promise<T> => {
    const table = await open();
    const source = table?.source;
    lookups.push(async () => JSON.stringify((await open())?.source) === JSON.stringify(source));
    return table;
  };
  const recording: Catalog = {
    async findRelation(schema, name, at) {
      const stands = () => namespace.relations.get(relationKey(schema ?? DEFAULT_SCHEMA, name));
      const answer = stands();
      const stillHolds = () => stands() === answer;
      lookups.push(stillHolds);
      relations.push(stillHolds);
      return catalog.findRelation(schema, name, at);
    },
    relationNames: () => catalog.relationNames(),
    openFiles: (paths, at) => noteFiles(() => catalog.openFiles(paths, at)),
    openTableFunction: (name, args, named, node) => noteFiles(() => catalog.openTableFunction(name, args, named, node)),
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
    isReusable: () => !asksTime && relations.every((stillHolds) => stillHolds()),
  };
}
