import { itBindsTo, type PlanCase } from '../../../support/bind.js';

/** [sql, outputs as name:id, plan]. */
const CASES: readonly PlanCase[] = [
  // Named once: put in place.
  [
    `WITH q AS (SELECT a + 1 AS k FROM t) SELECT k FROM q`,
    'k:5',
    `
Project [k:5 = t.a:1 + 1]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  // Named twice: computed once, columns of their own for each.
  [
    `WITH q AS (SELECT a FROM t) SELECT x.a, y.a FROM q x JOIN q y ON x.a = y.a`,
    'a:6 a:7',
    `
Join inner on a:6 = a:7
├─ Materialize #5 [a:6 = :1]
│  └─ Project [t.a:1]
│     └─ Scan t [a:1, b:2, c:3, d:4]
└─ Materialize #5 [a:7 = :1] (shown above)`,
  ],
  [
    `WITH q AS NOT MATERIALIZED (SELECT a FROM t) SELECT * FROM q UNION ALL SELECT * FROM q`,
    'a:9',
    `
UnionAll [a:9 = t.a:1 | t.a:5]
├─ Project [t.a:1]
│  └─ Scan t [a:1, b:2, c:3, d:4]
└─ Project [t.a:5]
   └─ Scan t [a:5, b:6, c:7, d:8]`,
  ],
  [
    `WITH q AS MATERIALIZED (SELECT a FROM t) SELECT * FROM q`,
    'a:6',
    `
Materialize #5 [a:6 = :1]
└─ Project [t.a:1]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `WITH q (k) AS (SELECT a FROM t), r AS (SELECT k FROM q WHERE k > 1) SELECT * FROM r`,
    'k:1',
    `
Filter t.a:1 > 1
└─ Project [t.a:1]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `WITH RECURSIVE q (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM q WHERE n < 5) SELECT n FROM q`,
    'n:5',
    `
RecursiveUnion #2 [n:5 = ?column?:1 | ?column?:4]
├─ Project [?column?:1 = 1]
│  └─ Values [] ()
└─ Project [?column?:4 = n:3 + 1]
   └─ Filter n:3 < 5
      └─ RecursiveRef #2 [n:3]`,
  ],
  [
    `WITH RECURSIVE q AS (SELECT 1.0 AS n UNION SELECT n * 0.5 FROM q WHERE n > 0.1) SELECT n FROM q`,
    'n:7',
    `
RecursiveUnion #2 distinct [n:7 = n:6 | ?column?:5]
├─ Project [n:6 = cast(n:1 as numeric(38,16))]
│  └─ Project [n:1 = 1.0]
│     └─ Values [] ()
└─ Project [?column?:5 = cast(n:4 * 0.5 as numeric(38,16))]
   └─ Filter n:4 > 0.1000000000000000
      └─ RecursiveRef #2 [n:4]`,
  ],
  // A WITH query that uses the enclosing one is never shared.
  [
    `SELECT (WITH q AS (SELECT x FROM u WHERE u.a = t.a) SELECT q1.x + q2.x FROM q q1, q q2) FROM t`,
    '?column?:12',
    `
Project [?column?:12 = scalar(?column?:11)]
├─ Project [?column?:11 = u.x:6 + u.x:9]
│  └─ Join cross
│     ├─ Project [u.x:6]
│     │  └─ Filter u.a:5 = t.a:1
│     │     └─ Scan u [a:5, x:6, l:7]
│     └─ Project [u.x:9]
│        └─ Filter u.a:8 = t.a:1
│           └─ Scan u [a:8, x:9, l:10]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
];

describe('WITH', () => itBindsTo(CASES));
