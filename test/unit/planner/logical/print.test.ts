import assert from 'node:assert/strict';
import { DATE, decimal, INTEGER, TEXT } from '#quern/data/types.js';
import { column, isNull, literal, not, or, pass, and } from '#quern/planner/logical/make.js';
import type { LogicalPlan } from '#quern/planner/logical/plan.js';
import { printExpr, printPlan } from '#quern/planner/logical/print.js';
import { printLiteral } from '#quern/planner/logical/print-literal.js';
import { AGGREGATES, at, callOf, equal, filter, FUNCTIONS, int, PlanMaker, tableOf } from '../../../support/plans.js';

describe('printPlan', () => {
  it('draws a tree with qualified columns', () => {
    const make = new PlanMaker();
    const a = make.scan(tableOf('a', ['x']));
    const b = make.scan(tableOf('b', ['x', 'y']));
    const join: LogicalPlan = {
      kind: 'Join',
      type: 'inner',
      on: [equal(at(a, 0), at(b, 0))],
      left: filter(a, callOf(FUNCTIONS.greater, at(a, 0), int(1))),
      right: filter(b, callOf(FUNCTIONS.greater, at(b, 1), int(5))),
    };
    assert.equal(
      printPlan(join),
      ['Join inner on a.x:1 = b.x:2', '├─ Filter a.x:1 > 1', '│  └─ Scan a [x:1]', '└─ Filter b.y:3 > 5', '   └─ Scan b [x:2, y:3]'].join(
        '\n',
      ),
    );
  });

  it('shows aggregates, sorting and limits', () => {
    const make = new PlanMaker();
    const a = make.scan(tableOf('a', ['x', 'y']));
    const total = make.aggregate('total', AGGREGATES.sum, [at(a, 1)], { distinct: true, filter: isNull(at(a, 1), true) });
    const grouped: LogicalPlan = { kind: 'Aggregate', input: a, keys: [pass(a.columns[0])], aggregates: [total] };
    const sorted: LogicalPlan = { kind: 'Sort', input: grouped, keys: [{ expr: column(total), descending: true, nullsFirst: false }] };
    assert.equal(
      printPlan({ kind: 'Limit', input: sorted, limit: int(3) }),
      [
        'Limit 3',
        '└─ Sort total:3 desc nulls last',
        '   └─ Aggregate [a.x:1] [total:3 = sum(distinct a.y:2) filter (where a.y:2 is not null)]',
        '      └─ Scan a [x:1, y:2]',
      ].join('\n'),
    );
  });

  it('shows a shared plan once', () => {
    const make = new PlanMaker();
    const a = make.scan(tableOf('a', ['x']));
    const share = (): LogicalPlan => ({ kind: 'Materialize', id: 9, input: a, columns: [make.output('x')], sources: [a.columns[0].id] });
    assert.equal(
      printPlan({ kind: 'Join', type: 'inner', left: share(), right: share(), on: [] }),
      ['Join cross', '├─ Materialize #9 [x:2 = :1]', '│  └─ Scan a [x:1]', '└─ Materialize #9 [x:3 = :1] (shown above)'].join('\n'),
    );
  });
});

describe('printExpr', () => {
  const make = new PlanMaker();
  const x = column(make.output('x'));

  it('parenthesises by binding strength', () => {
    const sum = callOf(FUNCTIONS.add, x, int(1));
    assert.equal(
      printExpr(and([or([equal(x, int(1)), isNull(x)]), not(or([equal(x, int(2)), isNull(x)]))])),
      '(x:1 = 1 or x:1 is null) and not (x:1 = 2 or x:1 is null)',
    );
    assert.equal(printExpr(callOf(FUNCTIONS.divide, sum, callOf(FUNCTIONS.divide, x, sum))), '(x:1 + 1) / (x:1 / (x:1 + 1))');
    assert.equal(printExpr(callOf(FUNCTIONS.add, sum, x)), 'x:1 + 1 + x:1');
  });

  it('spells literals as SQL does', () => {
    assert.equal(printLiteral(-5n, decimal(10, 2)), '-0.05');
    assert.equal(printLiteral(0, DATE), "'1970-01-01'");
    assert.equal(printLiteral("it's", TEXT), "'it''s'");
    assert.equal(printExpr(literal(null, INTEGER)), 'NULL');
  });
});
