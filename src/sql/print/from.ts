import type { FromItem, JoinNode, SampleClause, TableAlias, TableFunctionNode } from '../ast.js';
import { printCall } from './call.js';
import { printExpr, printList } from './expression.js';
import { printColumns, printIdentifier, printName, printString } from './identifier.js';
import { printQuery } from './query.js';
import { printType } from './type.js';

export function printFrom(item: FromItem): string {
  switch (item.kind) {
    case 'Table':
      return printName(item.name) + printAlias(item.alias) + printSample(item.sample);
    case 'File': {
      const paths = item.paths.map(printString);
      return (paths.length === 1 ? paths[0] : `[${paths.join(', ')}]`) + printAlias(item.alias) + printSample(item.sample);
    }
    case 'Subquery':
      return `${item.lateral ? 'LATERAL ' : ''}(${printQuery(item.query)})${printAlias(item.alias)}${printSample(item.sample)}`;
    case 'TableFunction':
      return printTableFunction(item);
    case 'Join':
      return item.alias === undefined ? printJoin(item) : `(${printJoin(item)})${printAlias(item.alias)}`;
  }
}

function printAlias(alias: TableAlias | undefined): string {
  return alias === undefined ? '' : ` AS ${printIdentifier(alias.name)}${printColumns(alias.columns)}`;
}

function printSample(sample: SampleClause | undefined): string {
  if (sample === undefined) return '';
  return ` TABLESAMPLE ${sample.method} (${printList(sample.args)})${sample.repeatable === undefined ? '' : ` REPEATABLE (${printExpr(sample.repeatable)})`}`;
}

function printTableFunction({ call, withOrdinality, alias, columnTypes }: TableFunctionNode): string {
  const head = printCall(call) + (withOrdinality ? ' WITH ORDINALITY' : '');
  if (columnTypes === undefined || alias === undefined) return head + printAlias(alias);
  const columns = alias.columns.map((column, i) => `${printIdentifier(column)} ${printType(columnTypes[i])}`);
  return `${head} AS ${printIdentifier(alias.name)} (${columns.join(', ')})`;
}

function printJoin({ type, natural, left, right, on, using, usingAlias }: JoinNode): string {
  const kind = `${natural ? 'NATURAL ' : ''}${type === 'inner' ? '' : `${type.toUpperCase()} `}JOIN`;
  const side = right.kind === 'Join' && right.alias === undefined ? `(${printFrom(right)})` : printFrom(right);
  const columns =
    using === undefined ? '' : ` USING${printColumns(using)}${usingAlias === undefined ? '' : ` AS ${printIdentifier(usingAlias)}`}`;
  return `${printFrom(left)} ${kind} ${side}${on === undefined ? '' : ` ON ${printExpr(on)}`}${columns}`;
}
