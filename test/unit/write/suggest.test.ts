import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { HumanError } from '../../../src/engine/errors.js';
import { parseSkill } from '../../../src/engine/skills/format.js';
import { Proposals } from '../../../src/engine/write/proposals.js';
import { suggestSkill } from '../../../src/engine/write/suggest.js';

const model = { id: 'm', label: 'm', simulated: true };
const good = {
  name: 'page-slugs',
  description: 'Slugs: "quotes", colons: and #signs',
  body: '# Slugs\n\n- Lower case.',
  why: 'asked',
};

describe('a skill the agent suggests', () => {
  let dir: string;
  let proposals: Proposals;
  beforeEach(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'memento-suggest-'));
    proposals = new Proposals(dir, { now: () => 1 });
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const suggest = (draft: typeof good, taken: string[] = []) =>
    suggestSkill(proposals, { draft, run: 'r', model, taken: new Set(taken), provenance: [] });

  it('waits as a proposal whose text is a valid skill', async () => {
    const proposal = await suggest(good);
    assert.equal((await proposals.get(proposal.id)).state, 'pending');
    const parsed = parseSkill(proposal.after, 'page-slugs');
    assert.ok(parsed.ok);
    assert.equal(parsed.description, good.description);
  });

  it('is refused with a reason when it is invalid or its name is taken', async () => {
    await assert.rejects(suggest({ ...good, name: '../evil' }), HumanError);
    await assert.rejects(suggest({ ...good, description: '' }), HumanError);
    await assert.rejects(suggest({ ...good, body: 'x'.repeat(5000) }), /at most 3600/);
    await assert.rejects(suggest(good, ['page-slugs']), /taken/);
    assert.deepEqual(await proposals.list(), []);
  });
});
