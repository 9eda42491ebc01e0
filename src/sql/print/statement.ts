import type {
  ColumnDefinition,
  CopyStatement,
  CreateTableStatement,
  ExplainStatement,
  InsertStatement,
  SetStatement,
  StatementNode,
} from '../ast.js';
import { printExpr } from './expression.js';
import { printColumns, printIdentifier, printName, printPlainName, printString } from './identifier.js';
import { printQuery } from './query.js';
import { printType } from './type.js';

export function printStatement(statement: StatementNode): string {
  switch (statement.kind) {
    case 'QueryStatement':
      return printQuery(statement.query);
    case 'Explain':
      return printExplain(statement);
    case 'CreateView': {
      const { orReplace, temporary, name, columns, query } = statement;
      return `CREATE ${orReplace ? 'OR REPLACE ' : ''}${temporary ? 'TEMPORARY ' : ''}VIEW ${printName(name)}${printColumns(columns)} AS ${printQuery(query)}`;
    }
    case 'CreateTable':
      return `${printCreateTable(statement)} (${statement.columns.map(printColumnDefinition).join(', ')})`;
    case 'CreateTableAs':
      return `${printCreateTable(statement)}${printColumns(statement.columns)} AS ${printQuery(statement.query)}${statement.withData ? '' : ' WITH NO DATA'}`;
    case 'Insert':
      return printInsert(statement);
    case 'Copy':
      return printCopy(statement);
    case 'Drop': {
      const { objectType, ifExists, names, cascade } = statement;
      return `DROP ${objectType} ${ifExists ? 'IF EXISTS ' : ''}${names.map(printName).join(', ')}${cascade ? ' CASCADE' : ''}`;
    }
    case 'Set':
      return printSet(statement);
    case 'Show':
      return `SHOW ${printSettingName(statement.name)}`;
    case 'Transaction':
      return statement.action;
    case 'Describe':
      return `DESCRIBE ${printQuery(statement.query)}`;
    case 'Summarize':
      return `SUMMARIZE ${printQuery(statement.query)}`;
  }
}

function printExplain({ options, statement }: ExplainStatement): string {
  const list = Object.entries(options).map(([name, value]) => `${name} ${printString(value)}`);
  return `EXPLAIN ${list.length === 0 ? '' : `(${list.join(', ')}) `}${printStatement(statement)}`;
}

type TableHead = Pick<CreateTableStatement, 'temporary' | 'ifNotExists' | 'orReplace' | 'name'>;

function printCreateTable({ temporary, ifNotExists, orReplace, name }: TableHead): string {
  return `CREATE ${orReplace === true ? 'OR REPLACE ' : ''}${temporary ? 'TEMPORARY ' : ''}TABLE ${ifNotExists ? 'IF NOT EXISTS ' : ''}${printName(name)}`;
}

function printColumnDefinition({ name, type, notNull, default: initial }: ColumnDefinition): string {
  // DEFAULT takes no predicates without parentheses.
  const value = initial === undefined ? '' : ` DEFAULT (${printExpr(initial)})`;
  return `${printIdentifier(name)} ${printType(type)}${notNull ? ' NOT NULL' : ''}${value}`;
}

function printInsert({ table, columns, query }: InsertStatement): string {
  return `INSERT INTO ${printName(table)}${printColumns(columns)} ${query === undefined ? 'DEFAULT VALUES' : printQuery(query)}`;
}

function printCopy({ table, columns, query, direction, path, options }: CopyStatement): string {
  const source = query === undefined ? printName(table ?? []) + printColumns(columns) : `(${printQuery(query)})`;
  const file = path === undefined ? (direction === 'TO' ? 'STDOUT' : 'STDIN') : printString(path);
  const list = Object.entries(options).map(([name, value]) => {
    if (value === true) return printPlainName(name);
    if (value === false) return `${printPlainName(name)} false`;
    return `${printPlainName(name)} ${typeof value === 'string' ? printString(value) : `(${value.map(printString).join(', ')})`}`;
  });
  return `COPY ${source} ${direction} ${file}${list.length === 0 ? '' : ` WITH (${list.join(', ')})`}`;
}

function printSet({ name, value }: SetStatement): string {
  if (value === undefined) return `RESET ${printSettingName(name)}`;
  if (name === 'transaction') return `SET TRANSACTION ${printModes(value)}`;
  if (name === 'session characteristics') return `SET SESSION CHARACTERISTICS AS TRANSACTION ${printModes(value)}`;
  return `SET ${printSettingName(name)} TO ${value.map(printString).join(', ')}`;
}

/** `all` is a word here, not a name. */
function printSettingName(name: string): string {
  return name === 'all' ? 'ALL' : name.split('.').map(printPlainName).join('.');
}

function printModes(modes: readonly string[]): string {
  return modes
    .map((mode) => {
      const space = mode.indexOf(' ');
      const value = mode.slice(space + 1);
      switch (mode.slice(0, space)) {
        case 'transaction_isolation':
          return `ISOLATION LEVEL ${value.toUpperCase()}`;
        case 'transaction_read_only':
          return value === '1' || value === 'true' ? 'READ ONLY' : 'READ WRITE';
        default:
          return value === '1' || value === 'true' ? 'DEFERRABLE' : 'NOT DEFERRABLE';
      }
    })
    .join(', ');
}
