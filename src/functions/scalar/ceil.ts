import { toWhole } from '../rounding/to-whole.js';

/** The least whole number that is not below the argument. NULL for NULL. */
export const ceil = ['ceil', 'ceiling']
  .map((name) =>
    toWhole(name, 1, 'Nearest whole number that is not below the argument.', [
      [`${name}(1.2)`, '2'],
      [`${name}(-1.8)`, '-1'],
      [`${name}(NULL)`, 'NULL'],
    ]),
  )
  .flat();
