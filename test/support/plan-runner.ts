import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { TableRef } from '#quern/planner/catalog.js';
import { resolveTypeName } from '#quern/planner/bind/index.js';
import { printPlan } from '#quern/planner/logical/print.js';
import { optimize } from '#quern/planner/rules/index.js';
import { loadParser, parseStatements } from '#quern/sql/parse.js';
import { bindSql, catalogOf } from './bind.js';

/** One query of a plan file. `plan` is undefined where the file only names rules. */
interface PlanCase {
  readonly line: number;
  readonly expect: readonly string[];
  readonly expectNot: readonly string[];
  readonly sql: string;
  readonly plan?: string;
}

/** Rewrites the expected plans to what they are now, for a reviewer to read the diff. */
const COMPLETES = process.env.QUERN_COMPLETE === '1';

/**
 * Registers one test per query of a `.plan` file.
 *
 * The file declares tables (`table a (x int, y int not null) rows 100`), then holds queries between blank lines: comments, `expect=Rule, Rule`
 * for rules that must change the plan, `expect-not=Rule` for rules that must not, the SQL, and after `----` the optimised plan.
 */
export function describePlans(path: string): void {
  const lines = readFileSync(path, 'utf8').split('\n');
  const tables = lines.filter((line) => line.startsWith('table '));
  const actual = new Map<number, string>();
  for (const test of parseCases(lines)) {
    it(`${test.line}: ${test.sql.replaceAll('\n', ' ')}`, async () => {
      const catalog = catalogOf(await declareTables(tables));
      const { plan } = await bindSql(test.sql, catalog);
      const fired = new Set<string>();
      const printed = printPlan(optimize(plan, { verify: true, trace: (rule) => fired.add(rule) }));
      actual.set(test.line, printed);
      for (const rule of test.expect) assert.ok(fired.has(rule), `${rule} did not fire:\n${printed}`);
      for (const rule of test.expectNot) assert.ok(!fired.has(rule), `${rule} fired:\n${printed}`);
      if (test.plan !== undefined && !COMPLETES) assert.equal(printed, test.plan);
    });
  }
  if (COMPLETES) after(() => writeFileSync(path, complete(lines, actual)));
}

function parseCases(lines: readonly string[]): PlanCase[] {
  const cases: PlanCase[] = [];
  let block: string[] = [];
  let start = 0;
  const finish = (): void => {
    const body = block.filter((line) => !line.startsWith('#') && !line.startsWith('table '));
    if (body.length > 0) cases.push(parseCase(body, start));
    block = [];
  };
  lines.forEach((line, index) => {
    if (line.trim() === '') finish();
    else {
      if (block.length === 0) start = index + 1;
      block.push(line);
    }
  });
  finish();
  return cases;
}

function parseCase(body: readonly string[], line: number): PlanCase {
  const named = (prefix: string): string[] =>
    body
      .filter((text) => text.startsWith(prefix))
      .flatMap((text) =>
        text
          .slice(prefix.length)
          .split(',')
          .map((name) => name.trim()),
      );
  const rest = body.filter((text) => !text.startsWith('expect=') && !text.startsWith('expect-not='));
  const separator = rest.indexOf('----');
  return {
    line,
    expect: named('expect='),
    expectNot: named('expect-not='),
    sql: (separator < 0 ? rest : rest.slice(0, separator)).join('\n'),
    ...(separator >= 0 && { plan: rest.slice(separator + 1).join('\n') }),
  };
}

async function declareTables(declarations: readonly string[]): Promise<ReadonlyMap<string, TableRef>> {
  await loadParser();
  const tables = new Map<string, TableRef>();
  for (const declaration of declarations) {
    const [, ddl, rows] = /^(table .*?\))(?: rows (\d+))?$/.exec(declaration) ?? [];
    const [{ statement }] = parseStatements(`CREATE ${ddl}`);
    if (statement.kind !== 'CreateTable') throw new Error(`no table: ${declaration}`);
    const name = statement.name[statement.name.length - 1].name;
    tables.set(name, {
      name,
      columns: statement.columns.map((column) => ({
        name: column.name.name,
        type: resolveTypeName(column.type),
        nullable: !column.notNull,
      })),
      rowCount: Number(rows ?? 1000),
      rowCountExact: true,
      statistics: statement.columns.map(() => ({})),
      source: { kind: 'memory', tableId: tables.size },
    });
  }
  return tables;
}

function complete(lines: readonly string[], actual: ReadonlyMap<number, string>): string {
  const result: string[] = [];
  let start = 0;
  let skipping = false;
  lines.forEach((line, index) => {
    const isBlank = line.trim() === '';
    if (isBlank) skipping = false;
    else if (index === 0 || lines[index - 1].trim() === '') start = index + 1;
    if (skipping) return;
    result.push(line);
    if (line === '----') {
      result.push(...(actual.get(start) ?? '').split('\n'));
      skipping = true;
    }
  });
  return result.join('\n');
}
