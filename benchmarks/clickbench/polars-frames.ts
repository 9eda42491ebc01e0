import polars, { type LazyDataFrame } from 'nodejs-polars';
import type { Frame } from '../harness/polars-frames.js';
import { date, group, isLiteral } from '../harness/polars-lazy.js';

const { col, len, lit, when } = polars;

const hasPhrase = col('SearchPhrase').neq(lit(''));

const FORMS: Readonly<Record<string, (hits: LazyDataFrame) => LazyDataFrame>> = {
  clickbench_q06: (hits) => hits.select(col('EventDate').min().alias('first'), col('EventDate').max().alias('last')),

  clickbench_q07: (hits) =>
    group(hits.filter(col('AdvEngineID').neq(0)), 'AdvEngineID')
      .agg(len().alias('c'))
      .sort('c', true),

  clickbench_q15: (hits) => group(hits, 'UserID').agg(len().alias('c')).sort('c', true).limit(10),

  clickbench_q16: (hits) => group(hits, 'UserID', 'SearchPhrase').agg(len().alias('c')).sort('c', true).limit(10),

  clickbench_q18: (hits) =>
    group(hits, 'UserID', col('EventTime').date.minute().alias('m'), 'SearchPhrase').agg(len().alias('c')).sort('c', true).limit(10),

  clickbench_q20: (hits) => hits.filter(col('URL').str.contains('google', isLiteral)).select(len()),

  clickbench_q21: (hits) =>
    group(hits.filter(col('URL').str.contains('google', isLiteral).and(hasPhrase)), 'SearchPhrase')
      .agg(col('URL').min(), len().alias('c'))
      .sort('c', true)
      .limit(10),

  clickbench_q22: (hits) =>
    group(
      hits.filter(col('Title').str.contains('Google', isLiteral).and(col('URL').str.contains('.google.', isLiteral).not()).and(hasPhrase)),
      'SearchPhrase',
    )
      .agg(col('URL').min(), col('Title').min(), len().alias('c'), col('UserID').nUnique())
      .sort('c', true)
      .limit(10),

  clickbench_q23: (hits) => hits.filter(col('URL').str.contains('google', isLiteral)).sort('EventTime').limit(10),

  clickbench_q24: (hits) => hits.filter(hasPhrase).sort('EventTime').limit(10).select('SearchPhrase'),

  clickbench_q25: (hits) => hits.filter(hasPhrase).select('SearchPhrase').sort('SearchPhrase').limit(10),

  clickbench_q26: (hits) => hits.filter(hasPhrase).sort(['EventTime', 'SearchPhrase']).limit(10).select('SearchPhrase'),

  clickbench_q27: (hits) =>
    group(hits.filter(col('URL').neq(lit(''))).select('CounterID', col('URL').str.lengths().alias('l')), 'CounterID')
      .agg(col('l').mean(), len().alias('c'))
      .filter(col('c').gt(100_000))
      .sort('l', true)
      .limit(25),

  // The host is extracted, which is twice as fast as to replace all by it; the rest of the pattern holds for every text without line ends.
  clickbench_q28: (hits) =>
    group(
      hits
        .filter(col('Referer').neq(lit('')))
        .select(
          col('Referer').str.extract('^https?://(?:www\\.)?([^/]+)/', 1).fillNull(col('Referer')).alias('k'),
          col('Referer').str.lengths().alias('l'),
          'Referer',
        ),
      'k',
    )
      .agg(col('l').mean(), len().alias('c'), col('Referer').min())
      .filter(col('c').gt(100_000))
      .sort('l', true)
      .limit(25),

  clickbench_q29: (hits) =>
    hits.select(...Array.from({ length: 90 }, (_, i) => col('ResolutionWidth').plus(lit(i)).sum().alias(`sum${i}`))),

  // What depends on a key alone, here a constant, is no key.
  clickbench_q34: (hits) => group(hits, 'URL').agg(len().alias('c')).sort('c', true).limit(10).select(lit(1).alias('one'), 'URL', 'c'),

  // As before: three of the four keys depend on the first.
  clickbench_q35: (hits) =>
    group(hits, 'ClientIP')
      .agg(len().alias('c'))
      .sort('c', true)
      .limit(10)
      .select('ClientIP', ...[1, 2, 3].map((n) => col('ClientIP').minus(lit(n)).alias(`minus${n}`)), 'c'),

  clickbench_q39: (hits) => {
    const views = hits
      .filter(
        col('CounterID')
          .eq(62)
          .and(col('EventDate').gtEq(date('2013-07-01')))
          .and(col('EventDate').ltEq(date('2013-07-31')))
          .and(col('IsRefresh').eq(0)),
      )
      .select(
        'TraficSourceID',
        'SearchEngineID',
        'AdvEngineID',
        when(col('SearchEngineID').eq(0).and(col('AdvEngineID').eq(0)))
          .then(col('Referer'))
          .otherwise(lit(''))
          .alias('Src'),
        col('URL').alias('Dst'),
      );
    return group(views, 'TraficSourceID', 'SearchEngineID', 'AdvEngineID', 'Src', 'Dst')
      .agg(len().alias('PageViews'))
      .sort('PageViews', true)
      .slice(1000, 10);
  },

  clickbench_q42: (hits) =>
    group(
      hits.filter(
        col('CounterID')
          .eq(62)
          .and(col('EventDate').gtEq(date('2013-07-14')))
          .and(col('EventDate').ltEq(date('2013-07-15')))
          .and(col('IsRefresh').eq(0))
          .and(col('DontCountHits').eq(0)),
      ),
      col('EventTime').date.truncate('1m').alias('M'),
    )
      .agg(len().alias('PageViews'))
      .sort('M')
      .slice(1000, 10),
};

/** The ClickBench queries that Polars' SQL cannot run, or runs slower (LIKE becomes a regular expression there), in its own API. */
export const clickbenchFrames: Readonly<Record<string, Frame>> = Object.fromEntries(
  Object.entries(FORMS).map(([name, form]): [string, Frame] => [name, ({ hits }) => form(hits).collect()]),
);
