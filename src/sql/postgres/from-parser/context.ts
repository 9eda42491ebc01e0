import type { Node } from 'libpg-query';
import type { Source } from '../source.js';

/** What every part of the adapter needs beside the node it converts. */
export interface Context {
  readonly source: Source;
  /** The path lists of the file markers in the text, by number; see rewrite/markers.ts. */
  readonly files: readonly (readonly string[])[];
  /** Offsets in the user's text of the casts that were written TRY_CAST. */
  readonly lenientCasts: ReadonlySet<number>;
  /** IGNORE NULLS and RESPECT NULLS, by the offset of the function's name in the user's text. */
  readonly nullTreatments: ReadonlyMap<number, 'IGNORE' | 'RESPECT'>;
}

/** The parser wraps every node in an object with one key, its type. */
export type Tag = Node extends infer N ? (N extends unknown ? keyof N : never) : never;
export type Payload<T extends Tag> = Extract<Node, Record<T, unknown>>[T];

export function tagOf(node: Node): Tag {
  return Object.keys(node)[0] as Tag;
}

export function payloadOf(node: Node): { readonly location?: number } {
  return Object.values(node)[0] as { location?: number };
}

/** The node's content when it is of that type. */
export function as<T extends Tag>(node: Node | undefined, tag: T): Payload<T> | undefined {
  return node === undefined ? undefined : (node as unknown as Partial<Record<T, Payload<T>>>)[tag];
}

/** The strings of a list of String nodes. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).map((node) => as(node, 'String')?.sval ?? '');
}
