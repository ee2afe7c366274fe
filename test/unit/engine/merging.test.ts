import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { RunEvent, RunSummary } from '../../../src/engine/events.js';
import type { ChatModel } from '../../../src/engine/ports.js';
import { english, text } from '../../../src/engine/text.js';
import { gateSentence } from '../../../src/engine/write/gate/sentence.js';
import { Upkeep } from '../../../src/engine/write/record/upkeep.js';
import { defaultLearning } from '../../../src/engine/write/settings.js';
import { assertGolden } from '../../support/golden.js';
import type { PracticeHouse } from '../../support/practice.js';
import { transcript } from '../../support/transcript.js';
import { close, fileOf, goes, openTwins, round, solve, stays } from './mergeHouse.js';
import { partsBeside } from './standing.js';

const never = new AbortController().signal;

describe('two skills for one kind of task, at a round’s end in the practice world over HTTP', () => {
  let house: PracticeHouse;
  afterEach(() => house.close());

  const eventsOf = async (run: RunSummary): Promise<readonly RunEvent[]> => (await house.engine.run(run.id)).events;
  const merges = (): number =>
    house.events.filter((event) => event.type === 'write.started' && event.operation === 'merge').length;
  const whyNothing = async (run: RunSummary): Promise<string> => {
    const nothing = (await eventsOf(run)).findLast((event) => event.type === 'write.nothing');
    return nothing ? english(nothing.reason) : '';
  };
  /** The practice model, but what it writes in place of two skills is changed. */
  const meddling = (change: (reply: string) => string): ChatModel => ({
    info: house.model.info,
    chat: async (request, progress, signal) => {
      const reply = await house.model.chat(request, progress, signal);
      const isMerge = request.messages.some(({ content }) => content.startsWith('## Merge two skills'));
      return isMerge ? { ...reply, content: change(reply.content) } : reply;
    },
  });

  it('become one proposal that is accepted and taken back as a whole', async () => {
    house = await openTwins();
    const last = await round(house);
    const events = await eventsOf(last);
    const from = events.findIndex(({ type }) => type === 'verdict');
    assertGolden('merge-at-round-end.txt', transcript(events.slice(from), house.workspace));
    assert.equal(last.proposal, null, 'it is not what this run has taught');

    const [proposal, ...more] = await house.engine.proposals();
    assert.deepEqual(more, []);
    assert.deepEqual(
      [proposal?.operation, proposal?.skill, proposal?.state, proposal?.learnedFrom, proposal?.runs.length],
      ['merge', stays, 'pending', 'successes', 5],
    );
    assert.equal(english(gateSentence(proposal!.gate)), 'replays 5 old successes of both, 0 broken; +18 tokens');
    assert.ok((proposal?.spent?.tokens ?? 0) > 0);
    const before = await Promise.all([stays, goes].map((name) => readFile(fileOf(house, name), 'utf8')));

    await house.engine.accept(proposal?.id ?? '');
    assert.equal(await readFile(fileOf(house, stays), 'utf8'), proposal?.after);
    assert.equal(existsSync(path.dirname(fileOf(house, goes))), false);
    assert.equal((await solve(house, close[0])).skill, stays);

    await house.engine.undoAccept(proposal?.id ?? '');
    assert.deepEqual(await Promise.all([stays, goes].map((name) => readFile(fileOf(house, name), 'utf8'))), before);
    assert.equal((await house.engine.proposal(proposal?.id ?? '')).state, 'pending');
  });

  it('become one by themselves in auto mode', async () => {
    house = await openTwins();
    const last = await round(house, { review: 'auto' });
    const [proposal] = await house.engine.proposals();
    assert.deepEqual([proposal?.operation, proposal?.state, proposal?.automatic], ['merge', 'applied', true]);
    assert.equal(existsSync(path.dirname(fileOf(house, goes))), false);
    assert.ok((await eventsOf(last)).some((event) => event.type === 'proposal.decided' && event.state === 'applied'));
  });

  it('stay two in shadow mode, and a record in the run says what would have been', async () => {
    house = await openTwins();
    const last = await round(house, { review: 'shadow' });
    const shadow = (await eventsOf(last)).find((event) => event.type === 'proposal.shadow');
    assert.equal(shadow?.proposal.operation, 'merge');
    assert.deepEqual(await house.engine.proposals(), []);
    assert.ok(existsSync(fileOf(house, goes)));
  });

  it('stay two where the text for both breaks what worked, which is not tried again', async () => {
    house = await openTwins();
    const model = meddling((reply) => reply.replace(/^description: .*$/m, 'description: Where the zebras graze.'));
    const last = await round(house, { model });
    assert.equal(await whyNothing(last), 'No change passed the gate.');
    const [refused, ...more] = await house.engine.proposals();
    assert.deepEqual(more, []);
    assert.deepEqual([refused?.state, refused?.rejectedBy, refused?.gate.state], ['rejected', 'gate', 'failed']);
    assert.match(refused?.reason ?? '', /^replays 1 old successes of both, 1 broken; /);
    await round(house);
    assert.equal(merges(), 1, 'these very texts were turned down');
  });

  it('stay two while they were close only three times', async () => {
    house = await openTwins();
    for (const id of close.slice(0, 2)) await solve(house, id, { skill: goes });
    for (const id of close.slice(0, 3)) await solve(house, id);
    assert.equal((await house.engine.rounds()).length, 1);
    assert.equal(merges(), 0);
    // In the next round there is the fourth time.
    for (const id of close) await solve(house, id);
    await solve(house, close[0], { skill: goes });
    assert.equal((await house.engine.rounds()).length, 2);
    assert.equal(merges(), 1);
  });

  it('stay two where the model finds that they contradict each other, where one never worked, or the budget is used up', async () => {
    house = await openTwins();
    const last = await round(house, { model: meddling(() => 'NOTHING') });
    assert.match(await whyNothing(last), /no text that keeps the rules of “ledger-conventions” and “ledger-practices”/);
    assert.deepEqual(await house.engine.proposals(), []);
    await house.close();

    house = await openTwins();
    for (const id of [...close, close[0]]) await solve(house, id);
    assert.deepEqual([(await house.engine.rounds()).length, merges()], [1, 0], 'only one of them has worked');
    await house.close();

    house = await openTwins({ tokensPerDay: 0 });
    await round(house);
    assert.deepEqual([(await house.engine.rounds()).length, merges()], [1, 0]);
  });

  it('wait ungated when the gate is cancelled, and can be examined later; the run is done', async () => {
    house = await openTwins();
    const cancel = new AbortController();
    house.engine.onEvent((event) => {
      if (event.type === 'gate.started') cancel.abort();
    });
    const last = await round(house, {}, cancel.signal);
    assert.deepEqual([last.status, last.outcome], ['done', 'success']);
    const [proposal] = await house.engine.proposals();
    assert.deepEqual([proposal?.state, proposal?.gate.state], ['pending', 'not-gated']);
    assert.match(english(proposal?.gate.why ?? text('')), /cancelled/);
    const again = await house.engine.gate(proposal?.id ?? '', undefined, house.model, never);
    assert.equal(english(gateSentence(again.gate)), 'replays 5 old successes of both, 0 broken; +18 tokens');
    assert.deepEqual([again.gate.state, again.gate.rule], ['passed', 'kept']);
  });

  it('stay two when it is cancelled while it is written', async () => {
    house = await openTwins();
    const cancel = new AbortController();
    house.engine.onEvent((event) => {
      if (event.type === 'write.started') cancel.abort();
    });
    const last = await round(house, {}, cancel.signal);
    assert.deepEqual([last.status, await whyNothing(last)], ['done', 'Merging was cancelled.']);
    assert.deepEqual(await house.engine.proposals(), []);
  });

  it('are never looked at for it where one is locked, read-only or elementary, or where it is switched off', async () => {
    house = await openTwins({ merging: false });
    await round(house);
    assert.equal(merges(), 0);
    const found = async (templates?: string): Promise<readonly unknown[]> => {
      const learning = { ...defaultLearning, roundLength: 5 };
      const { memory, log } = partsBeside(house.engine, house.home, learning, templates);
      const { merge } = await new Upkeep(memory, log, learning).look();
      await log.dispose();
      return merge.map(({ skills }) => skills);
    };
    assert.deepEqual(await found(), [[stays, goes]]);
    for (const name of [stays, goes]) {
      await house.engine.lock(name, true);
      assert.deepEqual(await found(), [], `${name} is locked`);
      await house.engine.lock(name, false);
    }
    const templates = path.join(house.home, 'templates');
    await cp(path.dirname(fileOf(house, goes)), path.join(templates, goes), { recursive: true });
    assert.deepEqual(await found(templates), [], 'one is elementary');
    const elsewhere = path.join(house.workspace, '.agents/skills');
    await cp(path.dirname(fileOf(house, goes)), path.join(elsewhere, goes), { recursive: true });
    await rename(path.dirname(fileOf(house, goes)), path.join(house.home, 'away'));
    assert.deepEqual(await found(), [], 'one is another agent’s');
  });
});
