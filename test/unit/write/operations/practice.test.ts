import assert from 'node:assert/strict';
import type { ChatModel, ChatRequest } from '../../../../src/engine/ports.js';
import type { Skill } from '../../../../src/engine/skills/skill.js';
import type { Episode } from '../../../../src/engine/write/episode.js';
import { archive } from '../../../../src/engine/write/operations/archive.js';
import { create } from '../../../../src/engine/write/operations/create.js';
import { merge } from '../../../../src/engine/write/operations/merge.js';
import { attempts, type Draft } from '../../../../src/engine/write/operations/operation.js';
import { rewrite } from '../../../../src/engine/write/operations/rewrite.js';
import { routeFix } from '../../../../src/engine/write/operations/routeFix.js';
import { split } from '../../../../src/engine/write/operations/split.js';
import { connectModel } from '../../../../src/models/connect.js';
import { serve, type PracticeServer } from '../../../../src/practice/server.js';
import { dataFiles } from '../../../../src/practice/workspace/data.js';
import { expectedAnswers, practiceTasks } from '../../../../src/practice/workspace/tasks.js';
import { ledgerSkill } from '../../../../src/practice/workspace/texts.js';
import { assertGolden } from '../../../support/golden.js';
import { inProcess } from '../../practice/support/model.js';
import { episode, runTask } from '../../practice/support/run.js';
import { memoryTools } from '../../practice/support/tools.js';
import { evidence, skillOf } from '../support.js';

const never = new AbortController().signal;
const [, attempt] = attempts(3, 7);
const expected = expectedAnswers();
const ledger = skillOf('ledger-conventions', ledgerSkill());

/** A run of a practice task with a skill, or without one. */
async function run(id: string, skill?: Skill): Promise<Episode> {
  const { prompt } = practiceTasks.find((task) => task.id === id) ?? { prompt: '' };
  const done = await runTask(prompt, skill, { ask: inProcess(), tools: memoryTools(dataFiles) });
  return { ...episode(done, expected[id], done.answer === expected[id] ? 'success' : 'failure'), run: id };
}

const outcomes = async (ids: readonly string[], skill?: Skill): Promise<readonly string[]> =>
  Promise.all(ids.map(async (id) => (await run(id, skill)).outcome));

/** The requests and what came of them, one after the other. */
const transcript = (asked: readonly ChatRequest[], draft: Draft | undefined): string =>
  [
    ...asked.flatMap(({ messages, temperature, seed }) => [
      `=== asked with temperature ${String(temperature)}, seed ${String(seed)}`,
      ...messages.map(({ role, content }) => `--- ${role}\n${content}`),
    ]),
    `=== draft\n${JSON.stringify(draft ?? null, (key, value: unknown) => (key === 'baseHash' ? '<hash>' : value), 2)}\n`,
  ].join('\n');

describe('the operations with the practice model, over HTTP', () => {
  let server: PracticeServer;
  let model: ChatModel;
  let asked: ChatRequest[];
  before(async () => {
    server = await serve({ chunkDelayMs: 0 });
    const real = await connectModel({ baseUrl: server.baseUrl, model: 'practice', simulated: true, label: 'practice' });
    model = {
      info: real.info,
      chat: (request, progress, signal) => {
        asked.push(structuredClone(request));
        return real.chat(request, progress, signal);
      },
    };
  });
  beforeEach(() => (asked = []));
  after(() => server.close());

  it('rewrite: the one wrong line', async () => {
    const failures = [await run('ledger-total', ledger)];
    const keep = [await run('ledger-largest', ledger)];
    const draft = await rewrite(model, { ...evidence({ failures, keep }), skill: ledger, version: 1 }, attempt!, never);
    assertGolden('write-rewrite.txt', transcript(asked, draft));
    const after = skillOf(ledger.name, draft?.after ?? '');
    assert.deepEqual(await outcomes(['ledger-total', 'ledger-largest', 'ledger-net'], after), Array(3).fill('success'));
  });

  it('create: from failures, named by what they share', async () => {
    const failures = [await run('request-errors'), await run('request-client-errors')];
    const rejected = [{ summary: 'Counts lines.', reason: 'fixes 0 of 2 failures' }];
    const input = { ...evidence({ failures, rejected }), library: [ledger], taken: new Set([ledger.name]) };
    const draft = await create(model, input, attempt!, never);
    assertGolden('write-create.txt', transcript(asked, draft));
    assert.deepEqual(await outcomes(['request-errors', 'request-client-errors']), ['failure', 'failure']);
    const made = skillOf(draft?.skill ?? '', draft?.after ?? '');
    assert.deepEqual(await outcomes(['request-errors', 'request-client-errors'], made), ['success', 'success']);
  });

  it('create: from successes, what they show to hold', async () => {
    // In this house the log is counted as one would guess, so what a run without a skill answers is right.
    const ids = ['request-errors', 'request-client-errors'];
    const asGuessed = async (id: string, skill?: Skill): Promise<Episode> => ({
      ...(await run(id, skill)),
      outcome: 'success',
      signals: [],
    });
    const keep = await Promise.all(ids.map((id) => asGuessed(id)));
    const input = {
      ...evidence({ keep }),
      library: [ledger],
      taken: new Set([ledger.name]),
      learnedFrom: 'successes' as const,
    };
    const draft = await create(model, input, attempt!, never);
    assertGolden('write-create-from-successes.txt', transcript(asked, draft));
    const made = skillOf(draft?.skill ?? '', draft?.after ?? '');
    const answers = (episodes: readonly Episode[]): readonly string[] => episodes.map(({ answer }) => answer);
    assert.deepEqual(answers(await Promise.all(ids.map((id) => asGuessed(id, made)))), answers(keep));
    // Its answer would be the same under every rule.
    const shows = { ...input, keep: [await asGuessed('request-top-path')] };
    assert.equal(await create(model, shows, attempt!, never), undefined);
  });

  it('split: a sibling for what fails, an exclusion for what does not', async () => {
    const failures = [await run('ledger-total', ledger), await run('ledger-average', ledger)];
    const keep = [await run('ledger-largest', ledger)];
    const input = {
      ...evidence({ failures, keep }),
      skill: ledger,
      version: 3,
      library: [ledger],
      taken: new Set([ledger.name]),
    };
    const draft = await split(model, input, attempt!, never);
    assertGolden('write-split.txt', transcript(asked, draft));
    const sibling = skillOf(draft?.skill ?? '', draft?.after ?? '');
    assert.deepEqual(await outcomes(['ledger-total', 'ledger-average'], sibling), ['success', 'success']);
    const old = skillOf(ledger.name, draft?.also?.[0]?.after ?? '');
    assert.match(old.description, /^How this house keeps .* Not for tasks that mention /);
    assert.equal(old.body, ledger.body);
    assert.equal(
      await split(model, { ...input, keep: failures }, attempt!, never),
      undefined,
      'they cannot be told apart',
    );
  });

  it('route fix: the words that were missed, and no rule', async () => {
    const shifts = skillOf(
      'shift-rules',
      '---\nname: shift-rules\ndescription: How the house counts hours.\n---\n# Shifts\n\n- A day begins at 04:00.\n',
    );
    const failures = [await run('shift-worked', ledger), await run('shift-longest', ledger)];
    const input = { ...evidence({ failures }), skill: shifts, version: 1, library: [ledger, shifts] };
    const draft = await routeFix(model, input, attempt!, never);
    assertGolden('write-route-fix.txt', transcript(asked, draft));
    const after = skillOf(shifts.name, draft?.after ?? '');
    assert.equal(after.body, shifts.body);
    assert.match(after.description, /^How the house counts hours\..*shift/);
    const rejected = [{ summary: draft?.summary ?? '', reason: 'no' }];
    assert.notEqual((await routeFix(model, { ...input, rejected }, attempt!, never))?.summary, draft?.summary);
  });

  it('merge: every line of both, but for the one the successes speak against', async () => {
    const other = skillOf(
      'ledger-signs',
      '---\nname: ledger-signs\ndescription: Signs of amounts in the ledger export.\n---\n# Signs\n\nRead the till.\n\n```recipe\n- A number in parentheses is negative.\n- Leave out rows flagged V.\n```\n',
    );
    const right = skillOf(ledger.name, ledger.text.replace('an ordinary positive number', 'negative'));
    const keep = [await run('ledger-total', right), await run('ledger-net', right)];
    const input = { ...evidence({ keep }), skill: ledger, version: 2, other, otherVersion: 1 };
    const draft = await merge(model, input, attempt!, never);
    assertGolden('write-merge.txt', transcript(asked, draft));
    const merged = skillOf(ledger.name, draft?.after ?? '');
    assert.deepEqual(await outcomes(['ledger-total', 'ledger-net'], merged), ['success', 'success']);
    assert.deepEqual(
      draft?.also?.map(({ skill, after }) => [skill, after]),
      [['ledger-signs', null]],
    );
    assert.equal(await merge(model, { ...input, keep: [] }, attempt!, never), undefined, 'nobody knows who is right');
  });

  it('archive: asks nobody', () => {
    const draft = archive(ledger, 'It did worse than no skill in 8 of 9 runs.');
    assertGolden('write-archive.txt', transcript(asked, draft));
    assert.deepEqual(asked, []);
  });
});
