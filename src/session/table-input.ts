import type { Table } from 'apache-arrow';

/** An Arrow table, or row objects; a value may be whatever a parameter may be. */
export type TableInput = Table | Iterable<Readonly<Record<string, unknown>>>;
