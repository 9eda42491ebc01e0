import { itBindsTo, type PlanCase } from '../../../support/bind.js';

/** [sql, outputs as name:id, plan]. */
const CASES: readonly PlanCase[] = [
  [
    `SELECT count(*) FROM t`,
    'count:5',
    `
Aggregate [] [count:5 = count(*)]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a, sum(b), sum(b) + 1 FROM t GROUP BY a HAVING sum(b) > 0 ORDER BY sum(b)`,
    'a:1 sum:5 ?column?:6',
    `
Sort sum:5
└─ Project [t.a:1, sum:5, ?column?:6 = sum:5 + 1]
   └─ Filter sum:5 > 0
      └─ Aggregate [t.a:1] [sum:5 = sum(t.b:2)]
         └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  // An expression of the list is matched by its structure.
  [
    `SELECT a + 1 AS k, count(*), (a + 1) * 2 FROM t GROUP BY a + 1`,
    'k:6 count:5 ?column?:7',
    `
Project [k:6, count:5, ?column?:7 = k:6 * 2]
└─ Aggregate [k:6 = t.a:1 + 1] [count:5 = count(*)]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a + 1 AS k, count(*) FROM t GROUP BY k`,
    'k:6 count:5',
    `
Aggregate [k:6 = t.a:1 + 1] [count:5 = count(*)]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  // An input column goes before an output of the same name.
  [
    `SELECT a + 1 AS b, count(*) FROM t GROUP BY b, a`,
    'b:6 count:5',
    `
Project [b:6 = t.a:1 + 1, count:5]
└─ Aggregate [t.b:2, t.a:1] [count:5 = count(*)]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT 'all' AS k, count(*) FROM t GROUP BY 1`,
    'k:6 count:5',
    `
Aggregate [k:6 = 'all'] [count:5 = count(*)]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a, c, count(*) FROM t GROUP BY ALL`,
    'a:1 c:3 count:5',
    `
Aggregate [t.a:1, t.c:3] [count:5 = count(*)]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a, b, sum(d) FROM t GROUP BY ROLLUP (a, b)`,
    'a:6 b:7 sum:5',
    `
Aggregate [a:6 = t.a:1, b:7 = t.b:2] [sum:5 = sum(t.d:4)] grouping sets (0, 1), (0), ()
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a, b, grouping(a, b), count(*) FROM t GROUP BY GROUPING SETS ((a), (b), ())`,
    'a:7 b:8 grouping:10 count:6',
    `
Project [a:7, b:8, grouping:10 = (grouping_id:9 >> 0 & 1) * 2 + (grouping_id:9 >> 1 & 1), count:6]
└─ Aggregate [a:7 = t.a:1, b:8 = t.b:2] [count:6 = count(*)] grouping sets (0), (1), () grouping_id:9 = grouping
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a, b, c, count(*) FROM t GROUP BY a, CUBE (b, c)`,
    'a:6 b:7 c:8 count:5',
    `
Aggregate [a:6 = t.a:1, b:7 = t.b:2, c:8 = t.c:3] [count:5 = count(*)] grouping sets (0, 1, 2), (0, 2), (0, 1), (0)
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT count(DISTINCT a) FILTER (WHERE b > 1), min(DISTINCT a) FROM t`,
    'count:5 min:6',
    `
Aggregate [] [count:5 = count(distinct t.a:1) filter (where t.b:2 > 1), min:6 = min(t.a:1)]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT string_agg(c, ',' ORDER BY a DESC) FROM t`,
    'string_agg:5',
    `
Aggregate [] [string_agg:5 = string_agg(t.c:3, ',' order by t.a:1 desc)]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  // The aggregate belongs to the outer query, whose columns it uses.
  [
    `SELECT (SELECT sum(t.a)) FROM t`,
    'sum:7',
    `
Project [sum:7 = scalar(sum:6)]
├─ Project [sum:6 = sum:5]
│  └─ Values [] ()
└─ Aggregate [] [sum:5 = sum(t.a:1)]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a FROM t GROUP BY a HAVING (SELECT max(x) FROM u WHERE u.a = t.a) > count(*)`,
    'a:1',
    `
Project [t.a:1]
└─ Filter scalar(max:8) > cast(count:9 as double precision)
   ├─ Aggregate [] [max:8 = max(u.x:6)]
   │  └─ Filter u.a:5 = t.a:1
   │     └─ Scan u [a:5, x:6, l:7]
   └─ Aggregate [t.a:1] [count:9 = count(*)]
      └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  // A subquery over a grouped expression.
  [
    `SELECT a + 1, EXISTS (SELECT 1 FROM u WHERE u.a = t.a + 1) FROM t GROUP BY a + 1`,
    '?column?:9 exists:10',
    `
Project [?column?:9, exists:10 = exists()]
├─ Project [?column?:8 = 1]
│  └─ Filter u.a:5 = ?column?:9
│     └─ Scan u [a:5, x:6, l:7]
└─ Aggregate [?column?:9 = t.a:1 + 1] []
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
];

describe('GROUP BY, HAVING and aggregates', () => itBindsTo(CASES));
