import assert from 'node:assert/strict';
import { HumanError } from '../../../../src/engine/errors.js';
import { english } from '../../../../src/engine/text.js';
import { causes } from '../../../../src/engine/write/attribution.js';
import { attributionBy, type Correction, namedCause } from '../../../../src/engine/write/attribution/correction.js';
import { stamped } from './sample.js';

const names = new Set(['ledger', 'tags']);
const by = (correction: Correction, used: string | null = 'ledger') => attributionBy(correction, used, names);
const refused = (correction: Correction, why: RegExp, used: string | null = 'ledger') =>
  assert.throws(
    () => by(correction, used),
    (error) => error instanceof HumanError && why.test(error.message),
  );

describe('the cause as the person names it', () => {
  it('is certain, is theirs, and can be read in their language', () => {
    for (const cause of causes) {
      const said = by({ cause, ...(cause === 'wrong_skill' ? { skill: 'tags' } : {}) });
      assert.deepEqual([said.cause, said.by, said.confidence, said.unverified], [cause, 'user', 1, 0]);
      assert.equal(said.reason, english(said.why ?? assert.fail()));
    }
    const spoken = by({ cause: 'bad_task', reason: 'The file is gone.' });
    assert.deepEqual([spoken.reason, 'why' in spoken], ['The file is gone.', false]);
  });

  it('is about the skill that is meant', () => {
    assert.equal(by({ cause: 'wrong_skill', skill: 'tags' }).skill, 'tags');
    assert.equal(by({ cause: 'skill_defect' }).skill, 'ledger');
    assert.equal(by({ cause: 'skill_defect', skill: 'tags' }).skill, 'tags');
    assert.equal(by({ cause: 'execution_lapse' }).skill, 'ledger');
    for (const cause of ['missing_skill', 'environment', 'bad_task'] as const) assert.equal(by({ cause }).skill, null);
  });

  it('is refused with a sentence that says what to do when it cannot be meant', () => {
    refused({ cause: 'wrong_skill' }, /which skill would have been right/);
    refused({ cause: 'wrong_skill', skill: 'ledger' }, /which other one/);
    refused({ cause: 'wrong_skill', skill: 'lost' }, /no skill “lost”/);
    refused({ cause: 'skill_defect' }, /used no skill/, null);
    refused({ cause: 'environment', skill: 'tags' }, /only for/);
  });

  it('is the last one they named, and not what a model said since', () => {
    const one = by({ cause: 'environment' });
    const two = by({ cause: 'bad_task' });
    const model = { ...one, by: 'model' as const };
    const events = stamped([one, two, model].map((attribution) => ({ type: 'attribution', attribution, ms: 1 })));
    assert.equal(namedCause(events)?.cause, 'bad_task');
    assert.equal(namedCause(events.slice(2)), undefined);
  });
});
