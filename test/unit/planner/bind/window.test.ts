import { itBindsTo, type PlanCase } from '../../../support/bind.js';

/** [sql, outputs as name:id, plan]. */
const CASES: readonly PlanCase[] = [
  [
    `SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC), sum(b) OVER (PARTITION BY a ORDER BY b DESC), count(*) OVER () FROM t`,
    'row_number:5 sum:6 count:7',
    `
Project [row_number:5, sum:6, count:7]
└─ Window [count:7 = count()] over ()
   └─ Window [row_number:5 = row_number(), sum:6 = sum(t.b:2)] over (partition by t.a:1 order by t.b:2 desc)
      └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT sum(b) OVER w, rank() OVER (w ORDER BY b) FROM t WINDOW w AS (PARTITION BY a)`,
    'sum:5 rank:6',
    `
Project [sum:5, rank:6]
└─ Window [rank:6 = rank()] over (partition by t.a:1 order by t.b:2)
   └─ Window [sum:5 = sum(t.b:2)] over (partition by t.a:1)
      └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
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
  [
    `SELECT a, row_number() OVER (ORDER BY b) AS n FROM t QUALIFY n = 1`,
    'a:1 n:5',
    `
Project [t.a:1, row_number:5]
└─ Filter row_number:6 = 1
   └─ Window [row_number:5 = row_number(), row_number:6 = row_number()] over (order by t.b:2)
      └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a FROM t ORDER BY rank() OVER (ORDER BY b)`,
    'a:1',
    `
Project [t.a:1]
└─ Sort rank:5
   └─ Project [t.a:1, rank:5]
      └─ Window [rank:5 = rank()] over (order by t.b:2)
         └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
];

describe('windows and QUALIFY', () => itBindsTo(CASES));
