import { utf8 } from '../tables/csv-writer.js';
import { hashFraction, hashPair } from '../tables/hash.js';
import { skewedIndex, weighted } from '../tables/weighted.js';

/** What stays the same in all hits of a visitor. */
export interface Visitor {
  /** UserID is userHigh * 10^9 + userLow. */
  userHigh: number;
  userLow: number;
  clientIp: number;
  regionId: number;
  os: number;
  userAgent: number;
  userAgentMajor: number;
  resolutionWidth: number;
  resolutionHeight: number;
  mobilePhone: number;
  mobilePhoneModel: Uint8Array;
  flashMajor: number;
  age: number;
  sex: number;
}

const NOTHING = utf8('');

/** The visitor whom one of the queries looks up. */
const QUERIED_USER = { high: 435_090_932, low: 899_640_449 };

const DESKTOPS = weighted<readonly [number, number]>([
  [[1368, 768], 24],
  [[1280, 1024], 16],
  [[1920, 1080], 14],
  [[1024, 768], 10],
  [[1600, 900], 8],
  [[1440, 900], 7],
  [[1280, 800], 7],
  [[1680, 1050], 5],
  [[1638, 1024], 4],
  [[1152, 864], 2],
  [[2560, 1440], 1],
  [[0, 0], 2],
]);
const PHONES = weighted<readonly [number, number]>([
  [[320, 480], 4],
  [[768, 1024], 4],
  [[480, 800], 3],
  [[720, 1280], 2],
  [[240, 320], 1],
]);
const SYSTEMS = weighted([
  [44, 40],
  [2, 22],
  [42, 12],
  [104, 10],
  [7, 6],
  [1, 4],
  [105, 3],
  [0, 3],
]);
const AGENTS = weighted([
  [5, 26],
  [7, 22],
  [3, 16],
  [42, 12],
  [82, 9],
  [2, 6],
  [46, 5],
  [70, 4],
]);
const MAKERS = ['iPad', 'iPhone', 'GT-', 'Lumia ', 'HTC ', 'N', 'LG-P', 'ST', 'Nexus ', 'A'];
/** Codes and models of phones: the first two have most visitors. */
const MODELS = Array.from({ length: 166 }, (_, i) =>
  utf8(i < 2 ? MAKERS[i] : `${MAKERS[2 + (hashPair(i, 11) % (MAKERS.length - 2))]}${100 + (hashPair(i, 12) % 8900)}`),
);
const REGIONS = 9000;

/** Fills `visitor` with what the visitor of that number is. */
export function describeVisitor(visitor: Visitor, index: number): void {
  visitor.userHigh = index === 0 ? QUERIED_USER.high : Math.floor(hashFraction(index, 1) * 9.2e9);
  visitor.userLow = index === 0 ? QUERIED_USER.low : hashPair(index, 2) % 1_000_000_000;
  visitor.clientIp = hashPair(index, 3) | 0;
  const region = skewedIndex(hashFraction(index, 4), REGIONS, 4);
  visitor.regionId = region === 0 ? 229 : region === 1 ? 2 : 1 + (hashPair(region, 5) % 20_000);
  const isMobile = hashFraction(index, 6) < 0.06;
  [visitor.resolutionWidth, visitor.resolutionHeight] = (isMobile ? PHONES : DESKTOPS)(hashFraction(index, 7));
  visitor.os = isMobile ? 19 + (hashPair(index, 8) % 4) : SYSTEMS(hashFraction(index, 8));
  visitor.userAgent = AGENTS(hashFraction(index, 9));
  visitor.userAgentMajor = visitor.userAgent === 5 ? 8 + (hashPair(index, 10) % 3) : 10 + (hashPair(index, 10) % 20);
  const model = skewedIndex(hashFraction(index, 13), MODELS.length, 2.5);
  visitor.mobilePhone = isMobile ? 1 + (model % 90) : 0;
  visitor.mobilePhoneModel = isMobile && hashFraction(index, 14) < 0.95 ? MODELS[model] : NOTHING;
  visitor.flashMajor = isMobile ? 0 : hashFraction(index, 15) < 0.8 ? 15 : 7 + (hashPair(index, 15) % 8);
  visitor.age = [0, 16, 22, 31, 39, 50][hashPair(index, 16) % 6];
  visitor.sex = visitor.age === 0 ? 0 : 1 + (hashPair(index, 17) % 2);
}

export const newVisitor = (): Visitor => ({
  userHigh: 0,
  userLow: 0,
  clientIp: 0,
  regionId: 0,
  os: 0,
  userAgent: 0,
  userAgentMajor: 0,
  resolutionWidth: 0,
  resolutionHeight: 0,
  mobilePhone: 0,
  mobilePhoneModel: NOTHING,
  flashMajor: 0,
  age: 0,
  sex: 0,
});
