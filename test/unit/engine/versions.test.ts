import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { skillText } from '../skills/support.js';
import { useDesk } from './desk.js';

describe('versions of a skill', () => {
  const desk = useDesk();
  const better = skillText('ledger', 'Do it well.\n');

  it('an accept can be taken back in one step, and given again', async () => {
    const { open, write, read, propose } = desk();
    await write('ledger');
    const engine = await open();
    await engine.trust(['ledger']);
    const proposal = await propose('ledger', skillText('ledger'), better);
    await engine.accept(proposal);
    assert.equal(await read('ledger'), better);
    assert.equal((await engine.undoAccept(proposal)).state, 'pending');
    assert.equal(await read('ledger'), skillText('ledger'));
    assert.equal((await engine.standing()).toReview.size, 0, 'what was there before was trusted');
    await assert.rejects(engine.undoAccept(proposal), /was not accepted/);
    assert.equal((await engine.accept(proposal)).state, 'applied');
    assert.equal(await read('ledger'), better);
  });

  it('taking back the accept of a new skill removes it, and leaves it in the history', async () => {
    const { open, file, read, propose } = desk();
    const engine = await open();
    const proposal = await propose('totals', null, skillText('totals'));
    await engine.accept(proposal);
    assert.equal(await read('totals'), skillText('totals'));
    await engine.undoAccept(proposal);
    assert.equal(existsSync(path.dirname(file('totals'))), false);
    assert.deepEqual((await engine.standing()).archived, ['totals']);
  });

  it('an accept is not taken back over a later edit', async () => {
    const { open, write, read, propose } = desk();
    await write('ledger');
    const engine = await open();
    const proposal = await propose('ledger', skillText('ledger'), better);
    await engine.accept(proposal);
    await write('ledger', `${better}By hand.\n`);
    await assert.rejects(engine.undoAccept(proposal), /has changed since/);
    assert.equal(await read('ledger'), `${better}By hand.\n`);
    assert.equal((await engine.proposal(proposal)).state, 'applied');
  });

  it('restores a version with its scripts, as a new version', async () => {
    const { open, write, read, file } = desk();
    await write('ledger');
    await write('ledger', 'echo 1\n', 'scripts/total.sh');
    const engine = await open();
    await engine.trust(['ledger']);
    await write('ledger', better);
    await write('ledger', 'echo 2\n', 'scripts/total.sh');
    await write('ledger', 'new\n', 'references/new.md');
    await engine.trust(['ledger']);
    const restored = await engine.restore('ledger', 1);
    assert.deepEqual([restored.version, restored.by], [3, 'restore']);
    assert.equal(await read('ledger'), skillText('ledger'));
    assert.equal(await read('ledger', 'scripts/total.sh'), 'echo 1\n');
    assert.equal(existsSync(file('ledger', 'references/new.md')), false);
    const again = await engine.restore('ledger', 2);
    assert.equal(again.version, 4);
    assert.equal(await read('ledger', 'references/new.md'), 'new\n');
    await assert.rejects(engine.restore('ledger', 9), /no version 9/);
  });

  it('an archived skill is gone from the library and comes back from its history', async () => {
    const { open, write, read, file } = desk();
    await write('ledger');
    await write('ledger', 'echo 1\n', 'scripts/total.sh');
    const engine = await open();
    await engine.trust(['ledger']);
    await engine.archive('ledger');
    assert.equal(await stat(path.dirname(file('ledger'))).catch(() => null), null);
    assert.deepEqual((await engine.standing()).archived, ['ledger']);
    assert.deepEqual((await engine.skills()).skills, []);
    await engine.restore('ledger', 1);
    assert.equal(await read('ledger', 'scripts/total.sh'), 'echo 1\n');
    assert.deepEqual((await engine.standing()).archived, []);
    assert.equal((await engine.standing()).toReview.size, 0);
  });

  it('B21: of two windows that accept different proposals for one skill the second is told, and nothing is lost', async () => {
    const { open, write, read, propose } = desk();
    await write('ledger');
    const [first, second] = [await open(), await open()];
    const other = skillText('ledger', 'Do it otherwise.\n');
    const proposals = [
      await propose('ledger', skillText('ledger'), better),
      await propose('ledger', skillText('ledger'), other),
    ] as const;
    const results = await Promise.allSettled([first.accept(proposals[0]), second.accept(proposals[1])]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const states = await Promise.all(proposals.map(async (id) => (await first.proposal(id)).state));
    assert.deepEqual([...states].sort(), ['applied', 'stale']);
    assert.equal(await read('ledger'), states[0] === 'applied' ? better : other);
    const lost = results.find((one) => one.status === 'rejected');
    assert.equal((lost?.reason as { remedy?: string }).remedy, 'show-conflict');
  });

  it('B25: a proposal accepted in two windows at once is applied once', async () => {
    const { open, write, propose } = desk();
    await write('ledger');
    const [first, second] = [await open(), await open()];
    const proposal = await propose('ledger', skillText('ledger'), better);
    const results = await Promise.allSettled([first.accept(proposal), second.accept(proposal)]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal((await second.proposal(proposal)).state, 'applied');
    assert.equal((await first.versions('ledger')).length, 2);
  });

  it('B27: a proposal whose skill was changed by a checkout is stale, and the checkout stays', async () => {
    const { open, write, read, propose } = desk();
    await write('ledger');
    const engine = await open();
    const proposal = await propose('ledger', skillText('ledger'), better);
    await write('ledger', skillText('ledger', 'From another branch.\n'));
    await assert.rejects(engine.accept(proposal), /has changed since this proposal was made/);
    assert.equal(await read('ledger'), skillText('ledger', 'From another branch.\n'));
  });

  it('B23: a proposal for a skill that was deleted meanwhile is stale, and nothing is made', async () => {
    const { open, write, file, propose } = desk();
    await write('ledger');
    const engine = await open();
    const proposal = await propose('ledger', skillText('ledger'), better);
    await rm(path.dirname(file('ledger')), { recursive: true });
    await assert.rejects(engine.accept(proposal), /has changed since this proposal was made/);
    assert.equal(existsSync(path.dirname(file('ledger'))), false);
  });
});
