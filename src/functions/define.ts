import type { SqlType, TypeKind } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import type { Code, NullableValue, Value } from './code.js';

/**
 * What an argument accepts: a type kind; `any`; `non-array`, any type but an array; or `element`/`array-of-element`, which bind one type T for the whole signature (PostgreSQL's
 * anyelement and anyarray). `decimal` accepts any precision and scale.
 */
export type ArgPattern = TypeKind | 'any' | 'non-array' | 'element' | 'array-of-element';

/** [sql expression, the text PostgreSQL prints for it (NULL for NULL, t/f for booleans)]: documentation and test at once. */
export type Example = readonly [sql: string, expected: string];

interface FunctionBase {
  readonly name: string;
  readonly args: readonly ArgPattern[];
  /** Names that a call may give its arguments: `make_interval(days => 3)`. Optional ones default to 0. */
  readonly parameters?: readonly string[];
  /** Further arguments of this pattern, none or more. */
  readonly variadic?: ArgPattern;
  /** Trailing arguments that may be left out (the function sees fewer arguments). */
  readonly optionalArgs?: number;
  /** Decimal arguments are first brought to one precision and scale. */
  readonly unifyDecimals?: boolean;
  /** From the types the arguments are cast to, and the values of those that are literals (undefined for the others). */
  readonly returns: SqlType | ((args: readonly SqlType[], constants?: Constants) => SqlType);
  readonly doc: string;
  readonly examples: readonly Example[];
}

/** Types that a call was resolved to. */
export interface CallTypes {
  readonly args: readonly SqlType[];
  readonly returns: SqlType;
}

/** Values of the arguments that are literals, undefined for the others: `round(x, 2)` gives its type two decimals. */
export type Constants = readonly (SqlValue | undefined)[];

/** What a compiled form for certain constants gives: where `unanswered` is not 0, `evaluate` is asked instead. */
export interface SpecializedValue extends NullableValue {
  readonly unanswered: Value;
}

export type SpecializedForm = (args: readonly Value[], code: Code, types: CallTypes) => SpecializedValue;

/** What the reference form may ask of its surroundings; equal for all rows of a query. */
export interface EvaluateContext extends CallTypes {
  /** Start of the transaction, microseconds since 1970-01-01 UTC. */
  readonly nowMicros: bigint;
  /** IANA name of the session's time zone. */
  readonly timeZone: string;
}

/**
 * One overload of a scalar function or operator.
 *
 * `nulls: 'propagate'`: any NULL argument gives NULL, and neither form ever sees one. `'custom'`: both forms see NULLs.
 * `evaluate` is the readable reference over data/value.ts and is required; `compile` is the fast form and is tested equal to it. Without
 * `compile` a pipeline calls `evaluate` row by row through an import.
 */
export type ScalarFunction = FunctionBase & {
  readonly kind: 'scalar';
  /** Unique: name(arg,arg). Set by the index. */
  readonly id?: string;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  /** Its time has no bound in the length of its arguments, so it never runs while a query is planned, where nothing could cancel it. */
  readonly unbounded?: boolean;
  /** It cannot raise and cannot read out of bounds whatever bits its arguments hold, so it may be computed for NULL and filtered rows. */
  readonly total?: boolean;
} & (
    | {
        readonly nulls: 'propagate';
        readonly evaluate: (args: readonly any[], context: EvaluateContext) => SqlValue;
        /** Returns NullableValue when it can give NULL for non-NULL arguments. */
        readonly compile?: (args: readonly Value[], code: Code, types: CallTypes) => Value | NullableValue;
        /** A compiled form for these constants, instead of `compile`; undefined when there is none. */
        readonly specialize?: (constants: Constants) => SpecializedForm | undefined;
      }
    | {
        readonly nulls: 'custom';
        readonly evaluate: (args: readonly any[], context: EvaluateContext) => SqlValue;
        readonly compile?: (args: readonly NullableValue[], code: Code, types: CallTypes) => NullableValue;
      }
  );

/**
 * One overload of an aggregate: init / update / merge / finish over a fixed-size state in the arena.
 *
 * Merging is associative and `merge(a, b)` is what updating a with b's rows after its own would give, bit for bit: no answer depends on how
 * rows were partitioned. `nulls: 'skip'` drops rows with any NULL argument before `update`; with `'see'` update gets the flags.
 * States are zero-filled before `init`. Variable-size state is allocated in `code.stateRegion`, and nothing is freed one by one. `merge` leaves
 * `other` as it is, and `state` may then refer to what `other` allocated, which therefore lives as long.
 */
export type AggregateFunction = FunctionBase & {
  readonly kind: 'aggregate';
  readonly id?: string;
  /** The result depends on the order of rows: string_agg, array_agg. The planner then sorts, and states are merged in row order. */
  readonly orderSensitive: boolean;
  /** DISTINCT changes nothing (min, max, bool_and, …). */
  readonly ignoresDistinct?: boolean;
  /** `percentile_cont(0.5) WITHIN GROUP (ORDER BY x)`: args are (fraction, x). */
  readonly orderedSet?: boolean;
  /** Its state holds every value, so that a state of many rows is no smaller than they are. */
  readonly keepsValues?: boolean;
  /** A function whose state over the same arguments holds all of this one's, at the same places, so that one state serves both. */
  readonly sharesStateOf?: string;
  /** The same function, bit for bit, over the INTEGERs and SMALLINTs that its DOUBLE arguments are cast from, in a smaller state. */
  readonly overIntegers?: AggregateFunction;
  readonly stateBytes: (types: CallTypes) => number;
  readonly init?: (state: Value, code: Code, types: CallTypes) => void;
  readonly merge: (state: Value, other: Value, code: Code, types: CallTypes) => void;
  readonly finish: (state: Value, code: Code, types: CallTypes) => NullableValue;
  /** The readable reference over all rows of a group, in order, NULLs and all. */
  readonly evaluate: (rows: readonly (readonly SqlValue[])[], context: EvaluateContext) => SqlValue;
} & (
    | { readonly nulls: 'skip'; readonly update: (state: Value, args: readonly Value[], code: Code, types: CallTypes) => void }
    | { readonly nulls: 'see'; readonly update: (state: Value, args: readonly NullableValue[], code: Code, types: CallTypes) => void }
  );

/** Where a window function stands: row numbers count from 0 within the partition; ends are exclusive. */
export interface WindowPosition {
  readonly row: Value;
  readonly partitionRows: Value;
  readonly peerStart: Value;
  readonly peerEnd: Value;
  /** Ordinal of the current peer group within the partition, from 0. */
  readonly peerGroup: Value;
  readonly frameStart: Value;
  readonly frameEnd: Value;
  /** Argument `index` at another row of the partition; the row must be within it. */
  readonly argAt: (index: number, row: Value) => NullableValue;
}

/** A window function proper: row_number, rank, lag, first_value, … Sees NULLs. */
export type WindowFunction = FunctionBase & {
  readonly kind: 'window';
  readonly id?: string;
  readonly usesFrame: boolean;
  readonly compile: (args: readonly NullableValue[], position: WindowPosition, code: Code, types: CallTypes) => NullableValue;
};

type Defined<F> = Omit<F, 'kind' | 'id'>;
/** Distributes over the union of forms, so that `nulls` still selects the signature. */
type Definition<F> = F extends unknown ? Defined<F> : never;

// The literal itself becomes the function: copies of all of them are milliseconds of every start.
export const scalar = (definition: Definition<ScalarFunction>): ScalarFunction =>
  Object.assign(definition, { kind: 'scalar' }) as ScalarFunction;
export const aggregate = (definition: Definition<AggregateFunction>): AggregateFunction =>
  Object.assign(definition, { kind: 'aggregate' }) as AggregateFunction;
export const windowFunction = (definition: Definition<WindowFunction>): WindowFunction =>
  Object.assign(definition, { kind: 'window' }) as WindowFunction;

/** A conversion between two type kinds; the binder chooses it by `from` and `to`, exec compiles it. */
export interface CastFunction {
  readonly from: TypeKind;
  readonly to: TypeKind;
  /** implicit: anywhere · assignment: on INSERT too · explicit: only as CAST, as in PostgreSQL's pg_cast. */
  readonly context: 'implicit' | 'assignment' | 'explicit';
  readonly total?: boolean;
  readonly evaluate: (value: any, context: EvaluateContext) => SqlValue;
  /** `lenient`: return NULL (set isNull) instead of raising. types.args[0] is the source type, types.returns the target. */
  readonly compile?: (value: Value, code: Code, types: CallTypes, lenient: boolean) => Value | NullableValue;
}
