import { itBindsTo, type PlanCase } from '../../../support/bind.js';

/** [sql, outputs as name:id, plan]. */
const CASES: readonly PlanCase[] = [
  [
    `SELECT 1`,
    '?column?:1',
    `
Project [?column?:1 = 1]
└─ Values [] ()`,
  ],
  [
    `SELECT a, a AS again, a + 1 FROM t`,
    'a:1 again:1 ?column?:5',
    `
Project [t.a:1, ?column?:5 = t.a:1 + 1]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  // A hidden sort column goes away after the sort.
  [
    `SELECT a FROM t ORDER BY b + 1 DESC, c NULLS FIRST`,
    'a:1',
    `
Project [t.a:1]
└─ Sort order:5 desc, t.c:3 nulls first
   └─ Project [t.a:1, order:5 = t.b:2 + 1, t.c:3]
      └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a AS b FROM t ORDER BY b`,
    'b:1',
    `
Sort t.a:1
└─ Project [t.a:1]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a, b FROM t ORDER BY 2 DESC, a + 0`,
    'a:1 b:2',
    `
Project [t.a:1, t.b:2]
└─ Sort t.b:2 desc, order:5
   └─ Project [t.a:1, t.b:2, order:5 = t.a:1 + 0]
      └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT DISTINCT a + 1 AS s, c FROM t ORDER BY s LIMIT 3`,
    's:5 c:3',
    `
Limit 3
└─ Sort s:5
   └─ Aggregate [s:5, t.c:3] []
      └─ Project [s:5 = t.a:1 + 1, t.c:3]
         └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT DISTINCT ON (c) c, a FROM t ORDER BY c, b DESC`,
    'c:3 a:1',
    `
Project [t.c:3, t.a:1]
└─ Sort t.c:3, t.b:2 desc
   └─ Filter row_number:5 = 1
      └─ Window [row_number:5 = row_number()] over (partition by t.c:3 order by t.c:3, t.b:2 desc)
         └─ Project [t.c:3, t.a:1, t.b:2]
            └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT c FROM t WHERE a BETWEEN 1 AND 3 AND NOT (b IS NULL OR c = 'x')`,
    'c:3',
    `
Project [t.c:3]
└─ Filter t.a:1 >= 1 and t.a:1 <= 3 and not (t.b:2 is null or t.c:3 = 'x')
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a FROM t WHERE true`,
    'a:1',
    `
Project [t.a:1]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a FROM t ORDER BY a LIMIT 2 + 3 OFFSET 1`,
    'a:1',
    `
Limit 5 offset 1
└─ Sort t.a:1
   └─ Project [t.a:1]
      └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a FROM t LIMIT NULL`,
    'a:1',
    `
Project [t.a:1]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a FROM t ORDER BY a FETCH FIRST 2 ROWS WITH TIES`,
    'a:1',
    `
Project [t.a:1]
└─ Sort t.a:1
   └─ Filter rank:6 <= 2
      └─ Window [rank:6 = rank()] over (order by t.a:1)
         └─ Project [t.a:1]
            └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  // A count known only at run time.
  [
    `SELECT a FROM t ORDER BY a LIMIT (SELECT max(a) FROM u)`,
    'a:1',
    `
Project [t.a:1]
└─ Sort t.a:1
   └─ Filter (count:10 is null or row_number:9 <= count:10)
      └─ Window [row_number:9 = row_number()] over (order by t.a:1)
         └─ Project [t.a:1, count:10 = cast(scalar(max:8) as bigint)]
            ├─ Aggregate [] [max:8 = max(u.a:5)]
            │  └─ Scan u [a:5, x:6, l:7]
            └─ Project [t.a:1]
               └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT * EXCLUDE (a, d) REPLACE (b * 2 AS b) FROM t`,
    'b:5 c:3',
    `
Project [b:5 = t.b:2 * 2, t.c:3]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a, b FROM t ORDER BY ALL`,
    'a:1 b:2',
    `
Sort t.a:1, t.b:2
└─ Project [t.a:1, t.b:2]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  // Set-returning functions side by side.
  [
    `SELECT a, unnest(l), unnest(ARRAY[1, 2]) FROM u`,
    'a:1 unnest:4 unnest:5',
    `
Project [u.a:1, unnest:4, unnest:5]
└─ Unnest [unnest:4 = u.l:3, unnest:5 = array[1, 2]]
   └─ Scan u [a:1, x:2, l:3]`,
  ],
  [
    `SELECT unnest(l) AS e, count(*) FROM u GROUP BY e`,
    'e:4 count:5',
    `
Aggregate [unnest:4] [count:5 = count(*)]
└─ Unnest [unnest:4 = u.l:3]
   └─ Scan u [a:1, x:2, l:3]`,
  ],
];

describe('SELECT, WHERE, ORDER BY, DISTINCT, LIMIT', () => itBindsTo(CASES));
