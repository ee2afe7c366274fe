import assert from 'node:assert/strict';
import type { Engine } from '../../../src/engine/engine.js';
import type { RunEvent } from '../../../src/engine/events.js';
import type { ChatModel } from '../../../src/engine/ports.js';
import { english, text } from '../../../src/engine/text.js';
import { defaultLearning, type LearningSettings } from '../../../src/engine/write/settings.js';
import { useDesk } from './desk.js';

const never = new AbortController().signal;
const settings = { maxSteps: 3, maxMinutes: 1, commandTimeoutSeconds: 10 };
const failing = { prompt: 'How many rows has the table?', check: 'echo "expected: 4"; false' };
/** Another request of the same kind. */
const another = { ...failing, prompt: 'How many rows has the other table?' };

/** Answers tasks with "done", and questions about skills with these replies in turn. */
function scripted(...replies: string[]): ChatModel & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    info: { id: 's', label: 'scripted', simulated: true },
    asked,
    chat: ({ messages }) => {
      const opening = messages.find(({ role }) => role === 'user')?.content ?? '';
      const about = opening.startsWith('## ');
      if (about) asked.push(messages.map(({ content }) => content).join('\n'));
      const content = about ? (replies.shift() ?? '') : 'ANSWER: done';
      const usage = { promptTokens: 10, completionTokens: 1 };
      return Promise.resolve({ content, toolCalls: [], finish: 'stop', usage });
    },
  };
}

const blame = (cause: string, confidence: number, skill: string | null = null): string =>
  JSON.stringify({ cause, skill, confidence, reason: 'r', quotes: [{ from: 'check', text: 'expected: 4' }] });

const skill = (name: string, rule: string): string =>
  `Counts rows.\n\n\`\`\`\`skill\n---\nname: ${name}\ndescription: Counting rows.\n---\n# Rows\n\n- ${rule}\n\`\`\`\`\n`;

describe('from a failure to a proposal', () => {
  const desk = useDesk();

  /** An engine with a skill that is used for the task; nothing is replayed unless it is told to. */
  async function open(more: Partial<LearningSettings> = {}): Promise<Engine> {
    await desk().write('rows');
    const learning = { ...defaultLearning, gate: false, counterfactuals: false, ...more };
    const engine = await desk().open({ settings: { ...settings, learning } });
    await engine.trust(['rows']);
    return engine;
  }

  async function fail(
    engine: Engine,
    model: ChatModel,
    review: 'review' | 'auto' | 'shadow' = 'review',
    task = failing,
  ) {
    const approver = { ask: () => Promise.resolve('deny' as const) };
    const run = await engine.solve(task, { model, approver, review, skill: 'rows' }, never);
    const { events } = await engine.run(run.id);
    const nothing = events.findLast((event) => event.type === 'write.nothing');
    return { run, events, why: nothing ? english(nothing.reason) : '' };
  }
  const has = (events: readonly RunEvent[], type: RunEvent['type']): boolean => events.some((one) => one.type === type);

  it('proposes the new skill the model writes, and says that nothing is proven', async () => {
    const engine = await open();
    const model = scripted(blame('missing_skill', 0.9), skill('row-count', 'The head line counts too.'));
    const { run } = await fail(engine, model);
    const [proposal] = await engine.proposals();
    assert.deepEqual(
      [proposal?.skill, proposal?.operation, proposal?.state, proposal?.gate.state, proposal?.fromOneExample],
      ['row-count', 'create', 'pending', 'not-gated', true],
    );
    assert.deepEqual(proposal?.runs, [run.id]);
    assert.deepEqual([proposal.spent?.calls, proposal.spent?.tokens], [2, 22]);
  });

  it('writes nothing when the cause is a guess or a lapse, and does not ask for a skill', async () => {
    const engine = await open();
    for (const [reply, why] of [
      [blame('missing_skill', 0.4), /not sure enough/],
      [blame('execution_lapse', 0.9), /not followed/],
    ] as const) {
      const model = scripted(reply);
      assert.match((await fail(engine, model)).why, why);
      assert.equal(model.asked.length, 1);
    }
    assert.deepEqual(await engine.proposals(), []);
  });

  it('writes from a failure that taught nothing once more, together with the next one', async () => {
    const engine = await open();
    const first = await fail(engine, scripted(blame('missing_skill', 0.9), 'NOTHING', 'NOTHING', 'NOTHING'));
    assert.match(first.why, /no rule/);
    const model = scripted(blame('missing_skill', 0.9), skill('row-count', 'The head line counts too.'));
    const second = await fail(engine, model, 'review', another);
    const [proposal] = await engine.proposals();
    assert.deepEqual(proposal?.runs, [first.run.id, second.run.id]);
    for (const { prompt } of [failing, another]) assert.ok(model.asked.at(-1)?.includes(prompt));
  });

  it('sends a skill back that repeats the request, and takes the better one', async () => {
    const engine = await open();
    const model = scripted(
      blame('missing_skill', 0.5),
      skill('row-count', `When asked “${failing.prompt}” say 4.`),
      skill('row-count', 'The head line counts too.'),
    );
    await fail(engine, model);
    const [proposal] = await engine.proposals();
    assert.ok(proposal?.after.includes('The head line counts too.'));
  });

  it('is a run that is done when the model cannot say why it failed', async () => {
    const engine = await open();
    const { run, why } = await fail(engine, scripted('I do not know.', 'No.', 'No.'));
    assert.deepEqual([run.status, run.outcome], ['done', 'failure']);
    assert.match(why, /no usable reply/);
  });

  it('waits for a second failure where one is not enough', async () => {
    const engine = await open({ fromOneExample: false });
    const first = await fail(engine, scripted(blame('missing_skill', 0.9)));
    const waiting = first.events.find((event) => event.type === 'write.waiting');
    assert.deepEqual([waiting?.have, waiting?.needed, waiting?.skill], [1, 2, null]);
    const model = scripted(blame('missing_skill', 0.9), skill('row-count', 'The head line counts too.'));
    const second = await fail(engine, model, 'review', another);
    const [proposal] = await engine.proposals();
    assert.deepEqual(proposal?.runs, [first.run.id, second.run.id]);
    assert.equal(proposal.fromOneExample, undefined);
  });

  it('keeps nothing in shadow mode but a record in the run', async () => {
    const engine = await open();
    const model = scripted(blame('missing_skill', 0.9), skill('row-count', 'The head line counts too.'));
    const { events } = await fail(engine, model, 'shadow');
    const shadow = events.find((event) => event.type === 'proposal.shadow');
    assert.equal(shadow?.proposal.skill, 'row-count');
    assert.equal(has(events, 'proposal'), false);
    assert.deepEqual(await engine.proposals(), []);
  });

  it('accepts nothing by itself that no replay has proven', async () => {
    const engine = await open();
    const model = scripted(blame('missing_skill', 0.9), skill('row-count', 'The head line counts too.'));
    const { events } = await fail(engine, model, 'auto');
    assert.equal((await engine.proposals())[0]?.state, 'pending');
    assert.equal(has(events, 'proposal.decided'), false);
  });

  it('turns down what does not help when it is replayed, and remembers it', async () => {
    const engine = await open({ gate: true });
    const replies = ['The head line counts too.', 'Blank lines do not count.', 'Count every line.'];
    const { why } = await fail(
      engine,
      scripted(blame('missing_skill', 0.9), ...replies.map((rule) => skill('row-count', rule))),
    );
    assert.match(why, /passed the gate/);
    const turnedDown = await engine.proposals();
    assert.deepEqual(
      turnedDown.map(({ state, rejectedBy, gate }) => [state, rejectedBy, gate.state, gate.failures]),
      turnedDown.map(() => ['rejected', 'gate', 'failed', { of: 1, passed: 0 }]),
    );
    assert.equal(turnedDown.length, 3);
  });

  it('replays nothing when the day’s budget is used up, and says so', async () => {
    const engine = await open({ gate: true, tokensPerDay: 0 });
    await fail(engine, scripted(blame('missing_skill', 0.9), skill('row-count', 'The head line counts too.')));
    const [proposal] = await engine.proposals();
    assert.equal(proposal?.gate.state, 'not-gated');
    assert.match(english(proposal.gate.why ?? text('')), /0 tokens for learning are used up/);
    assert.equal(proposal.gate.spent.calls, 0);
  });

  it('counts what finding the cause and writing cost, and runs nothing again once that is the day’s budget', async () => {
    const engine = await open({ gate: true, counterfactuals: true, tokensPerDay: 30 });
    const first = await fail(engine, scripted(blame('missing_skill', 0.9), 'NOTHING', 'NOTHING', 'NOTHING'));
    assert.ok(has(first.events, 'attribution.tested'));
    const again = await fail(
      engine,
      scripted(blame('missing_skill', 0.9), skill('row-count', 'The head line counts too.')),
    );
    assert.equal(has(again.events, 'attribution.tested'), false);
    const [proposal] = await engine.proposals();
    assert.match(english(proposal?.gate.why ?? text('')), /30 tokens for learning are used up/);
  });

  it('leaves out attribution when that is switched off', async () => {
    const engine = await open({ attribution: false });
    const model = scripted(JSON.stringify({ summary: 'Nothing.', edits: [] }));
    const { events } = await fail(engine, model);
    const attribution = events.find((event) => event.type === 'attribution')?.attribution;
    assert.deepEqual([attribution?.cause, attribution?.skill, attribution?.by], ['skill_defect', 'rows', 'tests']);
    assert.ok(model.asked.every((prompt) => prompt.includes('## Rewrite the skill')));
  });
});
