import { utf8, type CsvWriter } from '../tables/csv-writer.js';
import { hashPair } from '../tables/hash.js';
import type { Random } from '../tables/random.js';
import { skewedIndex, weighted } from '../tables/weighted.js';
import { writeHit, type Hit } from './hit.js';
import { QUERIED_COUNTER, writePhrase, writeTitle, writeUrl, type Site } from './sites.js';
import { Text } from './text.js';
import { describeVisitor, newVisitor } from './visitors.js';

/** How a visit came to the site, with TraficSourceID's code. */
type Entry = 'search' | 'advertisement' | 'link' | 'direct' | 'social';
const ENTRIES = weighted<Entry>([
  ['search', 380],
  ['direct', 350],
  ['link', 220],
  ['advertisement', 18],
  ['social', 32],
]);
const ENTRY_CODES: Readonly<Record<Entry, number>> = { direct: 0, link: 1, search: 2, advertisement: 3, social: 6 };
const INTERNAL = -1;

const ENGINES = weighted([
  [{ id: 2, address: utf8('http://yandex.ru/yandsearch?text=') }, 84],
  [{ id: 3, address: utf8('http://www.google.ru/url?sa=t&q=') }, 10],
  [{ id: 13, address: utf8('http://go.mail.ru/search?q=') }, 6],
]);
const ADVERTISERS = weighted([
  [2, 60],
  [27, 14],
  [13, 8],
  [45, 6],
  [44, 5],
  [3, 4],
  [62, 2],
  [52, 1],
]);
const SOCIAL = utf8('http://vk.com/away.php?to=');

/** URLHash and RefererHash that queries look up: of the home page of the queried site, and of hits that come from there. */
const QUERIED_URL_HASH = { high: 2_868_770_270, low: 353_813_622 };
const QUERIED_REFERER_HASH = { high: 3_594_120_000, low: 172_545_465 };

/** Visitors who are robots or offices behind one address. */
const HEAVY_VISITORS = 60;

/** Writes visits one after the other: a visitor comes from somewhere and follows links within the site. */
export class Visits {
  private readonly visitorCount: number;
  private readonly phraseCount: number;
  private readonly hit: Hit = {
    serial: 0,
    visitor: newVisitor(),
    counterId: 0,
    date: utf8(''),
    secondOfDay: 0,
    url: new Text(),
    referer: new Text(),
    title: new Text(),
    searchPhrase: new Text(),
    isRefresh: 0,
    trafficSource: 0,
    searchEngine: 0,
    advertisingEngine: 0,
    windowWidth: 0,
    windowHeight: 0,
    urlHashHigh: 0,
    urlHashLow: 0,
    refererHashHigh: 0,
    refererHashLow: 0,
  };

  constructor(
    rows: number,
    private readonly random: Random,
  ) {
    this.visitorCount = Math.max(HEAVY_VISITORS, Math.floor(rows * 0.35));
    this.phraseCount = Math.max(20, Math.floor(rows * 0.25));
  }

  /** Writes the hits of one visit, at most `limit`, and returns how many. */
  write(out: CsvWriter, site: Site, date: Uint8Array, limit: number): number {
    const { hit, random } = this;
    const isHeavy = random.fraction() < 0.02;
    const visitor = isHeavy
      ? 1 + skewedIndex(random.fraction(), HEAVY_VISITORS, 2)
      : skewedIndex(random.fraction(), this.visitorCount, 1.5);
    describeVisitor(hit.visitor, visitor);
    hit.counterId = site.counterId;
    hit.date = date;
    hit.secondOfDay = random.below(86_400);
    this.openWindow();
    const count = Math.min(limit, 1 + Math.floor(-3.6 * Math.log(1 - random.fraction())));
    for (let i = 0; i < count; i++) {
      if (i > 0) hit.secondOfDay = Math.min(86_399, hit.secondOfDay + random.below(i % 8 === 7 ? 900 : 90));
      hit.isRefresh = i > 0 && random.fraction() < 0.1 ? 1 : 0;
      if (hit.isRefresh === 0) {
        if (i === 0) this.enter();
        else this.follow();
        this.choosePage(site);
      }
      hit.serial++;
      writeHit(out, hit);
    }
    return count;
  }

  /** Half of the windows are maximised. */
  private openWindow(): void {
    const { hit, random } = this;
    const { resolutionWidth: width, resolutionHeight: height } = hit.visitor;
    const isMaximised = random.fraction() < 0.5 || width < 800;
    hit.windowWidth = Math.max(0, isMaximised ? width - [0, 17, 21, 16][random.below(4)] : 500 + random.below(width - 500));
    hit.windowHeight = Math.max(0, height - 90 - random.below(isMaximised ? 120 : 400));
  }

  private enter(): void {
    const { hit, random } = this;
    const entry = ENTRIES(random.fraction());
    hit.trafficSource = ENTRY_CODES[entry];
    hit.searchEngine = 0;
    hit.advertisingEngine = entry === 'advertisement' ? ADVERTISERS(random.fraction()) : 0;
    hit.searchPhrase.clear();
    hit.referer.clear();
    if (entry === 'search') {
      const engine = ENGINES(random.fraction());
      hit.searchEngine = engine.id;
      writePhrase(hit.searchPhrase, skewedIndex(random.fraction(), this.phraseCount, 2));
      hit.referer.add(engine.address).add(hit.searchPhrase.bytes, hit.searchPhrase.length);
    } else if (entry === 'social') {
      hit.referer.add(SOCIAL).addInteger(random.below(5000));
    } else if (entry !== 'direct') {
      const from = { ...LINKING_SITE, counterId: 1 + random.below(400) };
      writeUrl(hit.referer, from, skewedIndex(random.fraction(), 5000, 3));
    }
    const hash = hit.referer.hash();
    hit.refererHashHigh = hit.referer.length === 0 ? 0 : highOf(hash);
    hit.refererHashLow = hit.referer.length === 0 ? 0 : lowOf(hash);
  }

  /** The page before is the referer now. */
  private follow(): void {
    const { hit } = this;
    hit.trafficSource = INTERNAL;
    hit.searchEngine = 0;
    hit.advertisingEngine = 0;
    hit.searchPhrase.clear();
    hit.referer.set(hit.url);
    const isQueried = hit.urlHashHigh === QUERIED_URL_HASH.high;
    hit.refererHashHigh = isQueried ? QUERIED_REFERER_HASH.high : hit.urlHashHigh;
    hit.refererHashLow = isQueried ? QUERIED_REFERER_HASH.low : hit.urlHashLow;
  }

  private choosePage(site: Site): void {
    const { hit, random } = this;
    const page = random.fraction() < site.homeShare ? 0 : skewedIndex(random.fraction(), site.pageCount, 3);
    writeUrl(hit.url, site, page);
    writeTitle(hit.title, site, page);
    const isQueried = page === 0 && site.counterId === QUERIED_COUNTER;
    const hash = hit.url.hash();
    hit.urlHashHigh = isQueried ? QUERIED_URL_HASH.high : highOf(hash);
    hit.urlHashLow = isQueried ? QUERIED_URL_HASH.low : lowOf(hash);
  }
}

/** Sites that are not counted themselves, only link to those that are. */
const LINKING_SITE: Site = { counterId: 0, share: 0, home: utf8('http://otzovik.example/'), pageCount: 0, homeShare: 0 };

const highOf = (hash: number): number => Math.floor((hash / 0x100000000) * 9.2e9);
const lowOf = (hash: number): number => hashPair(hash, 1) % 1_000_000_000;
