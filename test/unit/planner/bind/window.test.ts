import { itBindsTo, type PlanCase } from '../../../support/bind.js';

/** [sql, outputs as name:id, plan]. */
const CASES: readonly PlanCase[] = [
  [
    `SELECT sum(b) OVER (ORDER BY a ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM t`,
    'sum:5',
    `
Project [sum:5]
└─ Window [sum:5 = sum(t.b:2) rows 1 preceding to current row exclude ties] over (order by t.a:1)
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT sum(b) OVER (ORDER BY d RANGE BETWEEN 1 PRECEDING AND 0.5 FOLLOWING) FROM t`,
    'sum:5',
    `
Project [sum:5]
└─ Window [sum:5 = sum(t.b:2) range 1.00 preceding to 0.50 following] over (order by t.d:4)
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  // Windows over groups.
  [
    `SELECT a, sum(sum(b)) OVER (ORDER BY a), count(*) FROM t GROUP BY a`,
    'a:1 sum:6 count:7',
    `
Project [t.a:1, sum:6, count:7]
└─ Window [sum:6 = sum(sum:5)] over (order by t.a:1)
   └─ Aggregate [t.a:1] [sum:5 = sum(t.b:2), count:7 = count(*)]
      └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
];

describe('windows and QUALIFY', () => itBindsTo(CASES));
