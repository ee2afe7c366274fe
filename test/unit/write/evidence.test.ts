import assert from 'node:assert/strict';
import { Evidence } from '../../../src/engine/write/evidence.js';
import { defaultLearning } from '../../../src/engine/write/settings.js';
import { useDesk } from '../engine/desk.js';
import { partsBeside } from '../engine/standing.js';
import { draftFor, proposalsOf } from './support.js';

describe('what has happened so far', () => {
  const desk = useDesk();

  it('is used up by the proposals that were made from it, but for merges: a success may be judged otherwise later', async () => {
    const { home, open } = desk();
    const engine = await open();
    const proposals = proposalsOf({ home, workspace: engine.workspace });
    await proposals.create(draftFor('rows', 'a', 'b', { runs: ['failed'] }));
    await proposals.create(draftFor('rows', 'a', 'c', { operation: 'merge', runs: ['worked'] }));
    const { memory, log } = partsBeside(engine, home, defaultLearning);
    const { closed } = await Evidence.gather({ log, memory, proposals, settings: defaultLearning });
    assert.deepEqual([...closed], ['failed']);
    await log.dispose();
  });
});
