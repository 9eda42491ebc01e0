import type { Parts } from '../scope.js';

const zone = ({ random }: Parts): string => random.pick(["'UTC'", "'Europe/Zurich'", "'America/New_York'", "'Asia/Kolkata'"]);
const unit = ({ random }: Parts): string => random.pick(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute']);
const step = ({ random }: Parts): string =>
  `INTERVAL '${random.pick(['1 day', '36 hours', '1 month', '-2 months', '90 minutes', '1 month -3 days', '0.5 seconds'])}'`;

export const dates = (parts: Parts): string => {
  const { random, of } = parts;
  return random.pick([
    () => `(${of('date')} ${random.pick(['+', '-'])} ${random.below(60)})`,
    () => `CAST(${of(random.pick(['timestamp', 'timestamptz']))} AS DATE)`,
    () => `CAST(date_trunc('${unit(parts)}', ${of('date')}) AS DATE)`,
    () => `make_date(${1990 + random.below(20)}, ${1 + random.below(12)}, CAST(1 + abs(${of('int')}) % 28 AS INTEGER))`,
    () => `${random.pick(['GREATEST', 'LEAST'])}(${of('date')}, ${of('date')})`,
  ])();
};

export const times = (parts: Parts): string => {
  const { random, of } = parts;
  return random.pick([
    () => `(${of('time')} ${random.pick(['+', '-'])} ${step(parts)})`,
    () => `CAST(${of('timestamp')} AS TIME)`,
    () => `${random.pick(['GREATEST', 'LEAST'])}(${of('time')}, ${of('time')})`,
  ])();
};

export const timestamps = (parts: Parts): string => {
  const { random, of, leaf } = parts;
  return random.pick([
    () => `date_trunc('${unit(parts)}', ${of('timestamp')})`,
    () => `(${of('timestamp')} ${random.pick(['+', '-'])} ${step(parts)})`,
    () => `(${of('timestamp')} + ${leaf('interval')})`,
    () => `(${of('date')} + ${random.pick([step(parts), leaf('time')])})`,
    () => `CAST(${of(random.pick(['date', 'timestamptz']))} AS TIMESTAMP)`,
    () => `(${of('timestamptz')} AT TIME ZONE ${zone(parts)})`,
  ])();
};

/** No intervals of columns: from a TIMESTAMPTZ DuckDB takes the days of a negative one before its months. */
export const timestampsWithZone = (parts: Parts): string => {
  const { random, of } = parts;
  return random.pick([
    () => `date_trunc('${unit(parts)}', ${of('timestamptz')})`,
    () => `(${of('timestamptz')} ${random.pick(['+', '-'])} ${step(parts)})`,
    () => `CAST(${of(random.pick(['date', 'timestamp']))} AS TIMESTAMPTZ)`,
    () => `(${of('timestamp')} AT TIME ZONE ${zone(parts)})`,
  ])();
};

/** No difference of two TIMESTAMPTZ: PostgreSQL counts the time between them, DuckDB days on the zone's calendar. */
export const intervals = ({ random, of, leaf }: Parts): string =>
  random.pick([
    () => `(${of('interval')} ${random.pick(['+', '-'])} ${leaf('interval')})`,
    () => `(${leaf('interval')} * (${leaf('int')} % 10))`,
    () => `(- ${of('interval')})`,
    () => `(${leaf('timestamp')} - ${leaf('timestamp')})`,
    () => `age(${leaf('timestamp')}, ${leaf('timestamp')})`,
  ])();
