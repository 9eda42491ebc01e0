/**
 * Quern's own syntax tree: what every parser adapter produces and all that anything past `sql/` sees. Plain data.
 *
 * `at` is the offset (UTF-16 code units, from 0) of the node in the text that the user sent, rewrites undone; undefined where no
 * text stands behind a node. Identifiers keep their spelling; `quoted` says whether it was written in double quotes.
 */

export interface Identifier {
  readonly name: string;
  readonly quoted: boolean;
  readonly at?: number;
}

/** A possibly qualified name, outermost first: `catalog.schema.table`, `table.column`. */
export type QualifiedName = readonly Identifier[];

/**
 * A type as written: `numeric(10,2)[]` is name `numeric`, modifiers [10, 2], arrayDimensions 1.
 *
 * Types with several spellings arrive under the one that PostgreSQL prints, whichever was written: `smallint`, `integer`, `bigint`, `real`,
 * `double precision`, `numeric`, `boolean`, `character varying`, `character`, `timestamp without time zone`, `timestamp with time zone`,
 * `time without time zone`, `time with time zone`, `bit`, `bit varying`. A plain `character` or `bit` has modifiers [1]. Every other name is in lower
 * case as written, without `pg_catalog.`; `"char"` keeps its quotes.
 */
export interface TypeNameNode {
  readonly kind: 'TypeName';
  readonly name: string;
  readonly modifiers: readonly number[];
  /** Of an interval: the fields it is restricted to, upper case: `MONTH`, `DAY TO SECOND`. A precision is in `modifiers`. */
  readonly fields?: string;
  readonly arrayDimensions: number;
  readonly at?: number;
}

// ---------------------------------------------------------------- expressions

export type ExprNode =
  | NullLiteral
  | BooleanLiteral
  | NumberLiteral
  | StringLiteral
  | ByteaLiteral
  | ColumnRef
  | Star
  | ParameterRef
  | UnaryOp
  | BinaryOp
  | LogicalOp
  | NotOp
  | IsNullTest
  | IsBooleanTest
  | IsDistinctFrom
  | Between
  | InList
  | InSubquery
  | Quantified
  | Like
  | CaseExpr
  | Cast
  | FunctionCall
  | ExistsSubquery
  | ScalarSubquery
  | ArraySubquery
  | ArrayConstructor
  | RowConstructor
  | Subscript
  | FieldAccess
  | AtTimeZone
  | Coalesce
  | NullIf
  | Extremum
  | Collate;

interface Node {
  readonly at?: number;
}

export interface NullLiteral extends Node {
  readonly kind: 'NullLiteral';
}
export interface BooleanLiteral extends Node {
  readonly kind: 'BooleanLiteral';
  readonly value: boolean;
}
/** `text` is exactly what was written (`1e10`, `0xFF`, `12345678901234567890`): nothing is rounded here. A minus sign right before a number belongs to it: `-5`. */
export interface NumberLiteral extends Node {
  readonly kind: 'NumberLiteral';
  readonly text: string;
}
/** An untyped string constant; its type comes from its context. */
export interface StringLiteral extends Node {
  readonly kind: 'StringLiteral';
  readonly value: string;
}
/** `B'101'` and `X'1F'`: `value` keeps the prefix letter (`b101`, `x1F`). */
export interface ByteaLiteral extends Node {
  readonly kind: 'ByteaLiteral';
  readonly value: string;
}
export interface ColumnRef extends Node {
  readonly kind: 'ColumnRef';
  readonly name: QualifiedName;
}
/** `*` or `t.*`, with the friendly `EXCLUDE (…)` and `REPLACE (… AS …)`. */
export interface Star extends Node {
  readonly kind: 'Star';
  readonly qualifier: QualifiedName;
  readonly exclude?: readonly Identifier[];
  readonly replace?: readonly { readonly expr: ExprNode; readonly name: Identifier }[];
}
/** `$n`, from 1. */
export interface ParameterRef extends Node {
  readonly kind: 'ParameterRef';
  readonly index: number;
}
export interface UnaryOp extends Node {
  readonly kind: 'UnaryOp';
  readonly operator: string;
  readonly operand: ExprNode;
}
/** Any infix operator but AND and OR: `+`, `||`, `=`, `<>`, `~`, `->>`, `^`, … (`!=` arrives as `<>`). */
export interface BinaryOp extends Node {
  readonly kind: 'BinaryOp';
  readonly operator: string;
  readonly left: ExprNode;
  readonly right: ExprNode;
}
export interface LogicalOp extends Node {
  readonly kind: 'LogicalOp';
  readonly operator: 'AND' | 'OR';
  readonly operands: readonly ExprNode[];
}
export interface NotOp extends Node {
  readonly kind: 'NotOp';
  readonly operand: ExprNode;
}
export interface IsNullTest extends Node {
  readonly kind: 'IsNullTest';
  readonly operand: ExprNode;
  readonly negated: boolean;
}
/** `IS [NOT] TRUE | FALSE | UNKNOWN`. */
export interface IsBooleanTest extends Node {
  readonly kind: 'IsBooleanTest';
  readonly operand: ExprNode;
  readonly test: 'TRUE' | 'FALSE' | 'UNKNOWN';
  readonly negated: boolean;
}
export interface IsDistinctFrom extends Node {
  readonly kind: 'IsDistinctFrom';
  readonly left: ExprNode;
  readonly right: ExprNode;
  readonly negated: boolean;
}
export interface Between extends Node {
  readonly kind: 'Between';
  readonly operand: ExprNode;
  readonly low: ExprNode;
  readonly high: ExprNode;
  readonly symmetric: boolean;
  readonly negated: boolean;
}
export interface InList extends Node {
  readonly kind: 'InList';
  readonly operand: ExprNode;
  readonly items: readonly ExprNode[];
  readonly negated: boolean;
}
export interface InSubquery extends Node {
  readonly kind: 'InSubquery';
  readonly operand: ExprNode;
  readonly query: QueryNode;
  readonly negated: boolean;
}
/** `x <op> ANY|ALL (subquery or array expression)`; SOME is ANY. LIKE is operator `~~`, NOT LIKE `!~~`, ILIKE `~~*`, NOT ILIKE `!~~*`. */
export interface Quantified extends Node {
  readonly kind: 'Quantified';
  readonly operand: ExprNode;
  readonly operator: string;
  readonly quantifier: 'ANY' | 'ALL';
  readonly query?: QueryNode;
  readonly array?: ExprNode;
}
export interface Like extends Node {
  readonly kind: 'Like';
  readonly operator: 'LIKE' | 'ILIKE' | 'SIMILAR TO';
  readonly operand: ExprNode;
  readonly pattern: ExprNode;
  readonly escape?: ExprNode;
  readonly negated: boolean;
}
export interface CaseExpr extends Node {
  readonly kind: 'CaseExpr';
  readonly operand?: ExprNode;
  readonly branches: readonly { readonly when: ExprNode; readonly then: ExprNode }[];
  readonly otherwise?: ExprNode;
}
export interface Cast extends Node {
  readonly kind: 'Cast';
  readonly operand: ExprNode;
  readonly type: TypeNameNode;
  readonly lenient?: boolean;
}
/** Also what SQL spells with keywords: EXTRACT is `extract`, SUBSTRING `substring`, POSITION `position`, TRIM `btrim`/`ltrim`/`rtrim`, CURRENT_DATE `current_date`, … */
export interface FunctionCall extends Node {
  readonly kind: 'FunctionCall';
  readonly name: QualifiedName;
  readonly args: readonly ExprNode[];
  /** Names of `name => value` arguments, index for index with `args`; undefined at positional ones. */
  readonly argNames?: readonly (string | undefined)[];
  readonly star: boolean;
  readonly distinct: boolean;
  readonly orderBy: readonly SortItem[];
  readonly withinGroup: boolean;
  readonly filter?: ExprNode;
  readonly over?: WindowSpec | Identifier;
  readonly nulls?: 'IGNORE' | 'RESPECT';
}
export interface ExistsSubquery extends Node {
  readonly kind: 'ExistsSubquery';
  readonly query: QueryNode;
}
export interface ScalarSubquery extends Node {
  readonly kind: 'ScalarSubquery';
  readonly query: QueryNode;
}
export interface ArraySubquery extends Node {
  readonly kind: 'ArraySubquery';
  readonly query: QueryNode;
}
export interface ArrayConstructor extends Node {
  readonly kind: 'ArrayConstructor';
  readonly elements: readonly ExprNode[];
}
export interface RowConstructor extends Node {
  readonly kind: 'RowConstructor';
  readonly elements: readonly ExprNode[];
}
/** `a[i]`, or `a[low:high]` when `slice`. */
export interface Subscript extends Node {
  readonly kind: 'Subscript';
  readonly operand: ExprNode;
  readonly index?: ExprNode;
  readonly upper?: ExprNode;
  readonly slice: boolean;
}
export interface FieldAccess extends Node {
  readonly kind: 'FieldAccess';
  readonly operand: ExprNode;
  readonly field: Identifier;
}
export interface AtTimeZone extends Node {
  readonly kind: 'AtTimeZone';
  readonly operand: ExprNode;
  readonly zone: ExprNode;
}
export interface Coalesce extends Node {
  readonly kind: 'Coalesce';
  readonly args: readonly ExprNode[];
}
export interface NullIf extends Node {
  readonly kind: 'NullIf';
  readonly left: ExprNode;
  readonly right: ExprNode;
}
export interface Extremum extends Node {
  readonly kind: 'Extremum';
  readonly which: 'GREATEST' | 'LEAST';
  readonly args: readonly ExprNode[];
}
export interface Collate extends Node {
  readonly kind: 'Collate';
  readonly operand: ExprNode;
  readonly collation: QualifiedName;
}

export interface SortItem extends Node {
  readonly expr: ExprNode;
  readonly descending: boolean;
  /** Undefined: NULLs last ascending, first descending, as PostgreSQL. */
  readonly nulls?: 'FIRST' | 'LAST';
}

export interface WindowSpec extends Node {
  readonly kind: 'WindowSpec';
  /** A named window that this one extends. */
  readonly base?: Identifier;
  readonly partitionBy: readonly ExprNode[];
  readonly orderBy: readonly SortItem[];
  readonly frame?: WindowFrame;
}

export interface WindowFrame {
  readonly mode: 'ROWS' | 'RANGE' | 'GROUPS';
  readonly start: FrameBound;
  readonly end: FrameBound;
  readonly exclude?: 'CURRENT ROW' | 'GROUP' | 'TIES';
}

export type FrameBound =
  | { readonly kind: 'UnboundedPreceding' | 'UnboundedFollowing' | 'CurrentRow' }
  | { readonly kind: 'Preceding' | 'Following'; readonly offset: ExprNode };

// ---------------------------------------------------------------- queries

/** A whole query: WITH, a body, ORDER BY, LIMIT. */
export interface QueryNode extends Node {
  readonly kind: 'Query';
  readonly with?: WithClause;
  readonly body: QueryBody;
  readonly orderBy: readonly SortItem[];
  /** The friendly `ORDER BY ALL`. */
  readonly orderByAll?: { readonly descending: boolean; readonly nulls?: 'FIRST' | 'LAST' };
  readonly limit?: ExprNode;
  readonly offset?: ExprNode;
  readonly withTies?: boolean;
}

export type QueryBody = SelectNode | SetOperationNode | ValuesNode | QueryNode;

export interface WithClause {
  readonly recursive: boolean;
  readonly ctes: readonly CommonTableExpression[];
}

export interface CommonTableExpression extends Node {
  readonly name: Identifier;
  readonly columns: readonly Identifier[];
  readonly materialized?: boolean;
  readonly query: QueryNode;
}

export interface SelectNode extends Node {
  readonly kind: 'Select';
  /** true: DISTINCT; expressions: DISTINCT ON. */
  readonly distinct: boolean | readonly ExprNode[];
  readonly items: readonly SelectItem[];
  readonly from: readonly FromItem[];
  readonly where?: ExprNode;
  readonly groupBy: readonly GroupingElement[];
  /** The friendly `GROUP BY ALL`. */
  readonly groupByAll?: boolean;
  readonly having?: ExprNode;
  readonly windows: readonly { readonly name: Identifier; readonly spec: WindowSpec }[];
  readonly qualify?: ExprNode;
}

export interface SelectItem extends Node {
  readonly expr: ExprNode;
  readonly alias?: Identifier;
}

export type GroupingElement =
  | { readonly kind: 'Expr'; readonly expr: ExprNode }
  | { readonly kind: 'Empty' }
  | { readonly kind: 'Rollup' | 'Cube'; readonly sets: readonly (readonly ExprNode[])[] }
  | { readonly kind: 'GroupingSets'; readonly sets: readonly GroupingElement[] }
  | { readonly kind: 'Set'; readonly exprs: readonly ExprNode[] };

export interface SetOperationNode extends Node {
  readonly kind: 'SetOperation';
  readonly operator: 'UNION' | 'INTERSECT' | 'EXCEPT';
  readonly all: boolean;
  readonly left: QueryBody;
  readonly right: QueryBody;
}

export interface ValuesNode extends Node {
  readonly kind: 'Values';
  readonly rows: readonly (readonly ExprNode[])[];
}

// ---------------------------------------------------------------- FROM

export type FromItem = TableNode | FileNode | SubqueryNode | TableFunctionNode | JoinNode;

export interface TableAlias {
  readonly name: Identifier;
  readonly columns: readonly Identifier[];
}

export interface TableNode extends Node {
  readonly kind: 'Table';
  readonly name: QualifiedName;
  readonly alias?: TableAlias;
  readonly sample?: SampleClause;
}
/** `FROM 'path/or/glob.parquet'`, or a list of them: `FROM ['a.csv', 'b.csv']`. */
export interface FileNode extends Node {
  readonly kind: 'File';
  readonly paths: readonly string[];
  readonly alias?: TableAlias;
  readonly sample?: SampleClause;
}
export interface SubqueryNode extends Node {
  readonly kind: 'Subquery';
  readonly query: QueryNode;
  readonly lateral: boolean;
  readonly alias?: TableAlias;
  readonly sample?: SampleClause;
}
/** A set-returning function in FROM; always LATERAL in effect. */
export interface TableFunctionNode extends Node {
  readonly kind: 'TableFunction';
  readonly call: FunctionCall;
  readonly withOrdinality: boolean;
  readonly alias?: TableAlias;
  /** `AS t(a int, b text)`. */
  readonly columnTypes?: readonly TypeNameNode[];
}
export interface JoinNode extends Node {
  readonly kind: 'Join';
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross';
  readonly natural: boolean;
  readonly left: FromItem;
  readonly right: FromItem;
  readonly on?: ExprNode;
  readonly using?: readonly Identifier[];
  /** The alias of a parenthesised join: hides the names inside. */
  readonly alias?: TableAlias;
  /** `USING (…) AS x`: x has the merged columns, and hides nothing. */
  readonly usingAlias?: Identifier;
}
export interface SampleClause {
  readonly method: string;
  readonly args: readonly ExprNode[];
  readonly repeatable?: ExprNode;
}

// ---------------------------------------------------------------- statements

export type StatementNode =
  | QueryStatement
  | ExplainStatement
  | CreateViewStatement
  | CreateTableStatement
  | CreateTableAsStatement
  | InsertStatement
  | CopyStatement
  | DropStatement
  | SetStatement
  | ShowStatement
  | TransactionStatement
  | DescribeStatement
  | SummarizeStatement;

export interface QueryStatement extends Node {
  readonly kind: 'QueryStatement';
  readonly query: QueryNode;
}
export interface ExplainStatement extends Node {
  readonly kind: 'Explain';
  readonly statement: StatementNode;
  /** Upper-case option names to values: `ANALYZE` → 'true', `FORMAT` → 'json', `RULES` → 'true'. */
  readonly options: Readonly<Record<string, string>>;
}
export interface CreateViewStatement extends Node {
  readonly kind: 'CreateView';
  readonly name: QualifiedName;
  readonly columns: readonly Identifier[];
  readonly query: QueryNode;
  readonly orReplace: boolean;
  readonly temporary: boolean;
}
export interface ColumnDefinition extends Node {
  readonly name: Identifier;
  readonly type: TypeNameNode;
  readonly notNull: boolean;
  readonly default?: ExprNode;
}
export interface CreateTableStatement extends Node {
  readonly kind: 'CreateTable';
  readonly name: QualifiedName;
  readonly columns: readonly ColumnDefinition[];
  readonly ifNotExists: boolean;
  /** The friendly `CREATE OR REPLACE TABLE`. */
  readonly orReplace?: boolean;
  readonly temporary: boolean;
}
export interface CreateTableAsStatement extends Node {
  readonly kind: 'CreateTableAs';
  readonly name: QualifiedName;
  readonly columns: readonly Identifier[];
  readonly query: QueryNode;
  readonly ifNotExists: boolean;
  readonly orReplace?: boolean;
  readonly withData: boolean;
  readonly temporary: boolean;
}
export interface InsertStatement extends Node {
  readonly kind: 'Insert';
  readonly table: QualifiedName;
  readonly columns: readonly Identifier[];
  /** Undefined: DEFAULT VALUES. */
  readonly query?: QueryNode;
}
export interface CopyStatement extends Node {
  readonly kind: 'Copy';
  readonly direction: 'TO' | 'FROM';
  readonly table?: QualifiedName;
  readonly columns: readonly Identifier[];
  readonly query?: QueryNode;
  /** Undefined: STDIN or STDOUT. */
  readonly path?: string;
  /** Lower-case option names; a bare option is `true`. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[]>>;
}
export interface DropStatement extends Node {
  readonly kind: 'Drop';
  readonly objectType: 'TABLE' | 'VIEW';
  readonly names: readonly QualifiedName[];
  readonly ifExists: boolean;
  readonly cascade: boolean;
}
/** SET name = value; RESET when `value` is undefined. */
export interface SetStatement extends Node {
  readonly kind: 'Set';
  readonly name: string;
  readonly value?: readonly string[];
}
/** SHOW name; `SHOW ALL` is name `all`, the friendly `SHOW TABLES` name `tables`. */
export interface ShowStatement extends Node {
  readonly kind: 'Show';
  readonly name: string;
}
export interface TransactionStatement extends Node {
  readonly kind: 'Transaction';
  readonly action: 'BEGIN' | 'COMMIT' | 'ROLLBACK';
}
export interface DescribeStatement extends Node {
  readonly kind: 'Describe';
  readonly query: QueryNode;
}
export interface SummarizeStatement extends Node {
  readonly kind: 'Summarize';
  readonly query: QueryNode;
}
