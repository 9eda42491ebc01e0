import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describePlans } from '../../../support/plan-runner.js';

const folder = fileURLToPath(new URL('../../../../../test/plans/', import.meta.url));

for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.plan'))
  .sort()) {
  describe(`test/plans/${file}`, () => describePlans(join(folder, file)));
}
