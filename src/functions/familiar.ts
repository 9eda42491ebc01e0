/** A function that other engines have and PostgreSQL does not: `call` means `means`, an expression over the parameters. */
export interface Familiar {
  readonly call: string;
  readonly means: string;
  /** A call and what it gives as text: documentation and test at once. */
  readonly example: readonly [sql: string, expected: string];
}

const familiar = (call: string, means: string, ...example: [sql: string, expected: string]): Familiar => ({ call, means, example });

/**
 * Every call that stands for an expression. Each parameter stands in it once, so that a volatile argument is computed once; max_by and min_by,
 * whose arguments are also asked whether they are NULL, are the exception. FILTER, DISTINCT, ORDER BY and OVER of the call belong to the expression's aggregate.
 */
export const FAMILIAR: readonly Familiar[] = [
  familiar('ifnull(a, b)', 'coalesce(a, b)', 'ifnull(NULL, 2)', '2'),
  familiar('nvl(a, b)', 'coalesce(a, b)', 'nvl(1, 2)', '1'),
  familiar('if(c, a, b)', 'CASE WHEN c THEN a ELSE b END', 'if(1 > 2, 3, 4)', '4'),
  familiar('iif(c, a, b)', 'CASE WHEN c THEN a ELSE b END', "iif(true, 'x', 'y')", 'x'),

  familiar('year(d)', 'extract(year FROM d)', "year(date '2024-02-03')", '2024'),
  familiar('quarter(d)', 'extract(quarter FROM d)', "quarter(date '2024-02-03')", '1'),
  familiar('month(d)', 'extract(month FROM d)', "month(date '2024-02-03')", '2'),
  familiar('week(d)', 'extract(week FROM d)', "week(date '2024-02-03')", '5'),
  familiar('day(d)', 'extract(day FROM d)', "day(date '2024-02-03')", '3'),
  familiar('hour(d)', 'extract(hour FROM d)', "hour(timestamp '2024-02-03 04:05')", '4'),
  familiar('minute(d)', 'extract(minute FROM d)', "minute(timestamp '2024-02-03 04:05')", '5'),
  familiar('second(d)', 'trunc(extract(second FROM d))::bigint', "second(time '04:05:06.9')", '6'),
  familiar('dayofweek(d)', 'extract(dow FROM d)', "dayofweek(date '2024-02-04')", '0'),
  familiar('dayofyear(d)', 'extract(doy FROM d)', "dayofyear(date '2024-02-03')", '34'),
  familiar('weekofyear(d)', 'extract(week FROM d)', "weekofyear(date '2024-02-03')", '5'),
  familiar('epoch(d)', 'extract(epoch FROM d)', "epoch(timestamp '1970-01-02')", '86400'),
  familiar('dayname(d)', "to_char(d, 'FMDay')", "dayname(date '2024-02-03')", 'Saturday'),
  familiar('monthname(d)', "to_char(d, 'FMMonth')", "monthname(date '2024-02-03')", 'February'),
  familiar(
    'last_day(d)',
    "(date_trunc('month', d::timestamp) + interval '1 month -1 day')::date",
    "last_day(date '2024-02-03')",
    '2024-02-29',
  ),
  familiar('today()', 'current_date', 'today() = current_date', 'true'),
  familiar('date(d)', 'd::date', "date(timestamp '2024-02-03 04:05')", '2024-02-03'),

  familiar('len(s)', 'length(s)', "len('abc')", '3'),
  familiar('ucase(s)', 'upper(s)', "ucase('abc')", 'ABC'),
  familiar('lcase(s)', 'lower(s)', "lcase('ABC')", 'abc'),
  familiar('instr(s, part)', 'strpos(s, part)', "instr('abc', 'c')", '3'),
  familiar('prefix(s, start)', 'starts_with(s, start)', "prefix('abc', 'ab')", 'true'),
  familiar('suffix(s, tail)', 'ends_with(s, tail)', "suffix('abc', 'bc')", 'true'),
  familiar('string_split(s, separator)', 'string_to_array(s, separator)', "string_split('a b', ' ')", '{a,b}'),
  familiar('str_split(s, separator)', 'string_to_array(s, separator)', "str_split('a b', ' ')", '{a,b}'),
  familiar('regexp_extract(s, pattern)', 'regexp_substr(s, pattern)', "regexp_extract('ab12', '[0-9]+')", '12'),
  familiar('regexp_extract(s, pattern, n)', "regexp_substr(s, pattern, 1, 1, '', n)", "regexp_extract('ab12', '(a)(b)', 2)", 'b'),
  familiar('regexp_full_match(s, pattern)', "s ~ ('^(?:' || pattern || ')$')", "regexp_full_match('ab12', 'ab')", 'false'),

  familiar('list_contains(list, x)', 'x = ANY (list)', 'list_contains([1, 2], 2)', 'true'),
  familiar('array_contains(list, x)', 'x = ANY (list)', 'array_contains([1, 2], 3)', 'false'),
  familiar('list_append(list, x)', 'array_append(list, x)', 'list_append([1], 2)', '{1,2}'),
  familiar('list_prepend(x, list)', 'array_prepend(x, list)', 'list_prepend(0, [1])', '{0,1}'),
  familiar('list_concat(a, b)', 'array_cat(a, b)', 'list_concat([1], [2])', '{1,2}'),
  familiar('list_position(list, x)', 'array_position(list, x)', 'list_position([5, 6], 6)', '2'),

  familiar('typeof(x)', 'pg_typeof(x)', 'typeof(1)', 'integer'),
  familiar('isnan(x)', "x = 'NaN'::double precision", "isnan('NaN'::real)", 'true'),
  familiar('isinf(x)', "abs(x) = 'Infinity'::double precision", "isinf('-Infinity'::real)", 'true'),
  familiar('uuid()', 'gen_random_uuid()', 'length(uuid()::text)', '36'),
  familiar('rand()', 'random()', 'rand() < 1', 'true'),

  familiar('list(x)', 'array_agg(x)', 'list(1)', '{1}'),
  familiar('mean(x)', 'avg(x)', 'mean(3)', '3'),
  familiar('arbitrary(x)', 'any_value(x)', 'arbitrary(1)', '1'),
  familiar('countif(c)', 'count_if(c)', 'countif(true)', '1'),
  familiar('stdev(x)', 'stddev(x)', 'stdev(1)', 'NULL'),
  familiar('quantile(x, fraction)', 'quantile_disc(x, fraction)', 'quantile(3, 0.5)', '3'),
  familiar('group_concat(x)', "string_agg(x::text, ',')", 'group_concat(1)', '1'),
  familiar('group_concat(x, separator)', 'string_agg(x::text, separator)', "group_concat('a', '-')", 'a'),
  familiar('listagg(x)', "string_agg(x::text, '')", 'listagg(1)', '1'),
  familiar('listagg(x, separator)', 'string_agg(x::text, separator)', "listagg('a', '-')", 'a'),
  familiar('max_by(x, key)', 'first(x ORDER BY key DESC) FILTER (WHERE x IS NOT NULL AND key IS NOT NULL)', "max_by('a', 1)", 'a'),
  familiar('arg_max(x, key)', 'first(x ORDER BY key DESC) FILTER (WHERE x IS NOT NULL AND key IS NOT NULL)', "arg_max('a', 1)", 'a'),
  familiar('min_by(x, key)', 'first(x ORDER BY key) FILTER (WHERE x IS NOT NULL AND key IS NOT NULL)', "min_by('a', 1)", 'a'),
  familiar('arg_min(x, key)', 'first(x ORDER BY key) FILTER (WHERE x IS NOT NULL AND key IS NOT NULL)', "arg_min('a', 1)", 'a'),

  familiar('json_agg(x)', "('[' || string_agg(coalesce(to_json(x)::text, 'null'), ', ') || ']')::json", 'json_agg(1)', '[1]'),
  familiar('jsonb_agg(x)', "('[' || string_agg(coalesce(to_json(x)::text, 'null'), ', ') || ']')::json", "jsonb_agg('a'::text)", '["a"]'),
  familiar('array_to_json(x)', 'to_json(x)', 'array_to_json([1, 2])', '[1,2]'),
  familiar('jsonb_array_length(j)', 'json_array_length(j)', "jsonb_array_length('[1, 2]')", '2'),
  familiar('jsonb_typeof(j)', 'json_typeof(j)', "jsonb_typeof('[]')", 'array'),
];

/** Formats of strftime and strptime, and the patterns of to_char and to_timestamp that they are. */
const PATTERNS: Readonly<Record<string, string>> = {
  Y: 'YYYY',
  y: 'YY',
  m: 'MM',
  d: 'DD',
  H: 'HH24',
  I: 'HH12',
  M: 'MI',
  S: 'SS',
  f: 'US',
  p: 'AM',
  j: 'DDD',
  a: 'Dy',
  A: 'FMDay',
  b: 'Mon',
  B: 'FMMonth',
  F: 'YYYY-MM-DD',
  T: 'HH24:MI:SS',
  '%': '"%"',
};

/** Those that `%-` writes without leading zeros. */
const UNPADDED = 'mdHIMSj';

/** `%d.%m.%Y` as `DD"."MM"."YYYY`; undefined when it has a letter without a pattern. */
export function strftimePattern(format: string): string | undefined {
  let pattern = '';
  for (const [part, letter] of format.matchAll(/%-?(.)|[^%]+|%$/gs)) {
    if (part === '%') return undefined;
    if (letter === undefined) pattern += `"${part.replace(/["\\]/g, '\\$&')}"`;
    else if (Object.hasOwn(PATTERNS, letter) && (part.length === 2 || UNPADDED.includes(letter)))
      pattern += `${part.length === 2 ? '' : 'FM'}${PATTERNS[letter]}`;
    else return undefined;
  }
  return pattern;
}
