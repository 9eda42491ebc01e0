import assert from 'node:assert/strict';
import { closeAdmission, createAdmissions, join, openAdmission } from '#quern/exec/scheduler/admission.js';

describe('admission', () => {
  it('counts those who join, and takes nobody once it is closed', () => {
    const admissions = createAdmissions();
    const ticket = openAdmission(admissions, 0xffff);
    assert.ok(join(admissions, ticket));
    assert.ok(join(admissions, ticket));
    assert.equal(closeAdmission(admissions, ticket), 2);
    assert.ok(!join(admissions, ticket));
    assert.equal(closeAdmission(admissions, ticket), 2);
  });

  it('tells a query from earlier ones of the same owner, also after all rounds', () => {
    const admissions = createAdmissions();
    const earlier = openAdmission(admissions, 7);
    closeAdmission(admissions, earlier);
    for (let round = 0; round < 0x8000 + 5; round++) {
      const ticket = openAdmission(admissions, 7);
      assert.equal(join(admissions, earlier), ticket.round === earlier.round);
      assert.ok(join(admissions, ticket));
      assert.equal(closeAdmission(admissions, ticket), ticket.round === earlier.round ? 2 : 1);
    }
  });

  it('owners do not meet', () => {
    const admissions = createAdmissions();
    const one = openAdmission(admissions, 1);
    const other = openAdmission(admissions, 2);
    assert.equal(closeAdmission(admissions, one), 0);
    assert.ok(join(admissions, other));
  });
});
