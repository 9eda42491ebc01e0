import { Random } from './random.js';

interface Visible {
  readonly alias: string;
  readonly columns: readonly string[];
}

/**
 * Random queries over tables t and u of integers a and b: nesting, correlation, grouping and windows in all combinations. Without `limits`
 * every query has one answer, whatever the order of rows.
 */
export class RandomQueries {
  readonly #random: Random;
  readonly #limits: boolean;
  #aliases = 0;

  constructor(seed: number, limits = true) {
    this.#random = new Random(seed);
    this.#limits = limits;
  }

  #maybe(percent: number): boolean {
    return this.#random.below(100) < percent;
  }

  query(outer: readonly Visible[], depth: number, width = 1 + this.#random.below(2)): string {
    const names = Array.from({ length: width }, (_, i) => `c${i}`);
    if (depth > 0 && this.#maybe(15)) {
      const operator = this.#random.pick(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'INTERSECT ALL', 'EXCEPT ALL']);
      return `(${this.query(outer, depth - 1, width)}) ${operator} (${this.query(outer, depth - 1, width)})${this.#maybe(30) ? ' ORDER BY 1' : ''}`;
    }
    const withName = depth > 0 && this.#maybe(15) ? `w${this.#aliases++}` : undefined;
    const prefix = withName === undefined ? '' : `WITH ${withName} AS (${this.query(outer, depth - 1, 1)}) `;
    const { sql, visible } = this.#from(outer, depth, withName);
    const scope = [...visible, ...outer];
    const where = this.#maybe(50) ? ` WHERE ${this.#condition(scope, depth)}` : '';
    if (this.#maybe(30)) {
      const key = this.#key(visible);
      const item = (): string =>
        this.#random.pick([
          key,
          `sum(${this.#value(scope, 0)})`,
          'count(*)',
          `${key} + max(${this.#value(visible, 0)})`,
          `sum(count(*)) OVER (ORDER BY ${key})`,
        ]);
      const sets = this.#maybe(20) ? `ROLLUP (${key}, ${this.#key(visible)})` : key;
      const having = this.#maybe(30) ? ` HAVING count(*) > ${this.#correlated(key, depth)}` : '';
      return `${prefix}SELECT ${names.map((name) => `${item()} AS ${name}`).join(', ')} FROM ${sql}${where} GROUP BY ${sets}${having}`;
    }
    const item = (): string =>
      this.#maybe(10)
        ? `rank() OVER (PARTITION BY ${this.#value(visible, 0)} ORDER BY ${this.#value(scope, depth)})`
        : this.#value(scope, depth);
    const distinct = this.#maybe(15) ? 'DISTINCT ' : '';
    const tail =
      this.#limits && this.#maybe(25) ? ` ORDER BY ${distinct === '' ? this.#key(visible) : '1'} LIMIT ${this.#random.below(5)}` : '';
    return `${prefix}SELECT ${distinct}${names.map((name) => `${item()} AS ${name}`).join(', ')} FROM ${sql}${where}${tail}`;
  }

  #from(outer: readonly Visible[], depth: number, withName: string | undefined): { sql: string; visible: Visible[] } {
    const visible: Visible[] = [];
    const item = (left: readonly Visible[], mayBeLateral = true): string => {
      const alias = `x${this.#aliases++}`;
      const choice = this.#random.below(withName === undefined ? 4 : 6);
      if (choice >= 4) {
        visible.push({ alias, columns: ['c0'] });
        return `${withName} ${alias}`;
      }
      if (choice === 0 && depth > 0) {
        const lateral = mayBeLateral && this.#maybe(40);
        const query = this.query(lateral ? [...left, ...outer] : outer, depth - 1, 2);
        visible.push({ alias, columns: ['c0', 'c1'] });
        return `${lateral ? 'LATERAL ' : ''}(${query}) ${alias}`;
      }
      const table = this.#random.pick(['t', 'u']);
      visible.push({ alias, columns: ['a', 'b'] });
      return `${table} ${alias}`;
    };
    let sql = item([]);
    let joined = 0;
    while (visible.length < 3 && this.#maybe(45)) {
      const left = [...visible];
      const join = this.#random.pick([', ', ' JOIN ', ' LEFT JOIN ', ' CROSS JOIN ', ' FULL JOIN ', ' RIGHT JOIN ']);
      if (join === ', ') joined = visible.length;
      sql += join + item(left, join !== ' FULL JOIN ' && join !== ' RIGHT JOIN ');
      const [one, other] = [visible[joined], visible[visible.length - 1]];
      if (join === ' FULL JOIN ' || join === ' RIGHT JOIN ') sql += ` ON ${this.#column([one])} = ${this.#column([other])}`;
      else if (join === ' JOIN ' || join === ' LEFT JOIN ') sql += ` ON ${this.#condition(visible.slice(joined), Math.min(depth, 1))}`;
    }
    return { sql, visible };
  }

  /** An expression that is not a bare number, which would be an ordinal. */
  #key(scope: readonly Visible[]): string {
    return this.#maybe(60) ? this.#column(scope) : `(${this.#column(scope)} + ${this.#value(scope, 0)})`;
  }

  #column(scope: readonly Visible[]): string {
    const { alias, columns } = this.#random.pick(scope);
    return `${alias}.${this.#random.pick(columns)}`;
  }

  #value(scope: readonly Visible[], depth: number): string {
    const choice = this.#random.below(12);
    if (choice < 6) return this.#column(scope);
    if (choice < 7) return String(this.#random.below(10));
    if (choice < 8) return `coalesce(${this.#column(scope)}, ${this.#value(scope, depth)})`;
    if (choice < 9) return `CASE ${this.#value(scope, depth)} WHEN 1 THEN 2 ELSE ${this.#column(scope)} END`;
    if (choice < 11 || depth === 0) return `(${this.#column(scope)} + ${this.#value(scope, depth)})`;
    return `(${this.query(scope, depth - 1, 1)})`;
  }

  #correlated(key: string, depth: number): string {
    return depth === 0 || !/^\w+\.\w+$/.test(key) ? '1' : `(SELECT count(*) FROM t z WHERE z.a = ${key} OR z.b = z.a)`;
  }

  #condition(scope: readonly Visible[], depth: number): string {
    const choice = this.#random.below(depth === 0 ? 4 : 8);
    if (choice < 2)
      return `${this.#value(scope, 0)} ${this.#random.pick(['=', '<', '>=', '<>', 'IS DISTINCT FROM'])} ${this.#value(scope, 0)}`;
    if (choice < 3) return `(${this.#condition(scope, 0)} ${this.#random.pick(['AND', 'OR'])} NOT ${this.#condition(scope, 0)})`;
    if (choice < 4) return `${this.#column(scope)} IN (1, ${this.#column(scope)})`;
    if (choice < 5) return `EXISTS (${this.query(scope, depth - 1)})`;
    if (choice < 6)
      return `${this.#value(scope, 0)} ${this.#random.pick(['IN', 'NOT IN', '> ANY', '<= ALL'])} (${this.query(scope, depth - 1, 1)})`;
    if (choice < 7) return `(${this.#column(scope)}, ${this.#column(scope)}) IN (${this.query(scope, depth - 1, 2)})`;
    return `${this.#column(scope)} = (${this.query(scope, depth - 1, 1)})`;
  }
}
