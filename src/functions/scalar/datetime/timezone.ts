import { fixedZone, timeZone, toLocal, toUtc } from '../../../data/datetime.js';
import { TIMESTAMP, TIMESTAMPTZ } from '../../../data/types.js';
import type { IntervalValue } from '../../../data/value.js';
import { SqlError } from '../../../errors.js';
import { scalar, type ScalarFunction } from '../../define.js';

const doc =
  'AT TIME ZONE: a timestamp is taken as local to the zone and becomes a moment; a moment becomes what the clocks of the zone show. The zone is a name, an abbreviation, or an interval east of UTC.';

/** The zone of a name or of an interval east of UTC. */
function zoneOf(zone: string | IntervalValue) {
  if (typeof zone === 'string') return timeZone(zone);
  if (zone.months !== 0 || zone.days !== 0) throw new SqlError('22023', 'interval time zone must not include months or days');
  return fixedZone(Number(zone.micros / 1_000_000n));
}

/** timezone, which is AT TIME ZONE with the operands exchanged. NULL when any argument is. */
export const timezone: readonly ScalarFunction[] = (['text', 'interval'] as const).flatMap((zoneKind) => [
  scalar({
    name: 'timezone',
    args: [zoneKind, 'timestamp'],
    returns: TIMESTAMPTZ,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples:
      zoneKind === 'text'
        ? [["timestamp '2001-02-16 20:38:40' AT TIME ZONE 'America/Denver'", '2001-02-17 03:38:40+00']]
        : [["timestamp '2020-01-01' AT TIME ZONE interval '-5 hours'", '2020-01-01 05:00:00+00']],
    evaluate: ([zone, timestamp]) => toUtc(zoneOf(zone), timestamp),
  }),
  scalar({
    name: 'timezone',
    args: [zoneKind, 'timestamptz'],
    returns: TIMESTAMP,
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples:
      zoneKind === 'text'
        ? [
            ["timestamptz '2001-02-16 20:38:40-05' AT TIME ZONE 'America/Denver'", '2001-02-16 18:38:40'],
            ["timestamptz '2001-02-16 20:38:40Z' AT TIME ZONE 'UTC+3'", '2001-02-16 17:38:40'],
          ]
        : [],
    evaluate: ([zone, timestamp]) => toLocal(zoneOf(zone), timestamp),
  }),
]);
