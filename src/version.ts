import { createRequire } from 'node:module';

/** The package's version; found by the package's own name, wherever the build puts this file. */
export const packageVersion = (): string => (createRequire(import.meta.url)('quern/package.json') as { version: string }).version;
