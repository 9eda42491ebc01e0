import type { Parts } from '../scope.js';

/** Divisors are NULL where they would be zero. */
export const integers = ({ random, of, leaf }: Parts): string =>
  random.pick([
    () => `(${of('int')} ${random.pick(['+', '-', '&', '|'])} ${of('int')})`,
    () => `(${leaf('int')} * ${leaf('int')})`,
    () => `(${of('int')} ${random.pick(['%', '/'])} NULLIF(${leaf('int')}, 0))`,
    () => `abs(${of('int')})`,
    () => `(- ${of('int')})`,
    () => `gcd(CAST(${leaf('int')} AS BIGINT), ${leaf('int')})`,
    () => `${random.pick(['length', 'octet_length', 'ascii'])}(${of('text')})`,
    () => `strpos(${of('text')}, ${leaf('text')})`,
    () => `octet_length(${of('bytea')})`,
    () => `CAST(${leaf('decimal')} AS INTEGER)`,
    () => `CAST(${of('boolean')} AS INTEGER)`,
    () =>
      `CAST(extract(${random.pick(['year', 'quarter', 'month', 'week', 'day', 'dow', 'isodow', 'doy'])} FROM ${of('date')}) AS INTEGER)`,
    () => `CAST(extract(${random.pick(['hour', 'minute'])} FROM ${of(random.pick(['time', 'timestamp', 'timestamptz']))}) AS INTEGER)`,
    () => `(${of('date')} - ${leaf('date')})`,
    () => `${random.pick(['GREATEST', 'LEAST'])}(${of('int')}, ${of('int')})`,
    () => `array_position(${of('ints')}, CAST(${leaf('int')} % 1000 AS INTEGER))`,
    () => `(${of('ints')})[${1 + random.below(3)}]`,
    // array_length of an empty array is NULL in PostgreSQL and 0 in DuckDB.
    () => `COALESCE(array_length(${of(random.pick(['ints', 'texts']))}, 1), 0)`,
  ])();

/** Beside a DECIMAL(38,0) DuckDB would round the decimals of a DECIMAL(38,6) away. */
export const wide = ({ random, of, leaf }: Parts): string =>
  random.pick([
    () => `CAST(${of(random.pick(['int', 'decimal']))} AS DECIMAL(38,6))`,
    () => `abs(CAST(${leaf('wide')} AS DECIMAL(38,6)))`,
    () => `(- CAST(${leaf('wide')} AS DECIMAL(38,6)))`,
    () => `(CAST(${leaf('wide')} AS DECIMAL(38,6)) ${random.pick(['+', '-'])} ${leaf('int')})`,
    () => `${random.pick(['GREATEST', 'LEAST'])}(${of('wide')}, ${of('wide')})`,
    () => `CAST(${random.pick(['floor', 'ceil', 'round', 'trunc'])}(CAST(${leaf('wide')} AS DECIMAL(38,6))) AS DECIMAL(38,6))`,
  ])();

export const decimals = ({ random, of, leaf }: Parts): string =>
  random.pick([
    () => `(${leaf('decimal')} ${random.pick(['+', '-'])} ${leaf('decimal')})`,
    () => `(${leaf('decimal')} ${random.pick(['+', '-', '*'])} ${leaf('int')})`,
    () => `(${leaf('decimal')} % NULLIF(${leaf('decimal')}, 0))`,
    () => `CAST(${leaf('int')} AS DECIMAL(12,2))`,
    () => `CAST(${leaf('decimal')} AS DECIMAL(${random.pick(['9,1', '12,0', '20,6', '30,3'])}))`,
    () => `${random.pick(['abs', 'floor', 'ceil', 'round', 'trunc'])}(${of('decimal')})`,
    () => `round(${leaf('decimal')}, ${random.below(4)})`,
    () => `(- ${of('decimal')})`,
    () => `${random.pick(['GREATEST', 'LEAST'])}(${of('decimal')}, ${of('decimal')})`,
  ])();

export const reals = ({ random, of, leaf }: Parts): string =>
  random.pick([
    () => `(${of('real')} ${random.pick(['+', '-', '*'])} ${leaf('real')})`,
    () => `(${of('real')} / NULLIF(${leaf('real')}, 0))`,
    () => `CAST(${leaf(random.pick(['int', 'decimal', 'double']))} AS REAL)`,
    () => `abs(${of('real')})`,
    () => `(- ${of('real')})`,
    () => `${random.pick(['GREATEST', 'LEAST'])}(${of('real')}, ${of('real')})`,
  ])();

export const doubles = ({ random, of, leaf }: Parts): string =>
  random.pick([
    () => `(${of('double')} ${random.pick(['+', '-', '*'])} ${leaf('double')})`,
    () => `(${of('double')} / NULLIF(${leaf('double')}, 0))`,
    () => `(${leaf('double')} ${random.pick(['+', '*'])} ${leaf(random.pick(['real', 'int', 'decimal']))})`,
    () => `CAST(${of(random.pick(['int', 'decimal', 'real']))} AS DOUBLE PRECISION)`,
    () => `${random.pick(['floor', 'ceil', 'trunc', 'abs'])}(${of('double')})`,
    () => `sqrt(abs(${of('double')}))`,
    () => `(- ${of('double')})`,
    () => `${random.pick(['GREATEST', 'LEAST'])}(${of('double')}, ${of('double')})`,
    () => `extract(epoch FROM ${leaf(random.pick(['timestamp', 'timestamptz', 'interval']))})`,
  ])();
