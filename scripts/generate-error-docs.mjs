/** Writes docs/errors.md from src/errors.ts; with --check it only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

const MEANINGS = {
  '01': 'warning',
  '08': 'protocol',
  '0A': 'feature not supported',
  21: 'cardinality',
  22: 'data exception',
  23: 'constraint',
  25: 'transaction state',
  '2B': 'dependent objects',
  38: 'external routine',
  '3D': 'catalog name',
  '3F': 'schema name',
  42: 'syntax, name or type',
  53: 'resources',
  54: 'limits',
  55: 'object state',
  57: 'intervention',
  58: 'file system',
  XX: 'internal, or corrupt data',
};

const source = readFileSync(path('src/errors.ts'), 'utf8');
const codes = [
  ...new Set(
    [...source.slice(source.indexOf('export type SqlState'), source.indexOf('export interface')).matchAll(/'([0-9A-Z]{5})'/g)].map(
      ([, code]) => code,
    ),
  ),
].sort();
const uses = [...source.matchAll(/new SqlError\(\s*'([0-9A-Z]{5})',\s*[`']([^`']+)[`']/g)].map(([, code, message]) => [
  code,
  message.replaceAll(/\$\{[^}]*\}/g, '…'),
]);
const rows = codes.map((code) => {
  const messages = uses.filter(([used]) => used === code).map(([, message]) => message);
  return `| ${code} | ${MEANINGS[code.slice(0, 2)] ?? ''} | ${messages.join('; ')} |`;
});
const text = `# Errors

Every error has a SQLSTATE, as PostgreSQL's. This page is generated from \`src/errors.ts\`; messages in other places follow PostgreSQL's wording.

| code | class | messages |
|---|---|---|
${rows.join('\n')}
`;

if (process.argv.includes('--check')) {
  if (readFileSync(path('docs/errors.md'), 'utf8') !== text) {
    console.error('docs/errors.md is out of date: run node scripts/generate-error-docs.mjs');
    process.exit(1);
  }
} else writeFileSync(path('docs/errors.md'), text);
