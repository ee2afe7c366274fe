import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { sha256 } from '../../../src/engine/store/hash.js';
import { verifyProposal } from '../../../src/engine/store/fsckProposal.js';
import { english } from '../../../src/engine/text.js';
import { Proposals } from '../../../src/engine/write/proposals.js';
import { skillText } from '../skills/support.js';
import { useTempFolder } from '../store/temp.js';
import { draftFor, failed } from './support.js';

describe('proposals that are kept', () => {
  const inTemp = useTempFolder();
  const old = skillText('rows');
  let now = 0;
  const open = (): Proposals => new Proposals(inTemp('proposals'), { now: () => ++now });
  const change = (summary: string, more: object = {}) =>
    draftFor('rows', old, skillText('rows', `${summary}\n`), { summary, ...more });

  it('a candidate that the gate turned down is kept with what it found', async () => {
    const proposals = open();
    const refused = await proposals.refuse(change('One.'), failed);
    const [kept] = await proposals.list();
    assert.deepEqual(kept, refused);
    assert.deepEqual([refused.state, refused.rejectedBy, refused.gate], ['rejected', 'gate', failed]);
    assert.equal(refused.reason, 'fixes 1 of 2 failures; 3 old successes replayed, 2 broken; +12 tokens');
    assert.ok((refused.decidedAt ?? 0) > 0 && refused.hunks.length === 1);
    await assert.rejects(proposals.pending(refused.id), /was rejected before/);
  });

  it('what was turned down by the person, by the gate and by a roll-back is told to the next writer, the last six', async () => {
    const proposals = open();
    await proposals.decide(await proposals.create(change('Person.')), 'rejected', { reason: 'too narrow' });
    await proposals.refuse(change('Gate.'), failed);
    const rolled = { rejectedBy: 'rollback', reason: 'did worse' } as const;
    const applied = await proposals.decide(await proposals.create(change('Rolled.')), 'applied');
    await proposals.decide(applied, 'rejected', rolled);
    await proposals.decide(await proposals.create(change('Stale.')), 'stale');
    await proposals.create(change('Waiting.'));
    await proposals.refuse(draftFor('lines', null, skillText('lines'), { summary: 'Another skill.' }), failed);
    assert.deepEqual(await proposals.rejectedEdits('rows'), [
      { summary: 'Person.', reason: 'too narrow' },
      { summary: 'Gate.', reason: 'fixes 1 of 2 failures; 3 old successes replayed, 2 broken; +12 tokens' },
      { summary: 'Rolled.', reason: 'did worse' },
    ]);
    for (let index = 0; index < 7; index++) await proposals.refuse(change(`${index}`), failed);
    const told = (await proposals.rejectedEdits('rows')).map(({ summary }) => summary);
    assert.deepEqual(told, ['1', '2', '3', '4', '5', '6']);
    assert.equal((await proposals.rejectedEdits('rows', 2)).length, 2);
    assert.deepEqual(await proposals.rejectedEdits('rows', 0), []);
  });

  it('a split that was turned down is told to the writers of the old skill', async () => {
    const proposals = open();
    const also = [{ skill: 'rows', baseHash: sha256(old), before: old, after: `${old}- x\n` }];
    const split = draftFor('row-logs', null, skillText('row-logs'), { operation: 'split', also, summary: 'Split.' });
    await proposals.refuse(split, failed);
    assert.deepEqual(
      (await proposals.rejectedEdits('rows')).map(({ summary }) => summary),
      ['Split.'],
    );
    assert.deepEqual(await proposals.rejectedEdits(null), [], 'it is no new skill for what no skill covers');
  });

  it('of new skills those from the same runs are told first', async () => {
    const proposals = open();
    const fresh = (summary: string, run: string) =>
      proposals.refuse(draftFor('lines', null, skillText('lines'), { summary, runs: [run] }), failed);
    for (const summary of ['a', 'b', 'c', 'd']) await fresh(summary, summary < 'c' ? 'mine' : 'theirs');
    const told = async (count: number) =>
      (await proposals.rejectedEdits(null, count, ['mine'])).map(({ summary }) => summary);
    assert.deepEqual(
      [await told(2), await told(3), await told(9)],
      [
        ['a', 'b'],
        ['a', 'b', 'd'],
        ['a', 'b', 'c', 'd'],
      ],
    );
  });

  it('a text that could have been changed since it was written is found', async () => {
    const proposals = open();
    const also = [{ skill: 'rows', baseHash: sha256(old), before: old, after: null }];
    const { id } = await proposals.create(draftFor('lines', old, `${old}- x\n`, { operation: 'merge', also }));
    const json = await readFile(inTemp('proposals', `${id}.json`), 'utf8');
    assert.equal(verifyProposal(json, id), undefined);
    const value = JSON.parse(json) as { also: { before: string }[] };
    value.also[0]!.before += 'x';
    const found = verifyProposal(JSON.stringify(value), id);
    assert.equal(found && english(found), 'The proposal’s text of “rows” is not the one it was made from.');
  });
});
