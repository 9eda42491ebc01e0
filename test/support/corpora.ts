import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The shared corpora beside the checkout: queries, data and answers. A user's clone has none, and tests that need them say so. */
export const corporaPath = fileURLToPath(new URL('../../../../shared/corpora/', import.meta.url));
export const hasCorpora = existsSync(corporaPath);

/** Marks the suite as skipped, loudly, where the corpora are absent. */
export function requireCorpora(this: Mocha.Context): void {
  if (hasCorpora) return;
  console.log(`      skipped: no corpora at ../shared/corpora`);
  this.skip();
}

/** Everything, not a sample: what continuous integration runs. */
export const runsAll = process.env.QUERN_TEST_ALL === '1';
