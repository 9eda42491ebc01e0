import { itBindsTo, type PlanCase } from '../../../support/bind.js';

/** [sql, outputs as name:id, plan]. */
const CASES: readonly PlanCase[] = [
  [
    `SELECT * FROM t, u`,
    'a:1 b:2 c:3 d:4 a:5 x:6 l:7',
    `
Join cross
├─ Scan t [a:1, b:2, c:3, d:4]
└─ Scan u [a:5, x:6, l:7]`,
  ],
  [
    `SELECT x.a, y.x FROM t AS x (p, a), u y`,
    'a:2 x:6',
    `
Project [t.b:2, u.x:6]
└─ Join cross
   ├─ Scan t [a:1, b:2, c:3, d:4]
   └─ Scan u [a:5, x:6, l:7]`,
  ],
  [
    `SELECT * FROM t JOIN u ON t.a = u.a AND x > 1`,
    'a:1 b:2 c:3 d:4 a:5 x:6 l:7',
    `
Join inner on t.a:1 = u.a:5 and u.x:6 > 1
├─ Scan t [a:1, b:2, c:3, d:4]
└─ Scan u [a:5, x:6, l:7]`,
  ],
  [
    `SELECT * FROM t LEFT JOIN u USING (a)`,
    'a:1 b:2 c:3 d:4 x:6 l:7',
    `
Project [t.a:1, t.b:2, t.c:3, t.d:4, u.x:6, u.l:7]
└─ Join left on t.a:1 = u.a:5
   ├─ Scan t [a:1, b:2, c:3, d:4]
   └─ Scan u [a:5, x:6, l:7]`,
  ],
  [
    `SELECT * FROM t RIGHT JOIN u USING (a)`,
    'a:5 b:2 c:3 d:4 x:6 l:7',
    `
Project [u.a:5, t.b:2, t.c:3, t.d:4, u.x:6, u.l:7]
└─ Join right on t.a:1 = u.a:5
   ├─ Scan t [a:1, b:2, c:3, d:4]
   └─ Scan u [a:5, x:6, l:7]`,
  ],
  // FULL JOIN merges by COALESCE.
  [
    `SELECT a, t.a, u.a FROM t FULL JOIN u USING (a)`,
    'a:8 a:1 a:5',
    `
Project [a:8, t.a:1, u.a:5]
└─ Project [t.a:1, t.b:2, t.c:3, t.d:4, u.a:5, u.x:6, u.l:7, a:8 = coalesce(t.a:1, u.a:5)]
   └─ Join full on t.a:1 = u.a:5
      ├─ Scan t [a:1, b:2, c:3, d:4]
      └─ Scan u [a:5, x:6, l:7]`,
  ],
  [
    `SELECT * FROM t NATURAL JOIN u`,
    'a:1 b:2 c:3 d:4 x:6 l:7',
    `
Project [t.a:1, t.b:2, t.c:3, t.d:4, u.x:6, u.l:7]
└─ Join inner on t.a:1 = u.a:5
   ├─ Scan t [a:1, b:2, c:3, d:4]
   └─ Scan u [a:5, x:6, l:7]`,
  ],
  // Columns of unequal types are compared and merged in their common type.
  [
    `SELECT * FROM (SELECT a::bigint AS a FROM t) s JOIN u USING (a)`,
    'a:5 x:7 l:8',
    `
Project [a:5, u.x:7, u.l:8]
└─ Join inner on a:5 = cast(u.a:6 as bigint)
   ├─ Project [a:5 = cast(t.a:1 as bigint)]
   │  └─ Scan t [a:1, b:2, c:3, d:4]
   └─ Scan u [a:6, x:7, l:8]`,
  ],
  [
    `SELECT j.a, j.x FROM (t CROSS JOIN u) AS j (a, b, c, d, e, x)`,
    'a:1 x:6',
    `
Project [t.a:1, u.x:6]
└─ Join cross
   ├─ Scan t [a:1, b:2, c:3, d:4]
   └─ Scan u [a:5, x:6, l:7]`,
  ],
  [
    `SELECT s.k FROM (SELECT a + 1, c FROM t) AS s (k)`,
    'k:5',
    `
Project [?column?:5]
└─ Project [?column?:5 = t.a:1 + 1, t.c:3]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT * FROM (VALUES (1, 'x'), (2.50, NULL)) AS w (n, s)`,
    'n:1 s:2',
    `
Values [column1:1, column2:2] (1.00, 'x') (2.50, NULL)`,
  ],
  [
    `SELECT * FROM t, LATERAL (SELECT x FROM u WHERE u.a = t.a) AS l`,
    'a:1 b:2 c:3 d:4 x:6',
    `
DependentJoin inner
├─ Scan t [a:1, b:2, c:3, d:4]
└─ Project [u.x:6]
   └─ Filter u.a:5 = t.a:1
      └─ Scan u [a:5, x:6, l:7]`,
  ],
  [
    `SELECT * FROM t LEFT JOIN LATERAL (SELECT x FROM u WHERE u.a = t.a LIMIT 1) AS l ON true`,
    'a:1 b:2 c:3 d:4 x:6',
    `
DependentJoin left
├─ Scan t [a:1, b:2, c:3, d:4]
└─ Limit 1
   └─ Project [u.x:6]
      └─ Filter u.a:5 = t.a:1
         └─ Scan u [a:5, x:6, l:7]`,
  ],
  // Unnesting a column of the left side needs no dependent join.
  [
    `SELECT u.a, e FROM u, unnest(l) AS e`,
    'a:1 e:4',
    `
Project [u.a:1, unnest:4]
└─ Unnest [unnest:4 = u.l:3]
   └─ Scan u [a:1, x:2, l:3]`,
  ],
  [
    `SELECT u.a, e, o FROM u LEFT JOIN unnest(l, ARRAY[7]) WITH ORDINALITY AS z (e, f, o) ON true`,
    'a:1 e:4 o:6',
    `
Project [u.a:1, unnest:4, ordinality:6]
└─ Unnest outer [unnest:4 = u.l:3, unnest:5 = array[7]] ordinality ordinality:6
   └─ Scan u [a:1, x:2, l:3]`,
  ],
  [
    `SELECT * FROM generate_series(1, 10, 2) AS n`,
    'n:1',
    `
TableFunction generate_series(1, 10, 2) [generate_series:1]`,
  ],
  [
    `SELECT * FROM range(5) AS n`,
    'n:1',
    `
TableFunction generate_series(0, 4) [range:1]`,
  ],
  [
    `SELECT * FROM generate_series(1.5, 3) AS n`,
    'n:1',
    `
TableFunction generate_series(1.5, 3.0) [generate_series:1]`,
  ],
  [
    `SELECT n FROM t, generate_series(1, t.a) AS n`,
    'n:5',
    `
Project [generate_series:5]
└─ Unnest [generate_series:5 = generate_series(1, t.a:1)]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT * FROM v WHERE n > 1`,
    'k:1 n:5',
    `
Filter count:5 > 1
└─ Aggregate [t.a:1] [count:5 = count(*)]
   └─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
  [
    `SELECT r FROM upper('x') AS r`,
    'r:1',
    `
Project [upper:1 = upper('x')]
└─ Values [] ()`,
  ],
  [
    `SELECT count(*) FROM read_csv('people.csv', header => true)`,
    'count:5',
    `
Aggregate [] [count:5 = count(*)]
└─ Scan t [a:1, b:2, c:3, d:4]`,
  ],
];

describe('FROM and joins', () => itBindsTo(CASES));
