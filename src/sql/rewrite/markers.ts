/**
 * Names that a rewrite puts into the text where PostgreSQL's grammar has no word for what the user wrote; the adapter turns them
 * into nodes. They start with a private-use character, with which no name of the user's may start.
 */
export const MARKER = '\ue000';

/** Column: a bare `*` that has modifiers. */
export const STAR = 'star';
/** Function: EXCLUDE and its names; REPLACE and its expressions and names in turn; a star and its modifiers. */
export const EXCLUDE = 'exclude';
export const REPLACE = 'replace';
export const MODIFIED_STAR = 'modified_star';
/** Column: the ALL of GROUP BY ALL and ORDER BY ALL. */
export const ALL = 'all';
/** Window: QUALIFY, its condition as the partition key. */
export const QUALIFY = 'qualify';
/** Table: a file or list of files, by number. */
export const FILE = 'file';

/** The marker as a quoted identifier. */
export const marker = (name: string): string => `"${MARKER}${name}"`;

export const isMarker = (identifier: string | undefined, name: string): boolean => identifier === MARKER + name;

/** The number of a file marker; undefined for every other name. */
export function fileNumber(identifier: string | undefined): number | undefined {
  return identifier?.startsWith(MARKER + FILE) === true ? Number(identifier.slice(1 + FILE.length)) : undefined;
}
