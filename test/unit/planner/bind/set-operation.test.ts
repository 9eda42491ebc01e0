import { itBindsTo, type PlanCase } from '../../../support/bind.js';

/** [sql, outputs as name:id, plan]. */
const CASES: readonly PlanCase[] = [
  [
    `SELECT a FROM t UNION ALL SELECT a FROM u UNION ALL SELECT b FROM t`,
    'a:13',
    `
UnionAll [a:13 = t.a:1 | u.a:5 | t.b:9]
├─ Project [t.a:1]
│  └─ Scan t [a:1, b:2, c:3, d:4]
├─ Project [u.a:5]
│  └─ Scan u [a:5, x:6, l:7]
└─ Project [t.b:9]
   └─ Scan t [a:8, b:9, c:10, d:11]`,
  ],
  [
    `SELECT a FROM t UNION SELECT b FROM t UNION SELECT a FROM u ORDER BY 1`,
    'a:13',
    `
Sort a:13
└─ Aggregate [a:13] []
   └─ UnionAll [a:13 = t.a:1 | t.b:6 | u.a:9]
      ├─ Project [t.a:1]
      │  └─ Scan t [a:1, b:2, c:3, d:4]
      ├─ Project [t.b:6]
      │  └─ Scan t [a:5, b:6, c:7, d:8]
      └─ Project [u.a:9]
         └─ Scan u [a:9, x:10, l:11]`,
  ],
  [
    `SELECT a FROM t UNION ALL SELECT x FROM u`,
    'a:9',
    `
UnionAll [a:9 = a:8 | u.x:6]
├─ Project [a:8 = cast(t.a:1 as double precision)]
│  └─ Scan t [a:1, b:2, c:3, d:4]
└─ Project [u.x:6]
   └─ Scan u [a:5, x:6, l:7]`,
  ],
  [
    `SELECT NULL UNION ALL SELECT 1`,
    '?column?:3',
    `
UnionAll [?column?:3 = ?column?:1 | ?column?:2]
├─ Project [?column?:1 = NULL]
│  └─ Values [] ()
└─ Project [?column?:2 = 1]
   └─ Values [] ()`,
  ],
  [
    `SELECT a, c FROM t INTERSECT SELECT a, 'x' FROM u`,
    'a:1 c:3',
    `
Join semi on t.a:1 is not distinct from u.a:5 and t.c:3 is not distinct from ?column?:8
├─ Aggregate [t.a:1, t.c:3] []
│  └─ Project [t.a:1, t.c:3]
│     └─ Scan t [a:1, b:2, c:3, d:4]
└─ Aggregate [u.a:5, ?column?:8] []
   └─ Project [u.a:5, ?column?:8 = 'x']
      └─ Scan u [a:5, x:6, l:7]`,
  ],
  [
    `SELECT a FROM t EXCEPT ALL SELECT a FROM u`,
    'a:1',
    `
Project [t.a:1]
└─ Join anti on t.a:1 is not distinct from u.a:5 and copy:8 is not distinct from copy:9
   ├─ Window [copy:8 = row_number()] over (partition by t.a:1)
   │  └─ Project [t.a:1]
   │     └─ Scan t [a:1, b:2, c:3, d:4]
   └─ Window [copy:9 = row_number()] over (partition by u.a:5)
      └─ Project [u.a:5]
         └─ Scan u [a:5, x:6, l:7]`,
  ],
  [
    `(SELECT a FROM t ORDER BY b LIMIT 1) UNION ALL SELECT 2 LIMIT 1`,
    'a:6',
    `
Limit 1
└─ UnionAll [a:6 = t.a:1 | ?column?:5]
   ├─ Project [t.a:1]
   │  └─ Limit 1
   │     └─ Sort t.b:2
   │        └─ Project [t.a:1, t.b:2]
   │           └─ Scan t [a:1, b:2, c:3, d:4]
   └─ Project [?column?:5 = 2]
      └─ Values [] ()`,
  ],
  [
    `VALUES (1, 'a'), (2, NULL) ORDER BY column1 DESC`,
    'column1:1 column2:2',
    `
Sort column1:1 desc
└─ Values [column1:1, column2:2] (1, 'a') (2, NULL)`,
  ],
  [
    `VALUES ((SELECT max(a) FROM t)), (1)`,
    'column1:6',
    `
UnionAll [column1:6 = column1:7 | column1:8]
├─ Project [column1:7 = scalar(max:5)]
│  ├─ Aggregate [] [max:5 = max(t.a:1)]
│  │  └─ Scan t [a:1, b:2, c:3, d:4]
│  └─ Values [] ()
└─ Project [column1:8 = 1]
   └─ Values [] ()`,
  ],
];

describe('UNION, INTERSECT, EXCEPT and VALUES', () => itBindsTo(CASES));
