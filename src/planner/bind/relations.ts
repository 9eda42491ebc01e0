import type { SqlValue } from '../../data/value.js';
import { SqlError, undefinedFunction, undefinedTable } from '../../errors.js';
import { didYouMean } from '../../data/did-you-mean.js';
import { elsewhere } from '../../functions/elsewhere.js';
import { isScalar } from '../../functions/resolve.js';
import { typeName, type SqlType } from '../../data/types.js';
import type { CommonTableExpression, ExprNode, FileNode, QueryNode, TableFunctionNode, TableNode } from '../../sql/ast.js';
import type { Relation, TableRef, ViewDefinition } from '../catalog.js';
import { evaluateConstant } from './constant.js';
import { emptyScope, newFrame, type Binding } from './context.js';
import { functionName } from './expr/function-call.js';
import { bindExpr } from './expr/index.js';
import { isSeries } from './expr/series.js';
import { settle } from './coerce.js';
import { lastOf, printName } from './scope.js';

/** What names in FROM stand for, by the node that names them; WITH names are the binder's own. */
export interface Relations {
  readonly tables: Map<TableNode | FileNode | TableFunctionNode, TableRef>;
  /** The view's query carries no positions: they would point into another text. */
  readonly views: Map<TableNode, { readonly view: ViewDefinition; readonly query: QueryNode }>;
  /** How often each WITH query is named, its own references to itself left out. */
  readonly references: Map<CommonTableExpression, number>;
  readonly selfReferencing: Set<CommonTableExpression>;
}

export const noRelations = (): Relations => ({ tables: new Map(), views: new Map(), references: new Map(), selfReferencing: new Set() });

interface WithNames {
  readonly definition: CommonTableExpression;
  readonly parent?: WithNames;
}

/** Views within views end somewhere; a chain this long refers to itself. */
const MAX_VIEW_DEPTH = 64;

/**
 * Looks up every table, file and table function of a query, and of the views that it uses, before binding starts: all of them at once, so
 * that binding itself is synchronous. 42P01 for a name that nothing has.
 */
export async function resolveRelations(query: QueryNode, binding: Binding): Promise<void> {
  let queries: readonly QueryNode[] = [query];
  for (let depth = 0; queries.length > 0; depth++) {
    if (depth > MAX_VIEW_DEPTH) throw new SqlError('54001', 'views refer to each other in a circle');
    const lookups = new Lookups(binding);
    for (const each of queries) lookups.visit(each, undefined, []);
    // A view that is named twice is one tree.
    queries = [...new Set(await lookups.done())];
  }
}

/** One walk over trees that gathers the lookups they need. */
class Lookups {
  readonly #binding: Binding;
  readonly #pending: Promise<QueryNode | undefined>[] = [];
  readonly #byName = new Map<string, Promise<Relation | undefined>>();

  constructor(binding: Binding) {
    this.#binding = binding;
  }

  /** Waits for all lookups; answers the queries of the views among them. */
  async done(): Promise<QueryNode[]> {
    return (await Promise.all(this.#pending)).filter((query) => query !== undefined);
  }

  /** `within` are the WITH queries whose definition this is part of. */
  visit(node: unknown, names: WithNames | undefined, within: readonly CommonTableExpression[]): void {
    if (Array.isArray(node)) {
      for (const item of node) if (typeof item === 'object') this.visit(item, names, within);
      return;
    }
    if (node === null || typeof node !== 'object') return;
    let scope = names;
    switch ((node as { kind?: string }).kind) {
      case 'ColumnRef':
      case 'NumberLiteral':
      case 'StringLiteral':
      case 'TypeName':
        return;
      case 'Query':
        scope = this.#visitWith(node as QueryNode, names, within);
        break;
      case 'Table':
        this.#visitTable(node as TableNode, names, within);
        break;
      case 'File':
        this.#open(node as FileNode);
        break;
      case 'TableFunction':
        this.#callTableFunction(node as TableFunctionNode);
        break;
    }
    for (const key in node) {
      const child = (node as Record<string, unknown>)[key];
      if (typeof child === 'object' && child !== null && key !== 'with') this.visit(child, scope, within);
    }
  }

  #visitWith(query: QueryNode, names: WithNames | undefined, within: readonly CommonTableExpression[]): WithNames | undefined {
    if (query.with === undefined) return names;
    const { recursive, ctes } = query.with;
    const { references } = this.#binding.relations;
    let visible = names;
    for (const definition of ctes) {
      if (!references.has(definition)) references.set(definition, 0);
      if (recursive) visible = { definition, parent: visible };
    }
    for (const definition of ctes) {
      this.visit(definition.query, visible, [...within, definition]);
      if (!recursive) visible = { definition, parent: visible };
    }
    return visible;
  }

  #visitTable(node: TableNode, names: WithNames | undefined, within: readonly CommonTableExpression[]): void {
    const { relations, context } = this.#binding;
    const { name, at } = lastOf(node.name);
    const lower = name.toLowerCase();
    for (let each = node.name.length === 1 ? names : undefined; each !== undefined; each = each.parent) {
      if (each.definition.name.name.toLowerCase() !== lower) continue;
      if (within.includes(each.definition)) relations.selfReferencing.add(each.definition);
      else relations.references.set(each.definition, (relations.references.get(each.definition) ?? 0) + 1);
      return;
    }
    const schema = node.name.length > 1 ? node.name[node.name.length - 2].name : undefined;
    const key = `${schema ?? ''}\0${name}`;
    let lookup = this.#byName.get(key);
    if (lookup === undefined) this.#byName.set(key, (lookup = context.catalog.findRelation(schema, name, node.at ?? at)));
    this.#pending.push(
      lookup.then((relation) => {
        if (relation === undefined) throw unknownRelation(node, names, this.#binding);
        if (relation.kind === 'table') {
          relations.tables.set(node, relation.table);
          return undefined;
        }
        const query = withoutPositions(relation.view.query);
        relations.views.set(node, { view: relation.view, query });
        return query;
      }),
    );
  }

  #open(node: FileNode): void {
    const { relations, context } = this.#binding;
    this.#pending.push(
      context.catalog.openFiles(node.paths, node.at).then((table) => {
        relations.tables.set(node, table);
        return undefined;
      }),
    );
  }

  #callTableFunction(node: TableFunctionNode): void {
    const name = functionName(node.call);
    if (isSeries(name) || name === 'range' || isScalar(name)) return;
    this.#pending.push(this.#openTableFunction(name, node));
  }

  async #openTableFunction(name: string, node: TableFunctionNode): Promise<undefined> {
    const positional: SqlValue[] = [];
    const types: SqlType[] = [];
    const named: Record<string, SqlValue> = {};
    const scope = emptyScope(this.#binding, newFrame('FROM'));
    for (const [i, written] of node.call.args.entries()) {
      const [argName, arg] = namedArgument(written, node.call.argNames?.[i]);
      const expr = settle(bindExpr(arg, scope), this.#binding);
      const constant = evaluateConstant(expr, this.#binding);
      if (constant === undefined) throw new SqlError('42P10', `arguments of ${name} must be constants`, { position: arg.at ?? node.at });
      if (argName === undefined) {
        positional.push(constant.value);
        types.push(expr.type);
      } else named[argName.toLowerCase()] = constant.value;
    }
    const table = await this.#binding.context.catalog.openTableFunction(name, positional, named, node);
    if (table === undefined) throw undefinedFunction(`${name}(${types.map(typeName).join(', ')})`, node.at, elsewhere(name));
    this.#binding.relations.tables.set(node, table);
    return undefined;
  }
}

/** `name => value`, and `name = value` as other engines write it. */
function namedArgument(node: ExprNode, name: string | undefined): readonly [name: string | undefined, value: ExprNode] {
  const assigned =
    name === undefined &&
    node.kind === 'BinaryOp' &&
    node.operator === '=' &&
    node.left.kind === 'ColumnRef' &&
    node.left.name.length === 1;
  return assigned ? [node.left.name[0].name, node.right] : [name, node];
}

function unknownRelation(node: TableNode, names: WithNames | undefined, binding: Binding): SqlError {
  const known = [...binding.context.catalog.relationNames()];
  for (let each = names; each !== undefined; each = each.parent) known.push(each.definition.name.name);
  const { name, at } = lastOf(node.name);
  const near = didYouMean(name, known);
  const path = node.name.map((part) => part.name).join('.');
  const isPath = /[\\/*]|\.(?:parquet|csv|tsv|txt)$/i.test(path);
  const hint = isPath ? `A file is named in single quotes: FROM '${path}'.` : near && `Did you mean "${near}"?`;
  return undefinedTable(printName(node.name), node.at ?? at, hint);
}

const stripped = new WeakMap<QueryNode, QueryNode>();

/** A copy of a view's query without positions, made once. */
function withoutPositions(query: QueryNode): QueryNode {
  let copy = stripped.get(query);
  if (copy === undefined) stripped.set(query, (copy = strip(query) as QueryNode));
  return copy;
}

function strip(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(strip);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => key !== 'at')
      .map(([key, child]) => [key, strip(child)]),
  );
}
