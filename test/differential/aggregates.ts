import { condition } from './conditions.js';
import { expression } from './expressions.js';
import { EXTREMES, KINDS, type Kind } from './kinds.js';
import type { Scope } from './scope.js';

/** An output column. Its kind is missing where the engines round in different places, so that nothing is computed from it. */
export interface Item {
  readonly text: string;
  readonly kind?: Kind;
}

const NUMBERS: readonly Kind[] = ['int', 'wide', 'decimal', 'real', 'double'];
const FRACTIONS = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1];

/** A random aggregate over the rows of the scope; its answer does not depend on their order. `over` stands behind it. */
export function aggregate(scope: Scope, over = ''): Item {
  const { random } = scope;
  const of = (kind: Kind) => expression(kind, scope, 1);
  const tail = (random.chance(0.2) ? ` FILTER (WHERE ${condition(scope, 1)})` : '') + over;
  // A window has no DISTINCT in PostgreSQL.
  const distinct = over === '' ? random.pick(['', 'DISTINCT ']) : '';
  const [kind, extreme] = [random.pick(KINDS), random.pick(EXTREMES)];
  return random.pick([
    (): Item => ({ text: `count(*)${tail}`, kind: 'int' }),
    (): Item => ({ text: `count(${distinct}${of(kind)})${tail}`, kind: 'int' }),
    (): Item => ({ text: `CAST(sum(${distinct}${of('int')})${tail} AS BIGINT)`, kind: 'int' }),
    (): Item => ({ text: `sum(${distinct}${of('wide')})${tail}` }),
    (): Item => ({ text: `sum(${distinct}${of('decimal')})${tail}`, kind: 'decimal' }),
    (): Item => ({ text: `sum(${of('double')})${tail}` }),
    (): Item => ({ text: `sum(CAST(${of('real')} AS DOUBLE PRECISION))${tail}` }),
    (): Item => ({ text: `avg(${distinct}${of(random.pick(NUMBERS))})${tail}` }),
    (): Item => ({ text: `${random.pick(['bool_and', 'bool_or'])}(${of('boolean')})${tail}`, kind: 'boolean' }),
    (): Item => ({ text: `${random.pick(['min', 'max'])}(${of(extreme)})${tail}`, kind: extreme }),
    (): Item => ({ text: `${random.pick(['min', 'max'])}(${of(extreme)})${tail}`, kind: extreme }),
    (): Item => ({ text: `${random.pick(['bit_and', 'bit_or', 'bit_xor'])}(${of('int')})${tail}`, kind: 'int' }),
    (): Item => ({
      text: `${random.pick(['stddev_samp', 'stddev_pop', 'var_samp', 'var_pop'])}(${of(random.pick(['int', 'decimal']))})${tail}`,
    }),
    ...(over === '' ? [(): Item => collected(scope, tail), (): Item => collected(scope, tail), (): Item => quantile(scope, tail)] : []),
  ])();
}

/** Values in one string or array, in an order that leaves only equal values open. */
function collected(scope: Scope, tail: string): Item {
  const { random } = scope;
  const kind = random.pick(['text', 'ints'] as const);
  const value = kind === 'text' ? expression('text', scope, 1) : `CAST(${expression('int', scope, 0)} % 1000 AS INTEGER)`;
  const direction = `${random.pick(['', ' ASC', ' DESC'])}${random.pick(['', ' NULLS FIRST', ' NULLS LAST'])}`;
  const call = (args: string, order: string) =>
    kind === 'text' ? `string_agg(${args}, ',' ORDER BY ${order})${tail}` : `array_agg(${args} ORDER BY ${order})${tail}`;
  if (random.chance(0.3)) return { kind, text: call(`DISTINCT ${value}`, value + direction) };
  const first = expression(random.pick(KINDS), scope, 1);
  return { kind, text: call(value, `${first}${random.pick(['', ' DESC'])}, ${value}${direction}`) };
}

function quantile(scope: Scope, tail: string): Item {
  const { random } = scope;
  const fraction = random.pick(FRACTIONS);
  const kind = random.pick(['int', 'decimal', 'double', 'text', 'date', 'timestamp', 'wide'] as const);
  const number = () => `CAST(${expression('int', scope, 1)} AS DOUBLE PRECISION)`;
  return random.pick([
    (): Item => ({ text: `percentile_disc(${fraction}) WITHIN GROUP (ORDER BY ${expression(kind, scope, 1)})${tail}`, kind }),
    (): Item => ({ text: `quantile_disc(${expression(kind, scope, 1)}, ${fraction})${tail}`, kind }),
    (): Item => ({ text: `percentile_cont(${fraction}) WITHIN GROUP (ORDER BY ${number()})${tail}` }),
    (): Item => ({ text: `median(${number()})${tail}` }),
  ])();
}
