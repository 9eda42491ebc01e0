import type { Node } from 'libpg-query';
import { unsupported, type SqlError } from '../../../errors.js';
import { payloadOf, tagOf, type Context } from './context.js';

/** What people call the constructs that our tree cannot hold. Statements not listed are named after the parser's type. */
const NAMES: Readonly<Record<string, string>> = {
  XmlExpr: 'XML',
  XmlSerialize: 'XMLSERIALIZE',
  RangeTableFunc: 'XMLTABLE',
  JsonTable: 'JSON_TABLE',
  JsonIsPredicate: 'IS JSON',
  JsonFuncExpr: 'a SQL/JSON query function',
  JsonParseExpr: 'JSON()',
  JsonScalarExpr: 'JSON_SCALAR',
  JsonSerializeExpr: 'JSON_SERIALIZE',
  JsonObjectConstructor: 'JSON_OBJECT',
  JsonArrayConstructor: 'JSON_ARRAY',
  JsonArrayQueryConstructor: 'JSON_ARRAY',
  JsonObjectAgg: 'JSON_OBJECTAGG',
  JsonArrayAgg: 'JSON_ARRAYAGG',
  SetToDefault: 'DEFAULT as a value',
  CurrentOfExpr: 'WHERE CURRENT OF',
  MergeSupportFunc: 'MERGE_ACTION',
  MultiAssignRef: 'assignment of several columns',
  TableLikeClause: 'LIKE in CREATE TABLE',
  UpdateStmt: 'UPDATE',
  DeleteStmt: 'DELETE',
  MergeStmt: 'MERGE',
  AlterTableStmt: 'ALTER TABLE',
  IndexStmt: 'CREATE INDEX',
  CreateSchemaStmt: 'CREATE SCHEMA',
  CreateFunctionStmt: 'CREATE FUNCTION',
  CreateTrigStmt: 'CREATE TRIGGER',
  CreateSeqStmt: 'CREATE SEQUENCE',
  AlterSeqStmt: 'ALTER SEQUENCE',
  CreateEnumStmt: 'CREATE TYPE',
  CompositeTypeStmt: 'CREATE TYPE',
  CreateRangeStmt: 'CREATE TYPE',
  AlterEnumStmt: 'ALTER TYPE',
  CreateDomainStmt: 'CREATE DOMAIN',
  CreateExtensionStmt: 'CREATE EXTENSION',
  CreateRoleStmt: 'CREATE ROLE',
  AlterRoleStmt: 'ALTER ROLE',
  AlterRoleSetStmt: 'ALTER ROLE',
  DropRoleStmt: 'DROP ROLE',
  CreatedbStmt: 'CREATE DATABASE',
  DropdbStmt: 'DROP DATABASE',
  CreateForeignTableStmt: 'CREATE FOREIGN TABLE',
  CreateForeignServerStmt: 'CREATE SERVER',
  CreateFdwStmt: 'CREATE FOREIGN DATA WRAPPER',
  CreatePolicyStmt: 'CREATE POLICY',
  CreateStatsStmt: 'CREATE STATISTICS',
  CreateCastStmt: 'CREATE CAST',
  CreateTableSpaceStmt: 'CREATE TABLESPACE',
  RefreshMatViewStmt: 'REFRESH MATERIALIZED VIEW',
  TruncateStmt: 'TRUNCATE',
  RenameStmt: 'ALTER … RENAME',
  AlterOwnerStmt: 'ALTER … OWNER',
  AlterObjectSchemaStmt: 'ALTER … SET SCHEMA',
  CommentStmt: 'COMMENT',
  GrantStmt: 'GRANT',
  GrantRoleStmt: 'GRANT',
  RuleStmt: 'CREATE RULE',
  PrepareStmt: 'PREPARE',
  ExecuteStmt: 'EXECUTE',
  DeallocateStmt: 'DEALLOCATE',
  DeclareCursorStmt: 'DECLARE CURSOR',
  FetchStmt: 'FETCH',
  ClosePortalStmt: 'CLOSE',
  ListenStmt: 'LISTEN',
  NotifyStmt: 'NOTIFY',
  UnlistenStmt: 'UNLISTEN',
  LockStmt: 'LOCK',
  VacuumStmt: 'VACUUM',
  ClusterStmt: 'CLUSTER',
  ReindexStmt: 'REINDEX',
  CheckPointStmt: 'CHECKPOINT',
  DiscardStmt: 'DISCARD',
  LoadStmt: 'LOAD',
  CallStmt: 'CALL',
  DoStmt: 'DO',
  DefineStmt: 'CREATE of this kind of object',
  SecLabelStmt: 'SECURITY LABEL',
  ConstraintsSetStmt: 'SET CONSTRAINTS',
  AlterSystemStmt: 'ALTER SYSTEM',
  CreatePublicationStmt: 'CREATE PUBLICATION',
  CreateSubscriptionStmt: 'CREATE SUBSCRIPTION',
  AlterDefaultPrivilegesStmt: 'ALTER DEFAULT PRIVILEGES',
};

/** 0A000 for a node of a kind that no converter takes. */
export function refuse(node: Node, cx: Context, at?: number): SqlError {
  const tag = tagOf(node);
  return unsupported(NAMES[tag] ?? spelledOut(tag), cx.source.at(payloadOf(node).location) ?? at);
}

/** `AlterTSDictionaryStmt` → `ALTER TS DICTIONARY`. */
function spelledOut(tag: string): string {
  return tag
    .replace(/(?:Stmt|Expr)$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toUpperCase();
}
