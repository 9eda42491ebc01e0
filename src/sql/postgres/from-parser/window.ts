import type { Node, WindowDef } from 'libpg-query';
import type { FrameBound, Identifier, WindowFrame, WindowSpec } from '../../ast.js';
import { as, type Context } from './context.js';
import { expression } from './expression.js';
import { sortItems } from './sort.js';

/** Bits of PostgreSQL's frameOptions. A bound's bit for the frame's end is the one for its start, shifted by one. */
const NON_DEFAULT = 0x1,
  ROWS = 0x4,
  GROUPS = 0x8;
const UNBOUNDED_PRECEDING = 0x20,
  UNBOUNDED_FOLLOWING = 0x80,
  CURRENT_ROW = 0x200,
  OFFSET_PRECEDING = 0x800;
const EXCLUDE_CURRENT_ROW = 0x8000,
  EXCLUDE_GROUP = 0x10000,
  EXCLUDE_TIES = 0x20000;

/** OVER name, or OVER (specification). */
export function over(node: WindowDef, cx: Context): WindowSpec | Identifier {
  if (node.name !== undefined) return cx.source.identifier(node.name, cx.source.indexAt(node.location ?? 0));
  return windowSpec(node, cx);
}

export function windowSpec(node: WindowDef, cx: Context): WindowSpec {
  const open = node.location === undefined ? undefined : cx.source.indexAt(node.location);
  const frame = windowFrame(node, cx);
  return {
    kind: 'WindowSpec',
    ...(node.refname === undefined ? {} : { base: cx.source.identifier(node.refname, open === undefined ? undefined : open + 1) }),
    partitionBy: (node.partitionClause ?? []).map((key) => expression(key, cx)),
    orderBy: sortItems(node.orderClause, cx),
    ...(frame === undefined ? {} : { frame }),
    at: cx.source.at(node.location),
  };
}

export function namedWindows(nodes: readonly Node[] | undefined, cx: Context): { name: Identifier; spec: WindowSpec }[] {
  return (nodes ?? []).map((node) => {
    const window = as(node, 'WindowDef')!;
    const open = window.location === undefined ? undefined : cx.source.indexAt(window.location);
    // The location is the parenthesis of `name AS (`.
    return { name: cx.source.identifier(window.name ?? '', open === undefined ? undefined : open - 2), spec: windowSpec(window, cx) };
  });
}

function windowFrame(node: WindowDef, cx: Context): WindowFrame | undefined {
  const options = node.frameOptions ?? 0;
  if ((options & NON_DEFAULT) === 0) return undefined;
  const exclude =
    (options & EXCLUDE_CURRENT_ROW) !== 0
      ? 'CURRENT ROW'
      : (options & EXCLUDE_GROUP) !== 0
        ? 'GROUP'
        : (options & EXCLUDE_TIES) !== 0
          ? 'TIES'
          : undefined;
  return {
    mode: (options & ROWS) !== 0 ? 'ROWS' : (options & GROUPS) !== 0 ? 'GROUPS' : 'RANGE',
    start: bound(options, node.startOffset, cx),
    end: bound(options >> 1, node.endOffset, cx),
    ...(exclude === undefined ? {} : { exclude }),
  };
}

function bound(options: number, offset: Node | undefined, cx: Context): FrameBound {
  if ((options & UNBOUNDED_PRECEDING) !== 0) return { kind: 'UnboundedPreceding' };
  if ((options & UNBOUNDED_FOLLOWING) !== 0) return { kind: 'UnboundedFollowing' };
  if ((options & CURRENT_ROW) !== 0) return { kind: 'CurrentRow' };
  return { kind: (options & OFFSET_PRECEDING) !== 0 ? 'Preceding' : 'Following', offset: expression(offset!, cx) };
}
