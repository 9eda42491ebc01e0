import { Distribution, evenly } from './distribution.js';

/** All pairs, the second word changing fastest. */
const pairs = (first: readonly string[], second: readonly string[]) => first.flatMap((one) => second.map((two) => `${one} ${two}`));

/** Value sets of the TPC-H specification, section 4.2.2.13. Their order is part of the data. */
export const CONTAINERS = evenly(
  ...pairs(['SM', 'LG', 'MED', 'JUMBO', 'WRAP'], ['CASE', 'BOX', 'BAG', 'JAR', 'PACK', 'PKG', 'CAN', 'DRUM']),
);
export const TYPES = evenly(
  ...pairs(
    pairs(['STANDARD', 'SMALL', 'MEDIUM', 'LARGE', 'ECONOMY', 'PROMO'], ['ANODIZED', 'BURNISHED', 'PLATED', 'POLISHED', 'BRUSHED']),
    ['TIN', 'NICKEL', 'BRASS', 'STEEL', 'COPPER'],
  ),
);
export const SEGMENTS = evenly('AUTOMOBILE', 'BUILDING', 'FURNITURE', 'HOUSEHOLD', 'MACHINERY');
export const PRIORITIES = evenly('1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW');
export const INSTRUCTIONS = evenly('DELIVER IN PERSON', 'COLLECT COD', 'TAKE BACK RETURN', 'NONE');
export const SHIP_MODES = evenly('REG AIR', 'AIR', 'RAIL', 'TRUCK', 'MAIL', 'FOB', 'SHIP');
export const RETURN_FLAGS = evenly('R', 'A');

export const REGIONS = ['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'];

/** Nations in the order of their keys, with the key of their region. */
export const NATIONS: readonly (readonly [name: string, region: number])[] = [
  ['ALGERIA', 0],
  ['ARGENTINA', 1],
  ['BRAZIL', 1],
  ['CANADA', 1],
  ['EGYPT', 4],
  ['ETHIOPIA', 0],
  ['FRANCE', 3],
  ['GERMANY', 3],
  ['INDIA', 2],
  ['INDONESIA', 2],
  ['IRAN', 4],
  ['IRAQ', 4],
  ['JAPAN', 2],
  ['JORDAN', 4],
  ['KENYA', 0],
  ['MOROCCO', 0],
  ['MOZAMBIQUE', 0],
  ['PERU', 1],
  ['CHINA', 2],
  ['ROMANIA', 3],
  ['SAUDI ARABIA', 4],
  ['VIETNAM', 2],
  ['RUSSIA', 3],
  ['UNITED KINGDOM', 3],
  ['UNITED STATES', 1],
];

const COLOR_NAMES = `almond antique aquamarine azure beige bisque black blanched blue blush brown burlywood burnished chartreuse chiffon
  chocolate coral cornflower cornsilk cream cyan dark deep dim dodger drab firebrick floral forest frosted gainsboro ghost goldenrod green
  grey honeydew hot indian ivory khaki lace lavender lawn lemon light lime linen magenta maroon medium metallic midnight mint misty moccasin
  navajo navy olive orange orchid pale papaya peach peru pink plum powder puff purple red rose rosy royal saddle salmon sandy seashell sienna
  sky slate smoke snow spring steel tan thistle tomato turquoise violet wheat white yellow`;
export const COLORS: readonly string[] = COLOR_NAMES.split(/\s+/);

/** The words of comments. */
export const NOUNS = new Distribution({
  packages: 40,
  requests: 40,
  accounts: 40,
  deposits: 40,
  foxes: 20,
  ideas: 20,
  theodolites: 20,
  'pinto beans': 20,
  instructions: 20,
  dependencies: 10,
  excuses: 10,
  platelets: 10,
  asymptotes: 10,
  courts: 5,
  dolphins: 5,
  ...rare('multipliers sauternes warthogs frets dinos attainments somas Tiresias patterns forges braids frays warhorses dugouts notornis'),
  ...rare('epitaphs pearls tithes waters orbits gifts sheaves depths sentiments decoys realms pains grouches escapades'),
  'hockey players': 1,
});

export const VERBS = new Distribution({
  sleep: 20,
  wake: 20,
  are: 20,
  cajole: 20,
  haggle: 20,
  nag: 10,
  use: 10,
  boost: 10,
  affix: 5,
  detect: 5,
  integrate: 5,
  ...rare(
    'maintain nod was lose sublate solve thrash promise engage hinder print x-ray breach eat grow impress mold poach serve run dazzle',
  ),
  ...rare('snooze doze unwind kindle play hang believe doubt'),
});

export const ADJECTIVES = new Distribution({
  special: 20,
  pending: 20,
  unusual: 20,
  express: 20,
  ...rare(
    'furious sly careful blithe quick fluffy slow quiet ruthless thin close dogged daring brave stealthy permanent enticing idle busy',
  ),
  regular: 50,
  final: 40,
  ironic: 40,
  even: 30,
  bold: 20,
  silent: 10,
});

export const ADVERBS = new Distribution({
  ...rare('sometimes always never'),
  furiously: 50,
  slyly: 50,
  carefully: 50,
  blithely: 40,
  quickly: 30,
  fluffily: 20,
  ...rare(
    'slowly quietly ruthlessly thinly closely doggedly daringly bravely stealthily permanently enticingly idly busily regularly finally',
  ),
  ...rare('ironically evenly boldly silently'),
});

export const PREPOSITIONS = new Distribution({
  about: 50,
  above: 50,
  'according to': 50,
  across: 50,
  after: 50,
  against: 40,
  along: 40,
  'alongside of': 30,
  among: 30,
  around: 20,
  at: 10,
  ...rare('atop before behind beneath beside besides between beyond by despite during except for from'),
  'in place of': 1,
  inside: 1,
  'instead of': 1,
  // The misspelling is the specification's.
  ...rare('into near of on outside over past since through throughout to toward under until up upon whithout with within'),
});

export const AUXILIARIES = evenly(
  ...['do', 'may', 'might', 'shall', 'will', 'would', 'can', 'could', 'should', 'ought to', 'must', 'will have to', 'shall have to'],
  ...['could have to', 'should have to', 'must have to', 'need to', 'try to'],
);

export const TERMINATORS = new Distribution({ '.': 50, ';': 1, ':': 1, '?': 1, '!': 1, '--': 1 });

/** Sentences of noun phrases (N), verb phrases (V), prepositional phrases (P) and a terminator (T). */
export const SENTENCES = new Distribution({ 'N V T': 3, 'N V P T': 3, 'N V N T': 3, 'N P V N T': 1, 'N P V P T': 1 });
/** Noun phrases of nouns (N), adjectives (J) and adverbs (D). */
export const NOUN_PHRASES = new Distribution({ N: 10, 'J N': 20, 'J, J N': 10, 'D J N': 50 });
/** Verb phrases of verbs (V), auxiliaries (X) and adverbs (D). */
export const VERB_PHRASES = new Distribution({ V: 30, 'X V': 1, 'V D': 40, 'X V D': 1 });

function rare(words: string): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word) => [word, 1]));
}
