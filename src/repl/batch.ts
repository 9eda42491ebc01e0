/** What every call of the command line runs with, in one module: each that is imported by itself costs a file. */
export { createDatabase } from '../create-database.js';
export { runScript } from './run-script.js';
export { defaultDisplay } from './run-statement.js';
