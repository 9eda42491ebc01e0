import { TEXT } from '../../../data/types.js';
import { packageVersion } from '../../../version.js';
import { scalar, type ScalarFunction } from '../../define.js';

/** version. */
export const version = scalar({
  name: 'version',
  args: [],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'stable',
  doc: 'The name and version of the engine.',
  examples: [],
  evaluate: () => `Quern ${packageVersion()}`,
});

const NAMES: Readonly<Record<string, string>> = {
  current_database: 'quern',
  current_catalog: 'quern',
  current_schema: 'public',
  current_user: 'quern',
  session_user: 'quern',
  user: 'quern',
  current_role: 'quern',
};

/** current_database, current_schema, current_user and what else the standard calls them. */
export const currentNames: readonly ScalarFunction[] = Object.entries(NAMES).map(([name, value]) =>
  scalar({
    name,
    args: [],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'stable',
    doc: `Always ${value}: there is one database, schema and user.`,
    examples: [],
    evaluate: () => value,
  }),
);
