import { aggregate, type Item } from './aggregates.js';
import { expression } from './expressions.js';
import type { Generator, Query } from './generator.js';
import { KINDS } from './kinds.js';
import type { Scope, ScopeColumn } from './scope.js';
import { where } from './selects.js';
import { relation } from './sources.js';
import { tablesOnly } from './subqueries.js';

/** Windows over one table, ordered by its unique id where the place of every row matters. */
export function windowed(generator: Generator, outer: readonly ScopeColumn[]): Query {
  const { random } = generator;
  const source = relation(tablesOnly(generator));
  const scope: Scope = { random, columns: source.columns };
  const id = source.columns[0].text;
  const partition = random.chance(0.6) ? `PARTITION BY ${expression(random.pick(KINDS), scope, 1)} ` : '';
  const windows = new Windows(scope, id, partition);
  const made = Array.from({ length: 1 + random.below(2) }, () => windows.item());
  const all: readonly Item[] = [{ text: id, kind: 'int' }, ...made];
  const named = windows.usesName ? ` WINDOW w AS (${partition}ORDER BY ${id})` : '';
  const filter = where({ ...scope, columns: [...source.columns, ...outer.filter(() => random.chance(0.3))] });
  const text = `SELECT ${all.map((item, i) => `${item.text} AS x${i}`).join(', ')} FROM ${source.text}${filter}${named}`;
  return { text, kinds: all.map(({ kind }) => kind) };
}

class Windows {
  usesName = false;
  readonly #scope: Scope;
  readonly #id: string;
  readonly #partition: string;

  constructor(scope: Scope, id: string, partition: string) {
    this.#scope = scope;
    this.#id = id;
    this.#partition = partition;
  }

  item(): Item {
    const { random } = this.#scope;
    const kind = random.pick(KINDS);
    const value = () => expression(kind, this.#scope, 1);
    return random.pick([
      (): Item => ({ text: `row_number() ${this.#byId()}`, kind: 'int' }),
      (): Item => ({ text: `${random.pick(['rank', 'dense_rank'])}() ${this.#ranked()}`, kind: 'int' }),
      (): Item => ({ text: `${random.pick(['percent_rank', 'cume_dist'])}() ${this.#ranked()}` }),
      (): Item => ({ text: `ntile(${1 + random.below(5)}) ${this.#byId()}`, kind: 'int' }),
      (): Item => {
        const offset = random.chance(0.5) ? `, ${random.below(4)}${random.chance(0.4) ? `, ${value()}` : ''}` : '';
        return { text: `${random.pick(['lag', 'lead'])}(${value()}${offset}) ${this.#byId()}`, kind };
      },
      (): Item => ({ text: `${random.pick(['first_value', 'last_value'])}(${value()}) ${this.#framed()}`, kind }),
      (): Item => ({ text: `nth_value(${value()}, ${1 + random.below(4)}) ${this.#framed()}`, kind }),
      (): Item => aggregate(this.#scope, ` ${this.#framed()}`),
      (): Item => aggregate(this.#scope, ` ${this.#framed()}`),
      (): Item => aggregate(this.#scope, ` ${this.#peers()}`),
    ])();
  }

  #byId(): string {
    if (this.#scope.random.chance(0.3)) {
      this.usesName = true;
      return 'OVER w';
    }
    return `OVER (${this.#partition}ORDER BY ${this.#id}${this.#scope.random.pick(['', ' DESC'])})`;
  }

  #ranked(): string {
    const { random } = this.#scope;
    return `OVER (${this.#partition}ORDER BY ${expression(random.pick(KINDS), this.#scope, 1)}${random.pick(['', ' DESC', ' NULLS FIRST'])})`;
  }

  /** A frame of rows by the id, or of values of the id. */
  #framed(): string {
    const { random } = this.#scope;
    const frame = random.chance(0.7) ? ` ${random.pick(['ROWS', 'ROWS', 'RANGE', 'GROUPS'])} ${this.#extent((n) => String(n))}` : '';
    return `OVER (${this.#partition}ORDER BY ${this.#id}${random.pick(['', ' DESC'])}${frame})`;
  }

  /** A frame over peers: RANGE and GROUPS give every row of equal keys the same one. */
  #peers(): string {
    const { random } = this.#scope;
    const kind = random.pick(['int', 'date', 'timestamp', 'text', 'decimal'] as const);
    const own = this.#scope.columns.filter((column) => column.kind === kind);
    const key = own.length > 0 ? random.pick(own).text : expression(kind, this.#scope, 0);
    const distance = (n: number) =>
      kind === 'date' || kind === 'timestamp' ? `INTERVAL '${n} ${random.pick(['days', 'months'])}'` : String(n);
    const range = kind === 'text' ? 'RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW' : `RANGE ${this.#extent(distance)}`;
    const frame = random.pick(['', range, range, `GROUPS ${this.#extent((n) => String(n))}`]);
    return `OVER (${this.#partition}ORDER BY ${key}${random.pick(['', ' DESC'])}${random.pick(['', ' NULLS FIRST', ' NULLS LAST'])} ${frame})`;
  }

  #extent(distance: (n: number) => string): string {
    const { random } = this.#scope;
    const n = random.below(4);
    const [start, end] = random.pick([
      ['UNBOUNDED PRECEDING', `${distance(n)} PRECEDING`],
      ['UNBOUNDED PRECEDING', 'CURRENT ROW'],
      [`${distance(n)} PRECEDING`, 'CURRENT ROW'],
      [`${distance(n)} PRECEDING`, `${distance(random.below(4))} FOLLOWING`],
      [`${distance(n + 2)} PRECEDING`, `${distance(n)} PRECEDING`],
      [`${distance(n)} FOLLOWING`, `${distance(n + 2)} FOLLOWING`],
      ['CURRENT ROW', `${distance(n)} FOLLOWING`],
      ['CURRENT ROW', 'UNBOUNDED FOLLOWING'],
      ['UNBOUNDED PRECEDING', 'UNBOUNDED FOLLOWING'],
    ]);
    const exclude = random.chance(0.25) ? ` EXCLUDE ${random.pick(['CURRENT ROW', 'GROUP', 'TIES', 'NO OTHERS'])}` : '';
    return `BETWEEN ${start} AND ${end}${exclude}`;
  }
}
