import { utf8, type CsvWriter } from '../tables/csv-writer.js';
import { hashFraction, hashPair } from '../tables/hash.js';
import type { Text } from './text.js';
import type { Visitor } from './visitors.js';

/** What one row adds to its visitor: where, when and how the page was seen. Reused from row to row. */
export interface Hit {
  /** A number of its own for every hit: the small change of the row comes from its hash. */
  serial: number;
  visitor: Visitor;
  counterId: number;
  date: Uint8Array;
  secondOfDay: number;
  readonly url: Text;
  readonly referer: Text;
  readonly title: Text;
  readonly searchPhrase: Text;
  isRefresh: number;
  trafficSource: number;
  searchEngine: number;
  advertisingEngine: number;
  windowWidth: number;
  windowHeight: number;
  /** The 64-bit URLHash and RefererHash as high * 10^9 + low. */
  urlHashHigh: number;
  urlHashLow: number;
  refererHashHigh: number;
  refererHashLow: number;
}

const NOTHING = utf8('');
const CHARSETS = [utf8('windows-1251;charset'), utf8('utf-8'), utf8('utf-8')];
const FLASH_MINOR = [utf8('700'), utf8('63'), utf8('16'), utf8('101')];
const AGENT_MINOR = ['0', '1', '15', '36', '12', '5', 'D', '1.'].map(utf8);
const HIT_COLORS = ['T', 'D', '5', 'E', 'g', 'F'].map(utf8);
const LANGUAGES = ['ru', 'ru', 'ru', 'en', 'uk', 'tr'].map(utf8);
const COUNTRIES = ['RU', 'RU', 'RU', 'US', 'UA', 'TR'].map(utf8);
const CAMPAIGNS = Array.from({ length: 60 }, (_, i) => utf8(`campaign_${hashPair(i, 1) % 900}`));
const MEDIA = ['cpc', 'email', 'banner', 'referral'].map(utf8);
const UTM_SOURCES = ['yandex', 'direct', 'newsletter', 'google', 'vk'].map(utf8);
const NETWORKS = ['vkontakte', 'facebook', 'twitter'].map(utf8);
const RUB = utf8('RUB');

/** Writes a hit as one row of `hits`, every column from the visitor, the hit or, where nothing depends on it, the hit's own hash. */
export function writeHit(out: CsvWriter, hit: Hit): void {
  const { serial, visitor, secondOfDay, date } = hit;
  const noise = hashPair(serial, 1);
  const rare = noise & 1023;
  const campaign = rare < 24 ? CAMPAIGNS[noise % CAMPAIGNS.length] : NOTHING;
  const clientSecond = (secondOfDay + (noise % 50)) % 86_400;

  out.bigint(Math.floor(hashFraction(serial, 2) * 9.2e9), hashPair(serial, 3) % 1_000_000_000); // WatchID
  out.integer(rare < 700 ? 1 : 0); // JavaEnable
  out.quoted(hit.title.bytes, 0, hit.title.length);
  out.integer(1); // GoodEvent
  out.timestamp(date, secondOfDay); // EventTime
  out.plain(date); // EventDate
  out.integer(hit.counterId);
  out.integer(visitor.clientIp);
  out.integer(visitor.regionId);
  out.bigint(visitor.userHigh, visitor.userLow);
  out.integer(hit.counterId % 50 === 0 ? 1 : 0); // CounterClass
  out.integer(visitor.os);
  out.integer(visitor.userAgent);
  out.quoted(hit.url.bytes, 0, hit.url.length);
  out.quoted(hit.referer.bytes, 0, hit.referer.length);
  out.integer(hit.isRefresh);
  out.integer(hit.referer.length === 0 ? 0 : hit.refererHashLow % 300); // RefererCategoryID
  out.integer(hit.referer.length === 0 ? 0 : hit.refererHashLow % 500); // RefererRegionID
  out.integer(hit.counterId % 400); // URLCategoryID
  out.integer(hit.counterId % 600); // URLRegionID
  out.integer(visitor.resolutionWidth);
  out.integer(visitor.resolutionHeight);
  out.integer(visitor.resolutionWidth === 0 ? 0 : [24, 24, 32, 37, 23][visitor.clientIp & 3]); // ResolutionDepth
  out.integer(visitor.flashMajor);
  out.integer(visitor.flashMajor === 0 ? 0 : visitor.flashMajor % 9); // FlashMinor
  out.quoted(visitor.flashMajor === 0 ? NOTHING : FLASH_MINOR[visitor.userLow & 3]); // FlashMinor2
  out.integer(0); // NetMajor
  out.integer(0); // NetMinor
  out.integer(visitor.userAgentMajor);
  out.quoted(AGENT_MINOR[visitor.userLow & 7]); // UserAgentMinor
  out.integer(rare < 1018 ? 1 : 0); // CookieEnable
  out.integer(rare < 1010 ? 1 : 0); // JavascriptEnable
  out.integer(visitor.mobilePhone === 0 ? 0 : 1); // IsMobile
  out.integer(visitor.mobilePhone);
  out.quoted(visitor.mobilePhoneModel);
  out.quoted(rare === 1 ? CAMPAIGNS[serial % CAMPAIGNS.length] : NOTHING); // Params
  out.integer(Math.floor((visitor.clientIp >>> 0) / 1100)); // IPNetworkID
  out.integer(hit.trafficSource);
  out.integer(hit.searchEngine);
  out.quoted(hit.searchPhrase.bytes, 0, hit.searchPhrase.length);
  out.integer(hit.advertisingEngine);
  out.integer(0); // IsArtifical
  out.integer(hit.windowWidth);
  out.integer(hit.windowHeight);
  out.integer([240, 240, 240, 180, 360, 300, 0, 420][visitor.regionId & 7]); // ClientTimeZone
  out.timestamp(date, clientSecond); // ClientEventTime
  out.integer(visitor.os === 44 ? 5 : 0); // SilverlightVersion1
  out.integer(visitor.os === 44 ? 1 : 0); // SilverlightVersion2
  out.integer(visitor.os === 44 ? 20_000 + (visitor.userLow % 900) : 0); // SilverlightVersion3
  out.integer(0); // SilverlightVersion4
  out.quoted(CHARSETS[hit.counterId % CHARSETS.length]);
  out.integer(291 + (hit.counterId % 5)); // CodeVersion
  out.integer(noise % 16 === 0 ? 1 : 0); // IsLink
  out.integer(rare === 2 ? 1 : 0); // IsDownload
  out.integer(hit.trafficSource === -1 ? 0 : 1); // IsNotBounce
  out.bigint(Math.floor(hashFraction(visitor.userLow, 4) * 9.2e9), visitor.userLow); // FUniqID
  if (rare < 300)
    out.quoted(hit.url.bytes, 0, hit.url.length); // OriginalURL
  else out.quoted(NOTHING);
  out.integer(hashPair(serial, 5) & 0x3fffffff); // HID
  out.integer(0); // IsOldCounter
  out.integer(rare === 3 ? 1 : 0); // IsEvent
  out.integer(rare === 4 ? 1 : 0); // IsParameter
  out.integer(rare >= 990 ? 1 : 0); // DontCountHits
  out.integer(hit.counterId % 30 === 0 ? 1 : 0); // WithHash
  out.plain(HIT_COLORS[noise % HIT_COLORS.length]);
  out.timestamp(date, clientSecond); // LocalEventTime
  out.integer(visitor.age);
  out.integer(visitor.sex);
  out.integer(visitor.age === 0 ? 0 : visitor.userLow & 3); // Income
  out.integer(visitor.age === 0 ? 0 : visitor.userLow % 20_000); // Interests
  out.integer(rare < 20 ? 1 + (rare & 3) : 0); // Robotness
  out.integer(hashPair(visitor.clientIp, 6) | 0); // RemoteIP
  out.integer(noise % 5 === 0 ? (hashPair(serial, 7) & 0xffff) + 1 : -1); // WindowName
  out.integer(rare < 100 ? noise & 0xffff : -1); // OpenerName
  out.integer(noise % 17 === 0 ? -1 : noise % 23); // HistoryLength
  out.plain(LANGUAGES[visitor.regionId % LANGUAGES.length]);
  out.plain(COUNTRIES[visitor.regionId % COUNTRIES.length]);
  out.quoted(rare === 5 ? NETWORKS[serial % NETWORKS.length] : NOTHING); // SocialNetwork
  out.quoted(NOTHING); // SocialAction
  out.integer(rare === 6 ? 404 : 0); // HTTPError
  out.integer(rare < 250 ? noise % 900 : 0); // SendTiming
  out.integer(rare < 250 ? noise % 70 : 0); // DNSTiming
  out.integer(rare < 250 ? noise % 130 : 0); // ConnectTiming
  out.integer(rare < 250 ? noise % 700 : 0); // ResponseStartTiming
  out.integer(rare < 250 ? noise % 1900 : 0); // ResponseEndTiming
  out.integer(rare < 250 ? noise % 4100 : 0); // FetchTiming
  out.integer(rare === 5 ? 1 + (serial % 3) : 0); // SocialSourceNetworkID
  out.quoted(NOTHING); // SocialSourcePage
  out.bigint(0, rare === 7 ? noise % 1_000_000 : 0); // ParamPrice
  out.quoted(rare === 7 ? CAMPAIGNS[serial % CAMPAIGNS.length] : NOTHING); // ParamOrderID
  out.plain(RUB); // ParamCurrency
  out.integer(0); // ParamCurrencyID
  out.quoted(rare === 8 ? UTM_SOURCES[serial % UTM_SOURCES.length] : NOTHING); // OpenstatServiceName
  out.quoted(rare === 8 ? CAMPAIGNS[serial % CAMPAIGNS.length] : NOTHING); // OpenstatCampaignID
  out.quoted(NOTHING); // OpenstatAdID
  out.quoted(NOTHING); // OpenstatSourceID
  out.quoted(campaign.length > 0 ? UTM_SOURCES[serial % UTM_SOURCES.length] : NOTHING); // UTMSource
  out.quoted(campaign.length > 0 ? MEDIA[serial % MEDIA.length] : NOTHING); // UTMMedium
  out.quoted(campaign); // UTMCampaign
  out.quoted(NOTHING); // UTMContent
  out.quoted(NOTHING); // UTMTerm
  out.quoted(rare === 9 ? CAMPAIGNS[noise % CAMPAIGNS.length] : NOTHING); // FromTag
  out.integer(campaign.length > 0 && serial % UTM_SOURCES.length === 3 ? 1 : 0); // HasGCLID
  out.bigint(hit.refererHashHigh, hit.refererHashLow);
  out.bigint(hit.urlHashHigh, hit.urlHashLow);
  out.integer(hit.searchEngine === 0 ? 0 : hit.counterId % 9000); // CLID
  out.endRow();
}
