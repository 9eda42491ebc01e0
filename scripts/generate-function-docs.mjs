/** Writes docs/functions.md from the function registry; with --check, fails when the file is not current. Build first. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { typeName } from '../build/src/data/types.js';
import { FAMILIAR } from '../build/src/functions/familiar.js';
import '../build/src/functions/index.js';
import { aggregateFunctions, castFunctions, scalarFunctions, windowFunctions } from '../build/src/functions/registry.js';

const target = join(fileURLToPath(new URL('..', import.meta.url)), 'docs/functions.md');
const INTERNAL = new Set(['varchar_limit', 'char_limit']);

const PATTERNS = { element: 'T', 'array-of-element': 'T[]', 'non-array': 'any', decimal: 'numeric', array: 'T[]' };
const patternName = (pattern) =>
  PATTERNS[pattern] ?? (pattern === 'any' || pattern === 'struct' || pattern === 'map' ? pattern : typeName({ kind: pattern }));
const isOperator = (name) => !/^[a-z_]/i.test(name);
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text) => `\`${cell(text)}\``;

function signature(fn) {
  const args = fn.args.map(patternName);
  const required = args.length - (fn.optionalArgs ?? 0);
  const listed = args.map((arg, i) => (i < required ? arg : `[${arg}]`));
  if (fn.variadic !== undefined) listed.push(`${patternName(fn.variadic)}...`);
  if (isOperator(fn.name)) return listed.length === 1 ? `${fn.name} ${listed[0]}` : `${listed[0]} ${fn.name} ${listed[1]}`;
  return `${fn.name}(${listed.join(', ')})${fn.orderedSet ? ' [ordered set]' : ''}`;
}

/** Where there is an overload for nearly every type, one signature stands for them, with T for the arguments in which they differ. */
function signatures(overloads) {
  if (overloads.length < 12) return [...new Set(overloads.map(signature))];
  const [first] = overloads;
  const varies = first.args.map((pattern, i) => overloads.some((fn) => fn.args[i] !== pattern));
  return [signature({ ...first, args: first.args.map((pattern, i) => (varies[i] ? 'element' : pattern)) })];
}

function section(title, intro, functions) {
  const lines = [`## ${title}`, '', intro, '', '| name | takes | what it gives | examples |', '|---|---|---|---|'];
  for (const name of [...functions.keys()].filter((key) => !INTERNAL.has(key)).sort()) {
    const overloads = functions.get(name);
    const docs = [...new Set(overloads.map(({ doc }) => doc))].join(' ');
    const examples = overloads.flatMap((fn) => fn.examples).map(([sql, expected]) => `${code(sql)} → ${code(expected)}`);
    lines.push(`| ${code(name)} | ${signatures(overloads).map(code).join('<br>')} | ${cell(docs)} | ${examples.join('<br>')} |`);
  }
  return [...lines, ''];
}

function castSection() {
  const lines = [
    '## Casts',
    '',
    'Implicit casts happen wherever they help, assignment casts in INSERT too, explicit casts only where CAST is written. TRY_CAST gives NULL instead of an error.',
    '',
    '| from | implicit | assignment | explicit |',
    '|---|---|---|---|',
  ];
  const casts = [...castFunctions().values()].filter(({ from, to }) => from !== to || from === 'decimal');
  for (const from of [...new Set(casts.map((cast) => cast.from))].sort()) {
    const to = (context) =>
      casts
        .filter((cast) => cast.from === from && cast.context === context)
        .map((cast) => patternName(cast.to))
        .sort()
        .join(', ');
    lines.push(`| ${patternName(from)} | ${to('implicit')} | ${to('assignment')} | ${to('explicit')} |`);
  }
  return [...lines, ''];
}

function familiarSection() {
  const lines = [
    '## Names from other engines',
    '',
    "Calls that PostgreSQL would refuse stand for an expression. `strftime(d, '%d.%m.%Y')` and `strptime(s, '%d.%m.%Y')` take a constant format and mean",
    'to_char and to_timestamp.',
    '',
    '| call | means | example |',
    '|---|---|---|',
    ...FAMILIAR.map(({ call, means, example: [sql, expected] }) => `| ${code(call)} | ${code(means)} | ${code(sql)} → ${code(expected)} |`),
  ];
  return [...lines, ''];
}

const text = [
  '# Functions and operators',
  '',
  'Generated from the function registry by `scripts/generate-function-docs.mjs`; every example runs as a test. T is one type for the whole call;',
  'arguments in brackets may be left out. NULL arguments give NULL unless the text says otherwise.',
  '',
  ...section(
    'Operators and scalar functions',
    "Names resolve by PostgreSQL's rules. Comparison operators exist for every comparable type.",
    scalarFunctions(),
  ),
  ...section(
    'Aggregates',
    'NULL values are skipped unless the text says otherwise. Every aggregate gives the same answer, bit for bit, however the rows are partitioned.',
    aggregateFunctions(),
  ),
  ...section('Window functions', 'Used with OVER; every aggregate can be too.', windowFunctions()),
  ...familiarSection(),
  ...castSection(),
].join('\n');

if (process.argv.includes('--check')) {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    process.stderr.write('docs/functions.md is not current: run node scripts/generate-function-docs.mjs\n');
    process.exit(1);
  }
} else {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
