import polars from 'nodejs-polars';
import type { Frame } from '../harness/polars-frames.js';
import { builtOnce, date, group, int16, int32, isLiteral } from '../harness/polars-lazy.js';

const { col, len, lit, when } = polars;

const count = len().alias('c');
const users = col('UserID').nUnique().alias('u');
const isSet = (name: string) => col(name).neq(lit(''));
const isZero = (name: string) => col(name).eq(int16(0));
const contains = (name: string, text: string) => col(name).str.contains(text, isLiteral);

/** What the last seven queries share: the views of one counter in some days. */
const viewsIn = (first: string, last: string) =>
  col('CounterID')
    .eq(int32(62))
    .and(col('EventDate').gtEq(date(first)))
    .and(col('EventDate').ltEq(date(last)))
    .and(isZero('IsRefresh'));
const viewsInJuly = viewsIn('2013-07-01', '2013-07-31');

/**
 * The ClickBench queries in Polars' own API: its SQL cannot run ten of them, answers one wrongly (HAVING COUNT(*)), makes a regular expression of LIKE and
 * sorts all columns where few are asked for.
 */
export const clickbenchFrames: Readonly<Record<string, Frame>> = builtOnce({
  clickbench_q00: ({ hits }) => hits.select(count),
  clickbench_q01: ({ hits }) => hits.filter(isZero('AdvEngineID').not()).select(count),
  clickbench_q02: ({ hits }) => hits.select(col('AdvEngineID').sum(), count, col('ResolutionWidth').mean()),
  clickbench_q03: ({ hits }) => hits.select(col('UserID').mean()),
  clickbench_q04: ({ hits }) => hits.select(users),
  clickbench_q05: ({ hits }) => hits.select(col('SearchPhrase').nUnique()),
  clickbench_q06: ({ hits }) => hits.select(col('EventDate').min().alias('first'), col('EventDate').max().alias('last')),
  clickbench_q07: ({ hits }) =>
    group(hits.filter(isZero('AdvEngineID').not()), 'AdvEngineID')
      .agg(count)
      .sort('c', true),
  clickbench_q08: ({ hits }) => group(hits, 'RegionID').agg(users).sort('u', true).limit(10),
  clickbench_q09: ({ hits }) =>
    group(hits, 'RegionID').agg(col('AdvEngineID').sum(), count, col('ResolutionWidth').mean(), users).sort('c', true).limit(10),
  clickbench_q10: ({ hits }) =>
    group(hits.filter(isSet('MobilePhoneModel')), 'MobilePhoneModel')
      .agg(users)
      .sort('u', true)
      .limit(10),
  clickbench_q11: ({ hits }) =>
    group(hits.filter(isSet('MobilePhoneModel')), 'MobilePhone', 'MobilePhoneModel')
      .agg(users)
      .sort('u', true)
      .limit(10),
  clickbench_q12: ({ hits }) =>
    group(hits.filter(isSet('SearchPhrase')), 'SearchPhrase')
      .agg(count)
      .sort('c', true)
      .limit(10),
  clickbench_q13: ({ hits }) =>
    group(hits.filter(isSet('SearchPhrase')), 'SearchPhrase')
      .agg(users)
      .sort('u', true)
      .limit(10),
  clickbench_q14: ({ hits }) =>
    group(hits.filter(isSet('SearchPhrase')), 'SearchEngineID', 'SearchPhrase')
      .agg(count)
      .sort('c', true)
      .limit(10),
  clickbench_q15: ({ hits }) => group(hits, 'UserID').agg(count).sort('c', true).limit(10),
  clickbench_q16: ({ hits }) => group(hits, 'UserID', 'SearchPhrase').agg(count).sort('c', true).limit(10),
  clickbench_q17: ({ hits }) => group(hits, 'UserID', 'SearchPhrase').agg(count).limit(10),
  clickbench_q18: ({ hits }) =>
    group(hits, 'UserID', col('EventTime').date.minute().alias('m'), 'SearchPhrase').agg(count).sort('c', true).limit(10),
  // The only literal that holds all digits is a bigint, which is unsigned.
  clickbench_q19: ({ hits }) => hits.filter(col('UserID').eq(lit(435090932899640449n).cast(polars.Int64))).select('UserID'),
  clickbench_q20: ({ hits }) => hits.filter(contains('URL', 'google')).select(count),
  clickbench_q21: ({ hits }) =>
    group(hits.filter(contains('URL', 'google').and(isSet('SearchPhrase'))), 'SearchPhrase')
      .agg(col('URL').min(), count)
      .sort('c', true)
      .limit(10),
  clickbench_q22: ({ hits }) =>
    group(hits.filter(contains('Title', 'Google').and(contains('URL', '.google.').not()).and(isSet('SearchPhrase'))), 'SearchPhrase')
      .agg(col('URL').min(), col('Title').min(), count, users)
      .sort('c', true)
      .limit(10),
  clickbench_q23: ({ hits }) => hits.filter(contains('URL', 'google')).sort('EventTime').limit(10),
  clickbench_q24: ({ hits }) => hits.filter(isSet('SearchPhrase')).sort('EventTime').limit(10).select('SearchPhrase'),
  clickbench_q25: ({ hits }) => hits.filter(isSet('SearchPhrase')).select('SearchPhrase').sort('SearchPhrase').limit(10),
  clickbench_q26: ({ hits }) => hits.filter(isSet('SearchPhrase')).sort(['EventTime', 'SearchPhrase']).limit(10).select('SearchPhrase'),
  clickbench_q27: ({ hits }) =>
    group(hits.filter(isSet('URL')).select('CounterID', col('URL').str.lengths().alias('l')), 'CounterID')
      .agg(col('l').mean(), count)
      .filter(col('c').gt(100_000))
      .sort('l', true)
      .limit(25),
  // The host is extracted, which is twice as fast as to replace all by it; the rest of the pattern holds for every text without line ends.
  clickbench_q28: ({ hits }) =>
    group(
      hits
        .filter(isSet('Referer'))
        .select(
          col('Referer').str.extract('^https?://(?:www\\.)?([^/]+)/', 1).fillNull(col('Referer')).alias('k'),
          col('Referer').str.lengths().alias('l'),
          'Referer',
        ),
      'k',
    )
      .agg(col('l').mean(), count, col('Referer').min())
      .filter(col('c').gt(100_000))
      .sort('l', true)
      .limit(25),
  clickbench_q29: ({ hits }) =>
    hits.select(...Array.from({ length: 90 }, (_, i) => col('ResolutionWidth').plus(int32(i)).sum().alias(`sum${i}`))),
  clickbench_q30: ({ hits }) =>
    group(hits.filter(isSet('SearchPhrase')), 'SearchEngineID', 'ClientIP')
      .agg(count, col('IsRefresh').sum(), col('ResolutionWidth').mean())
      .sort('c', true)
      .limit(10),
  clickbench_q31: ({ hits }) =>
    group(hits.filter(isSet('SearchPhrase')), 'WatchID', 'ClientIP')
      .agg(count, col('IsRefresh').sum(), col('ResolutionWidth').mean())
      .sort('c', true)
      .limit(10),
  clickbench_q32: ({ hits }) =>
    group(hits, 'WatchID', 'ClientIP').agg(count, col('IsRefresh').sum(), col('ResolutionWidth').mean()).sort('c', true).limit(10),
  clickbench_q33: ({ hits }) => group(hits, 'URL').agg(count).sort('c', true).limit(10),
  // A constant is no key, and three of the next query's four keys depend on the first.
  clickbench_q34: ({ hits }) => group(hits, 'URL').agg(count).sort('c', true).limit(10).select(lit(1).alias('one'), 'URL', 'c'),
  clickbench_q35: ({ hits }) =>
    group(hits, 'ClientIP')
      .agg(count)
      .sort('c', true)
      .limit(10)
      .select('ClientIP', ...[1, 2, 3].map((n) => col('ClientIP').minus(int32(n)).alias(`minus${n}`)), 'c'),
  clickbench_q36: ({ hits }) =>
    group(hits.filter(viewsInJuly.and(isZero('DontCountHits')).and(isSet('URL'))), 'URL')
      .agg(count)
      .sort('c', true)
      .limit(10),
  clickbench_q37: ({ hits }) =>
    group(hits.filter(viewsInJuly.and(isZero('DontCountHits')).and(isSet('Title'))), 'Title')
      .agg(count)
      .sort('c', true)
      .limit(10),
  clickbench_q38: ({ hits }) =>
    group(hits.filter(viewsInJuly.and(isZero('IsLink').not()).and(isZero('IsDownload'))), 'URL')
      .agg(count)
      .sort('c', true)
      .slice(1000, 10),
  clickbench_q39: ({ hits }) =>
    group(
      hits.filter(viewsInJuly),
      'TraficSourceID',
      'SearchEngineID',
      'AdvEngineID',
      when(isZero('SearchEngineID').and(isZero('AdvEngineID')))
        .then(col('Referer'))
        .otherwise(lit(''))
        .alias('Src'),
      'URL',
    )
      .agg(count)
      .sort('c', true)
      .slice(1000, 10),
  clickbench_q40: ({ hits }) =>
    group(
      hits.filter(
        viewsInJuly
          .and(
            col('TraficSourceID')
              .eq(int16(-1))
              .or(col('TraficSourceID').eq(int16(6))),
          )
          .and(col('RefererHash').eq(lit(3594120000172545465n).cast(polars.Int64))),
      ),
      'URLHash',
      'EventDate',
    )
      .agg(count)
      .sort('c', true)
      .slice(100, 10),
  clickbench_q41: ({ hits }) =>
    group(
      hits.filter(viewsInJuly.and(isZero('DontCountHits')).and(col('URLHash').eq(lit(2868770270353813622n).cast(polars.Int64)))),
      'WindowClientWidth',
      'WindowClientHeight',
    )
      .agg(count)
      .sort('c', true)
      .slice(10_000, 10),
  clickbench_q42: ({ hits }) =>
    group(hits.filter(viewsIn('2013-07-14', '2013-07-15').and(isZero('DontCountHits'))), col('EventTime').date.truncate('1m').alias('M'))
      .agg(count)
      .sort('M')
      .slice(1000, 10),
});
