import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { COLUMN_NAME, RESERVED, TYPE_OR_FUNCTION } from '../sql/keywords.js';
import { printPlainName } from '../sql/print/identifier.js';
import { scan } from '../sql/tokens.js';
import { COMMANDS } from './commands/index.js';
import type { TerminalDatabase } from './database.js';
import { FORMAT_NAMES } from './format/names.js';

/** Words that statements start with or hold, beside those that are reserved in some way. */
const WORDS = [
  'analyze',
  'begin',
  'by',
  'commit',
  'copy',
  'count',
  'cube',
  'describe',
  'drop',
  'exclude',
  'explain',
  'filter',
  'first',
  'format',
  'following',
  'insert',
  'last',
  'materialized',
  'nulls',
  'over',
  'partition',
  'preceding',
  'qualify',
  'range',
  'recursive',
  'replace',
  'reset',
  'rollback',
  'rollup',
  'rows',
  'set',
  'sets',
  'show',
  'summarize',
  'temporary',
  'ties',
  'try_cast',
  'unbounded',
  'view',
  'within',
];
const KEYWORDS = [...new Set([...RESERVED, ...TYPE_OR_FUNCTION, ...COLUMN_NAME, ...WORDS])].sort();

const BEFORE_TABLE = new Set(['FROM', 'JOIN', 'INTO', 'TABLE', 'VIEW', 'UPDATE', 'DESCRIBE', 'SUMMARIZE', 'COPY']);

/** Candidates for the end of `line`, and the part of it that they replace. `before` are the statement's earlier lines. */
export type Completion = readonly [candidates: readonly string[], replaced: string];

export async function complete(db: TerminalDatabase, before: string, line: string): Promise<Completion> {
  if (before === '' && line.startsWith('\\')) return completeCommand(db, line);
  const { tokens, open } = scan(before + line);
  if (open !== undefined) return open.what === 'quoted string' ? completePath((before + line).slice(open.start + 1)) : [[], ''];
  const word = /[\w$\u0080-\uffff]*$/.exec(line)![0];
  const earlier = word === '' ? tokens : tokens.slice(0, -1);
  const last = earlier[earlier.length - 1] as (typeof tokens)[number] | undefined;
  if (last?.text === '.')
    return matching(
      await columnsOf(
        db,
        earlier.map((token) => token.text),
        earlier[earlier.length - 2]?.text,
      ),
      word,
    );
  const relations = db.tables().map(({ name }) => printPlainName(name));
  if (last !== undefined && (BEFORE_TABLE.has(last.upper) || (last.text === ',' && isInFrom(earlier)))) return matching(relations, word);
  const columns = await columnsOf(
    db,
    tokens.map((token) => token.text),
  );
  const [names] = matching([...columns, ...relations], word);
  return [[...names, ...(word === '' ? [] : [...keywords(word), ...(await functions(word))])], word];
}

function completeCommand(db: TerminalDatabase, line: string): Completion {
  const argument = /^\\(\S+)\s+(\S*)$/.exec(line);
  if (argument === null)
    return matching(
      COMMANDS.map(({ name }) => `\\${name}`),
      line,
    );
  const candidates = argument[1] === 'd' ? db.tables().map(({ name }) => name) : argument[1] === 'format' ? FORMAT_NAMES : [];
  return matching(candidates, argument[2]);
}

function matching(candidates: readonly string[], word: string): Completion {
  const lower = word.toLowerCase();
  const fits = (candidate: string) => candidate.toLowerCase().startsWith(lower) || candidate.toLowerCase().startsWith(`"${lower}`);
  return [[...new Set(candidates)].filter(fits), word];
}

/** In the case that the word is typed in. */
function keywords(word: string): string[] {
  const upper = word === word.toUpperCase();
  return KEYWORDS.filter((keyword) => keyword.startsWith(word.toLowerCase())).map(
    (keyword) => `${upper ? keyword.toUpperCase() : keyword} `,
  );
}

/** Loaded when first asked for: a session that only reads scripts has no use for the list. */
async function functions(word: string): Promise<string[]> {
  await import('../functions/index.js');
  const { allFunctions } = await import('../functions/registry.js');
  const names = new Set(allFunctions().map(({ name }) => name));
  return [...names].filter((name) => /^\w+$/.test(name) && name.startsWith(word.toLowerCase())).map((name) => `${name}(`);
}

function isInFrom(tokens: readonly { readonly upper: string }[]): boolean {
  const clauses = tokens.filter(({ upper }) => ['SELECT', 'FROM', 'WHERE', 'GROUP', 'ORDER', 'HAVING'].includes(upper));
  return clauses.pop()?.upper === 'FROM';
}

/** The columns of the relations that the statement names, or of the one that `qualifier` is the name or alias of. */
async function columnsOf(db: TerminalDatabase, words: readonly string[], qualifier?: string): Promise<string[]> {
  const found = db.tables().filter(({ name }) =>
    words.some((word, i) => {
      if (plain(word) !== name.toLowerCase()) return false;
      if (qualifier === undefined || plain(qualifier) === name.toLowerCase()) return true;
      const alias = words[i + 1]?.toUpperCase() === 'AS' ? words[i + 2] : words[i + 1];
      return alias !== undefined && plain(alias) === plain(qualifier);
    }),
  );
  const described = await Promise.all(found.map(({ name }) => db.describe(name).catch(() => [])));
  const files = words.filter((word, i) => word.startsWith("'") && BEFORE_TABLE.has(words[i - 1]?.toUpperCase()));
  const read = qualifier === undefined ? await Promise.all(files.map((file) => columnsOfFile(db, file))) : [];
  return [...described.flat().map(({ name }) => name), ...read.flat()].map((name) => printPlainName(name));
}

/** Columns of the files that a session completed from: looking into a file again for every Tab would be felt. */
const known = new WeakMap<TerminalDatabase, Map<string, string[]>>();

/** The columns of a file, whose name is quoted; none when it cannot be read. */
async function columnsOfFile(db: TerminalDatabase, quoted: string): Promise<string[]> {
  const files = known.get(db) ?? new Map<string, string[]>();
  known.set(db, files);
  const before = files.get(quoted);
  if (before !== undefined) return before;
  try {
    const columns = [...(await db.query(`DESCRIBE SELECT * FROM ${quoted}`)).values()].map(([name]) => String(name));
    files.set(quoted, columns);
    return columns;
  } catch {
    return [];
  }
}

const plain = (word: string): string => word.replace(/^"(.*)"$/, '$1').toLowerCase();

/** Files that start so, in the folder that the path names; a file with its closing quote. */
function completePath(path: string): Completion {
  const folder = path.endsWith('/') ? path : dirname(path) === '.' && !path.startsWith('./') ? '' : `${dirname(path)}/`.replace('//', '/');
  try {
    const entries = readdirSync(folder === '' ? '.' : folder, { withFileTypes: true });
    const visible = entries.filter(({ name }) => !name.startsWith('.') || path.slice(folder.length).startsWith('.'));
    return [
      visible
        .map((entry) => folder + entry.name + (entry.isDirectory() ? '/' : "'"))
        .filter((name) => name.startsWith(path))
        .sort(),
      path,
    ];
  } catch {
    return [[], path];
  }
}
