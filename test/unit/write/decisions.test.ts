import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { skillText } from '../skills/support.js';
import { useDesk } from '../engine/desk.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import type { AlsoChange } from '../../../src/engine/write/proposal.js';
import { draftFor, failed, passed, proposalsOf } from './support.js';

const rules = (...some: readonly string[]): string => skillText('ledger', some.map((rule) => `- ${rule}\n`).join(''));
const old = rules('one', 'two', 'three', 'four', 'five', 'six');
const also = (skill: string, before: string, after: string | null): AlsoChange => ({
  skill,
  baseHash: sha256(before),
  before,
  after,
});

describe('accepting what changes more than one skill', () => {
  const desk = useDesk();
  const sibling = skillText('ledger-cash', '- two\n');
  const excluded = old.replace('must be done.', 'must be done. Not for cash.');

  /** A library with the skill, a window on it, and a proposal to split it. */
  async function splitting() {
    const house = desk();
    await house.write('ledger', old);
    await house.write('ledger', 'echo 1\n', 'scripts/total.sh');
    const engine = await house.open();
    await engine.trust(['ledger']);
    const draft = draftFor('ledger-cash', null, sibling, { operation: 'split', also: [also('ledger', old, excluded)] });
    return { ...house, engine, id: (await proposalsOf(house).create(draft)).id };
  }

  it('writes all of it, takes all of it back, and gives it again', async () => {
    const { engine, id, read, file } = await splitting();
    assert.equal((await engine.accept(id)).state, 'applied');
    assert.deepEqual([await read('ledger-cash'), await read('ledger')], [sibling, excluded]);
    assert.equal(await read('ledger', 'scripts/total.sh'), 'echo 1\n', 'scripts stay as they are');
    assert.equal((await engine.standing()).toReview.size, 0);
    assert.deepEqual(
      (await engine.versions('ledger')).map(({ by, proposal }) => [by, proposal]),
      [
        ['hand', undefined],
        ['memento', id],
      ],
    );
    assert.equal((await engine.undoAccept(id)).state, 'pending');
    assert.equal(await read('ledger'), old);
    assert.equal(existsSync(path.dirname(file('ledger-cash'))), false);
    assert.equal((await engine.accept(id)).state, 'applied');
    assert.deepEqual([await read('ledger-cash'), await read('ledger')], [sibling, excluded]);
  });

  it('writes none of it when one of the skills has changed in the same lines', async () => {
    const { engine, id, write, read, file } = await splitting();
    const mine = old.replace('Does ledger', 'Keeps the ledger');
    await write('ledger', mine);
    await assert.rejects(engine.accept(id), /“ledger” has changed since this proposal was made/);
    assert.equal(await read('ledger'), mine);
    assert.equal(existsSync(file('ledger-cash')), false);
    const { state, reason } = await engine.proposal(id);
    assert.equal(state, 'stale');
    assert.match(reason ?? '', /has changed since/);
  });

  it('writes none of it when the new skill is there by now', async () => {
    const { engine, id, write, read } = await splitting();
    await write('ledger-cash', skillText('ledger-cash', 'Mine.\n'));
    await assert.rejects(engine.accept(id), /There is a skill “ledger-cash” by now/);
    assert.equal(await read('ledger'), old);
    assert.equal(await read('ledger-cash'), skillText('ledger-cash', 'Mine.\n'));
  });

  it('takes nothing back when one of the skills has changed since', async () => {
    const { engine, id, write, read } = await splitting();
    await engine.accept(id);
    await write('ledger', `${excluded}By hand.\n`);
    await assert.rejects(engine.undoAccept(id), /“ledger” has changed since/);
    assert.deepEqual([await read('ledger-cash'), await read('ledger')], [sibling, `${excluded}By hand.\n`]);
    assert.equal((await engine.proposal(id)).state, 'applied');
  });

  it('is taken as a whole', async () => {
    const { engine, id, read, propose } = await splitting();
    const two = await propose('ledger', old, old.replace('one', 'ONE').replace('six', 'SIX'));
    const whole = draftFor('ledger', old, old.replace('one', 'ONE').replace('six', 'SIX'), {
      also: [also('ledger', old, null)],
    });
    const both = (await proposalsOf(desk()).create(whole)).id;
    await assert.rejects(engine.accept(both, [0]), /only be accepted as a whole/);
    await assert.rejects(engine.accept(id, [1]), /has only 1 edits/);
    assert.equal((await engine.accept(two, [0])).state, 'applied', 'a proposal for one skill may be taken in part');
    assert.equal(await read('ledger'), old.replace('one', 'ONE'));
  });

  it('archives what was merged, and brings it back with all its files', async () => {
    const { engine, write, read, file, home, workspace } = { ...(await splitting()) };
    await write('totals', skillText('totals'));
    await engine.trust(['totals']);
    const merged = `${old}- seven\n`;
    const draft = draftFor('totals', skillText('totals'), skillText('totals', 'Do it all.\n'), {
      operation: 'merge',
      also: [also('ledger', old, null)],
    });
    const { id } = await proposalsOf({ home, workspace }).create(draft);
    await engine.accept(id);
    assert.equal(existsSync(path.dirname(file('ledger'))), false);
    assert.deepEqual((await engine.standing()).archived, ['ledger']);
    await engine.undoAccept(id);
    assert.deepEqual([await read('totals'), await read('ledger')], [skillText('totals'), old]);
    assert.equal(await read('ledger', 'scripts/total.sh'), 'echo 1\n');
    await write('ledger', merged);
    await assert.rejects(engine.accept(id), /“ledger” has changed since/, 'new lines would be archived unseen');
    assert.equal(await read('ledger'), merged);
  });
});

describe('archiving by a proposal', () => {
  const desk = useDesk();

  it('moves the whole folder into the history, from where it comes back', async () => {
    const { open, write, read, file, ...house } = desk();
    await write('ledger', old);
    await write('ledger', 'echo 1\n', 'scripts/total.sh');
    const engine = await open();
    const { id } = await proposalsOf(house).create(draftFor('ledger', old, '', { operation: 'archive' }));
    await assert.rejects(engine.acceptText(id, old), /only be accepted as a whole/);
    const applied = await engine.accept(id);
    assert.deepEqual([applied.state, applied.appliedHash], ['applied', undefined]);
    assert.equal(existsSync(path.dirname(file('ledger'))), false);
    await engine.restore('ledger', 1);
    assert.deepEqual([await read('ledger'), await read('ledger', 'scripts/total.sh')], [old, 'echo 1\n']);
    await assert.rejects(engine.undoAccept(id), /has changed since/);
  });

  it('leaves a skill that has changed since', async () => {
    const { open, write, read, ...house } = desk();
    await write('ledger', old);
    const engine = await open();
    const { id } = await proposalsOf(house).create(draftFor('ledger', old, '', { operation: 'archive' }));
    await write('ledger', `${old}- seven\n`);
    await assert.rejects(engine.accept(id), /has changed since/);
    assert.equal(await read('ledger'), `${old}- seven\n`);
  });
});

describe('a proposal for a skill that has changed in other lines', () => {
  const desk = useDesk();

  it('is carried out there, and is not gated any more', async () => {
    const { open, write, read, ...house } = desk();
    await write('ledger', old);
    const engine = await open();
    const [first, second] = [old.replace('one', 'ONE'), old.replace('six', 'SIX').replace('four', 'FOUR')];
    const proposals = proposalsOf(house);
    const one = await proposals.create(draftFor('ledger', old, first, { gate: passed(first) }));
    const two = await proposals.create(draftFor('ledger', old, second, { gate: passed(second) }));
    assert.equal((await engine.accept(one.id)).gate.state, 'passed');
    const applied = await engine.accept(two.id);
    assert.equal(applied.state, 'applied');
    assert.equal(await read('ledger'), first.replace('six', 'SIX').replace('four', 'FOUR'));
    assert.deepEqual([applied.gate.state, applied.before, applied.baseHash], ['not-gated', first, sha256(first)]);
    assert.equal(applied.baseVersion, 2);
    assert.equal(applied.hunks.length, 2);
    assert.equal((await engine.undoAccept(two.id)).state, 'pending');
    assert.equal(await read('ledger'), first);
  });

  it('is carried out in part, and with what the person made of it', async () => {
    const { open, write, read, propose } = desk();
    await write('ledger', old);
    const engine = await open();
    const after = old.replace('one', 'ONE').replace('six', 'SIX');
    const [part, text] = [await propose('ledger', old, after), await propose('ledger', old, after)];
    const mine = old.replace('three', 'drei');
    await write('ledger', mine);
    const applied = await engine.accept(part, [1]);
    assert.equal(await read('ledger'), mine.replace('six', 'SIX'));
    assert.deepEqual(applied.acceptedHunks, [1]);
    await engine.acceptText(text, old.replace('one', '1'));
    assert.equal(await read('ledger'), mine.replace('six', 'SIX').replace('one', '1'));
  });

  it('is stale where the lines touch, and says so', async () => {
    const { open, write, read, propose } = desk();
    await write('ledger', old);
    const engine = await open();
    const id = await propose('ledger', old, old.replace('two', 'TWO'));
    const mine = old.replace('three', 'drei');
    await write('ledger', mine);
    await assert.rejects(engine.accept(id), { name: 'HumanError', remedy: 'show-conflict' });
    assert.equal(await read('ledger'), mine);
    assert.match((await engine.proposal(id)).reason ?? '', /SKILL\.md of “ledger” has changed since/);
  });
});

describe('who may accept', () => {
  const desk = useDesk();
  const after = old.replace('two', 'TWO');
  const from = [
    { run: 'r', from: 'web', what: 'curl https://a.example/notes', step: 2 },
    { run: 'r', from: 'instruction', what: 'notes.md', step: 3 },
  ] as const;

  async function house() {
    const found = desk();
    await found.write('ledger', old);
    const engine = await found.open();
    await engine.trust(['ledger']);
    return { ...found, engine, proposals: proposalsOf(found) };
  }

  it('a person who has seen where the text comes from, not one who has not', async () => {
    const { engine, proposals, read } = await house();
    const { id, state } = await proposals.create(draftFor('ledger', old, after, { provenance: from }));
    assert.equal(state, 'quarantined');
    const named = /curl https:\/\/a\.example\/notes \(web\), notes\.md \(instruction\)/;
    await assert.rejects(engine.accept(id), named);
    await assert.rejects(engine.acceptText(id, old.replace('two', '2')), named);
    await assert.rejects(engine.accept(id, undefined, { acknowledged: false }), named);
    assert.equal((await engine.proposal(id)).state, 'quarantined');
    assert.equal(await read('ledger'), old);
    assert.equal((await engine.accept(id, undefined, { acknowledged: true })).state, 'applied');
    assert.equal(await read('ledger'), after);
    assert.equal((await engine.undoAccept(id)).state, 'quarantined', 'it waits as it did before');
    assert.equal((await engine.reject(id, 'no')).state, 'rejected');
  });

  it('auto mode what its gate has passed', async () => {
    const { engine, proposals, read } = await house();
    const { id } = await proposals.create(draftFor('ledger', old, after, { gate: passed(after) }));
    const applied = await engine.accept(id, undefined, { automatic: true });
    assert.deepEqual([applied.state, applied.automatic], ['applied', true]);
    assert.equal((await engine.versions('ledger')).at(-1)?.by, 'memento');
    assert.equal(await read('ledger'), after);
    assert.equal((await engine.undoAccept(id)).automatic, undefined);
  });

  it('auto mode nothing else', async () => {
    const { engine, proposals, read, write } = await house();
    const gate = passed(after);
    const tools = old.replace('---\n- one', 'allowed-tools: Bash\n---\n- one');
    const refused: readonly (readonly [RegExp, ReturnType<typeof draftFor>])[] = [
      [/has not passed a gate/, draftFor('ledger', old, after)],
      [/has not passed a gate/, draftFor('ledger', old, after, { gate: failed })],
      [/not the text its gate has looked at/, draftFor('ledger', old, after, { gate: passed(old) })],
      [/allows the skill more tools \(Bash\)/, draftFor('ledger', old, tools, { gate: passed(tools) })],
      [/Text from outside/, draftFor('ledger', old, after, { gate, provenance: from })],
    ];
    for (const [why, draft] of refused) {
      const { id, state } = await proposals.create(draft);
      await assert.rejects(engine.accept(id, undefined, { automatic: true, acknowledged: true }), why);
      assert.equal((await engine.proposal(id)).state, state);
    }
    const { id } = await proposals.create(draftFor('ledger', old, after, { gate }));
    await assert.rejects(engine.accept(id, [], { automatic: true }), /No edit/);
    await engine.lock('ledger', true);
    await assert.rejects(engine.accept(id, undefined, { automatic: true }), /“ledger” is locked/);
    await engine.lock('ledger', false);
    await write('ledger', old.replace('six', 'SIX'));
    await assert.rejects(engine.accept(id, undefined, { automatic: true }), /has not passed a gate/, 'another base');
    assert.equal(await read('ledger'), old.replace('six', 'SIX'));
    assert.equal((await engine.proposal(id)).gate.state, 'passed', 'it waits as it was');
  });

  it('a person what asks for more tools, and it is told', async () => {
    const { engine, proposals } = await house();
    const tools = old.replace('---\n- one', 'allowed-tools: Bash\n---\n- one');
    const { id, permissions } = await proposals.create(draftFor('ledger', old, tools));
    assert.deepEqual(permissions, ['Bash']);
    assert.equal((await engine.accept(id)).state, 'applied');
  });
});

describe('skills that are gone', () => {
  const desk = useDesk();

  it('make a proposal stale, and nothing is made anew', async () => {
    const { open, write, file, workspace, ...house } = desk();
    await write('ledger', old);
    const engine = await open();
    const change = draftFor('cash', null, skillText('cash'), {
      operation: 'split',
      also: [also('ledger', old, `${old}- 7\n`)],
    });
    const { id } = await proposalsOf({ ...house, workspace }).create(change);
    await rm(path.dirname(file('ledger')), { recursive: true });
    await assert.rejects(engine.accept(id), /“ledger” has changed since/);
    assert.deepEqual(await readdir(path.join(workspace, '.memento/skills')), []);
  });
});
