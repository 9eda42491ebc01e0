import { crypto } from '../../../data/crypto.js';
import { UUID } from '../../../data/types.js';
import { scalar } from '../../define.js';

/** gen_random_uuid. */
export const genRandomUuid = scalar({
  name: 'gen_random_uuid',
  args: [],
  returns: UUID,
  nulls: 'propagate',
  volatility: 'volatile',
  doc: 'A new random UUID (version 4).',
  examples: [['length(gen_random_uuid()::text)', '36']],
  evaluate: () => crypto().randomUUID(),
});
