import type { Parts } from '../scope.js';

export const texts = ({ random, of, leaf }: Parts): string =>
  random.pick([
    () => `(${of('text')} || ${leaf('text')})`,
    () => `${random.pick(['upper', 'lower', 'reverse', 'trim', 'md5'])}(${of('text')})`,
    () => `substring(${of('text')}, ${1 + random.below(4)}, ${random.below(6)})`,
    () => `substring(${of('text')} FROM ${1 + random.below(4)})`,
    () => `${random.pick(['left', 'right'])}(${of('text')}, ${random.below(9) - 3})`,
    () => `${random.pick(['lpad', 'rpad'])}(${of('text')}, ${random.below(9)}, 'xyé')`,
    () => `repeat(${of('text')}, ${random.below(3)})`,
    () => `replace(${of('text')}, '${random.pick(['a', 'ab', ' '])}', '${random.pick(['', 'zz', 'é'])}')`,
    () => `translate(${of('text')}, 'abé', '${random.pick(['', 'x', 'é1日'])}')`,
    () => `split_part(${of('text')}, '${random.pick([',', 'a', ' '])}', ${random.pick([1, 2, 3, -1])})`,
    () => `${random.pick(['ltrim', 'rtrim'])}(${of('text')}, 'a ')`,
    () => `concat(${of('text')}, ${leaf('int')}, ${leaf('text')})`,
    () => `concat_ws('-', ${of('text')}, ${leaf('date')}, ${leaf('text')})`,
    () => `CAST(${leaf(random.pick(['int', 'decimal', 'boolean', 'date', 'time', 'timestamp', 'uuid']))} AS VARCHAR)`,
    // NULL for an array of nothing but NULLs in DuckDB, empty in PostgreSQL.
    () => `COALESCE(array_to_string(${of(random.pick(['ints', 'texts']))}, '${random.pick([',', ''])}'), '')`,
    () => `(${of('texts')})[${1 + random.below(3)}]`,
    () => `${random.pick(['GREATEST', 'LEAST'])}(${of('text')}, ${of('text')})`,
  ])();

export const byteStrings = ({ random, of, leaf }: Parts): string =>
  random.pick([
    () => `(${of('bytea')} || ${leaf('bytea')})`,
    () => `${random.pick(['GREATEST', 'LEAST'])}(${of('bytea')}, ${of('bytea')})`,
  ])();

export const uuids = ({ random, of }: Parts): string => `${random.pick(['GREATEST', 'LEAST'])}(${of('uuid')}, ${of('uuid')})`;
