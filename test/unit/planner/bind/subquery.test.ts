import { itBindsTo, type PlanCase } from '../../../support/bind.js';

/** [sql, outputs as name:id, plan]. */
const CASES: readonly PlanCase[] = [
  [
    `SELECT a FROM t WHERE a IN (SELECT a FROM u)`,
    'a:1',
    `
Project [t.a:1]
└─ Filter t.a:1 = any(u.a:5)
   ├─ Project [u.a:5]
   │  └─ Scan u [a:5, x:6, l:7]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a FROM t WHERE a NOT IN (SELECT x FROM u)`,
    'a:1',
    `
Project [t.a:1]
└─ Filter not cast(t.a:1 as double precision) = any(u.x:6)
   ├─ Project [u.x:6]
   │  └─ Scan u [a:5, x:6, l:7]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a FROM t WHERE (a, b) IN (SELECT a, a + 1 FROM u)`,
    'a:1',
    `
Project [t.a:1]
└─ Filter t.a:1 = , t.b:2 = any(u.a:5, ?column?:8)
   ├─ Project [u.a:5, ?column?:8 = u.a:5 + 1]
   │  └─ Scan u [a:5, x:6, l:7]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a FROM t WHERE a > ALL (SELECT a FROM u)`,
    'a:1',
    `
Project [t.a:1]
└─ Filter not t.a:1 <= any(u.a:5)
   ├─ Project [u.a:5]
   │  └─ Scan u [a:5, x:6, l:7]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a FROM t WHERE a <> ALL (SELECT a FROM u)`,
    'a:1',
    `
Project [t.a:1]
└─ Filter not t.a:1 = any(u.a:5)
   ├─ Project [u.a:5]
   │  └─ Scan u [a:5, x:6, l:7]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a FROM t WHERE EXISTS (SELECT * FROM u WHERE u.a = t.a AND x > (SELECT max(b) FROM t s WHERE s.a = u.a))`,
    'a:1',
    `
Project [t.a:1]
└─ Filter exists()
   ├─ Filter u.a:5 = t.a:1 and u.x:6 > cast(scalar(max:12) as double precision)
   │  ├─ Aggregate [] [max:12 = max(t.b:9)]
   │  │  └─ Filter t.a:8 = u.a:5
   │  │     └─ Scan t [a:8, b:9, c:10, d:11]
   │  └─ Scan u [a:5, x:6, l:7]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT (SELECT max(x) FROM u WHERE u.a = t.a) AS m FROM t`,
    'm:9',
    `
Project [m:9 = scalar(max:8)]
├─ Aggregate [] [max:8 = max(u.x:6)]
│  └─ Filter u.a:5 = t.a:1
│     └─ Scan u [a:5, x:6, l:7]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT ARRAY(SELECT x FROM u ORDER BY x) FROM t`,
    'array:8',
    `
Project [array:8 = array(u.x:6)]
├─ Sort u.x:6
│  └─ Project [u.x:6]
│     └─ Scan u [a:5, x:6, l:7]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT a = ANY (ARRAY[1, 2]), a < ANY ('{1,2}'), a <> ALL (ARRAY[b, 1]) FROM t`,
    '?column?:5 ?column?:6 ?column?:7',
    `
Project [?column?:5 = t.a:1 in (1, 2), ?column?:6 = t.a:1 < 1 or t.a:1 < 2, ?column?:7 = not t.a:1 in (t.b:2, 1)]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT t.a = ANY (u.l) FROM t, u`,
    '?column?:8',
    `
Project [?column?:8 = = ANY(t.a:1, u.l:7)]
└─ Join cross
   ├─ Scan t [a:1, b:2, c:3, d:4]
   └─ Scan u [a:5, x:6, l:7]`,
  ],
  // The operand is computed once.
  [
    `SELECT CASE (SELECT max(x) FROM u) WHEN 1 THEN 'one' WHEN 2 THEN 'two' END FROM t`,
    'case:10',
    `
Project [case:10 = case when operand:9 = 1 then 'one' when operand:9 = 2 then 'two' else NULL end]
└─ Project [t.a:1, t.b:2, t.c:3, t.d:4, operand:9 = scalar(max:8)]
   ├─ Aggregate [] [max:8 = max(u.x:6)]
   │  └─ Scan u [a:5, x:6, l:7]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
];

describe('subqueries in expressions', () => itBindsTo(CASES));
