import { formatValue } from '../../data/format.js';
import type { SqlType } from '../../data/types.js';
import type { DecimalType } from '../decimal/arithmetic.js';
import { toWide } from '../decimal/code.js';
import type { CastFunction } from '../define.js';

const fromKind = (from: CastFunction['from']): CastFunction => ({
  from,
  to: 'text',
  context: 'assignment',
  evaluate: (value, { args, timeZone }) => formatValue(value, args[0] as SqlType, timeZone),
});

/** Casts to TEXT: what PostgreSQL prints for the value, a timestamptz in the session's zone. */
export const toText: readonly CastFunction[] = [
  { from: 'text', to: 'text', context: 'implicit', total: true, evaluate: (value) => value, compile: (value) => value },
  {
    ...fromKind('boolean'),
    evaluate: (value) => (value ? 'true' : 'false'),
    compile: (value, code) => code.select(value, code.text('true'), code.text('false')),
  },
  ...(['smallint', 'integer', 'bigint'] as const).map((from): CastFunction => ({
    ...fromKind(from),
    compile: (value, code) => code.callView('bigint_to_text', from === 'bigint' ? value : code.op('i64.extend_i32_s', value), code.region),
  })),
  {
    ...fromKind('decimal'),
    compile: (value, code, types) => {
      const wide = toWide(code, value);
      return code.callView('decimal_to_text', wide, code.i32((types.args[0] as DecimalType).scale), code.region);
    },
  },
  ...(
    ['real', 'double', 'bytea', 'uuid', 'json', 'date', 'time', 'timestamp', 'timestamptz', 'interval', 'array', 'struct', 'map'] as const
  ).map(fromKind),
];
