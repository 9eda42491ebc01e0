import { SqlError } from '../../errors.js';
import { isSetting, SETTINGS, type SettingName, type Settings } from '../../config.js';
import { didYouMean } from '../../data/did-you-mean.js';
import { optionalRuleNames } from '../../planner/rules/index.js';
import type { SetStatement, ShowStatement } from '../../sql/ast.js';
import { DEFAULT_SCHEMA } from '../catalog.js';
import type { SessionState } from '../state.js';
import { commandOnly, textResult, type StatementResult } from './result.js';

/** Parameters that PostgreSQL clients set as a matter of course and that change nothing here. */
const ACCEPTED = new Set([
  'application_name',
  'client_encoding',
  'client_min_messages',
  'datestyle',
  'extra_float_digits',
  'search_path',
  'standard_conforming_strings',
  'intervalstyle',
  'bytea_output',
]);

function unknownSetting(name: string): SqlError {
  const guess = didYouMean(name, Object.keys(SETTINGS));
  return new SqlError('42704', `unrecognized configuration parameter "${name}"`, {
    hint: guess === undefined ? 'SHOW ALL lists the parameters.' : `Perhaps you meant "${guess}".`,
  });
}

const settingName = (name: string): SettingName => {
  const folded = name.toLowerCase() === 'time zone' ? 'timezone' : name.toLowerCase();
  if (!isSetting(folded)) throw unknownSetting(name);
  return folded;
};

/** SET and RESET. */
export function set({ name, value }: SetStatement, session: SessionState): StatementResult {
  if (ACCEPTED.has(name.toLowerCase())) return commandOnly(value === undefined ? 'RESET' : 'SET');
  const settings = session.settings as Record<SettingName, Settings[SettingName]>;
  if (value === undefined) {
    const names = name.toLowerCase() === 'all' ? (Object.keys(SETTINGS) as SettingName[]) : [settingName(name)];
    for (const each of names) settings[each] = SETTINGS[each].default;
    return commandOnly('RESET');
  }
  const known = settingName(name);
  const text = value.join(',');
  if (known === 'disabled_rules') checkRules(text);
  settings[known] = text.toLowerCase() === 'default' ? SETTINGS[known].default : SETTINGS[known].parse(text);
  return commandOnly('SET');
}

function checkRules(text: string): void {
  const known = optionalRuleNames();
  for (const name of text.split(',').map((part) => part.trim())) {
    if (name === '' || name.toLowerCase() === 'default' || known.includes(name)) continue;
    const guess = didYouMean(name, known);
    throw new SqlError('22023', `there is no optimizer rule "${name}"`, {
      hint: guess === undefined ? `The rules are ${known.join(', ')}.` : `Perhaps you meant "${guess}".`,
    });
  }
}

const shown = (value: string | number | boolean): string => (typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value));

/** SHOW name, SHOW ALL, SHOW TABLES. */
export function show({ name }: ShowStatement, session: SessionState): StatementResult {
  switch (name.toLowerCase()) {
    case 'all':
      return textResult(
        'SHOW',
        ['name', 'setting', 'description'],
        Object.entries(SETTINGS).map(([key, { doc }]) => [key, shown(session.settings[key as SettingName]), doc]),
      );
    case 'tables':
      return textResult(
        'SHOW',
        ['name', 'kind'],
        [...session.namespace.relations.values()].map((relation) => [relation.name, relation.kind]),
      );
    case 'server_version':
      return textResult('SHOW', ['server_version'], [['17.0']]);
    case 'search_path':
      return textResult('SHOW', ['search_path'], [[DEFAULT_SCHEMA]]);
    case 'transaction_isolation':
      return textResult('SHOW', ['transaction_isolation'], [['read committed']]);
    default: {
      const known = settingName(name);
      return textResult('SHOW', [known], [[shown(session.settings[known])]]);
    }
  }
}
