import assert from 'node:assert/strict';
import { HumanError } from '../../../src/engine/errors.js';
import type { ChatModel, ChatReply } from '../../../src/engine/ports.js';
import { workerJobs } from '../../../src/engine/jobs/workerJobs.js';
import type { Engine, SolveOptions } from '../../../src/engine/engine.js';
import type { RunEvent } from '../../../src/engine/events.js';
import { openPracticeHouse, type PracticeHouse } from '../../support/practice.js';
import { useWorker } from '../jobs/bundle.js';
import { until } from '../skills/support.js';
import { useDesk } from './desk.js';

const never = new AbortController().signal;

/** Answers at once, or asks for what it is told to. */
function scripted(replies: readonly Partial<ChatReply>[] = []): ChatModel & { readonly prompts: string[] } {
  const prompts: string[] = [];
  let next = 0;
  return {
    info: { id: 'scripted', label: 'scripted', simulated: true },
    prompts,
    chat: (request) => {
      prompts.push(request.messages.map(({ content }) => content).join('\n'));
      const usage = { promptTokens: null, completionTokens: null };
      return Promise.resolve({ content: 'ANSWER: done', toolCalls: [], finish: 'stop', usage, ...replies[next++] });
    },
  };
}

const deny = { ask: () => Promise.resolve('deny' as const) };
const task = { prompt: 'Write the ledger totals', check: 'true' };
const failing = { ...task, check: 'false' };

describe('the router in the engine', () => {
  const desk = useDesk();
  const worker = useWorker();

  async function library(
    names: readonly string[],
    more: Parameters<ReturnType<typeof desk>['open']>[0] = {},
  ): Promise<Engine> {
    const { open, write } = desk();
    for (const name of names) await write(name);
    const engine = await open(more);
    await engine.trust(names);
    return engine;
  }

  const solve = (engine: Engine, about = task, options: Partial<SolveOptions> = {}) =>
    engine.solve(about, { model: scripted(), approver: deny, review: 'shadow', ...options }, never);

  it('tries the next skill of a failed run once', async () => {
    const engine = await library(['ledger-totals', 'ledger', 'tags']);
    const first = await solve(engine, failing);
    assert.equal(first.outcome, 'failure');
    const second = await solve(engine, task, { retryOf: first.id });
    assert.equal(second.outcome, 'success');
    assert.notEqual(second.skill, first.skill);
    assert.equal(second.retryOf, first.id);
    const { events } = await engine.run(second.id);
    const route = events.find((event) => event.type === 'route.decided')?.route;
    assert.equal(route?.by, 'retry');
    await assert.rejects(solve(engine, task, { retryOf: first.id }), HumanError);
    await assert.rejects(solve(engine, task, { retryOf: second.id }), HumanError);
    const report = await engine.routerReport();
    const of = (name: string | null) => report.learned.find(({ skill }) => skill === name);
    assert.deepEqual([of(second.skill)?.worked, of(first.skill)?.failed], [1, 1]);
    assert.equal(report.graded, 1);
  });

  it('refuses a retry when the slate holds nothing else, and of a run that did not fail', async () => {
    const engine = await library(['ledger']);
    const failed = await solve(engine, failing);
    assert.equal(failed.skill, 'ledger');
    await assert.rejects(solve(engine, task, { retryOf: failed.id }), /holds no other skill/);
    const good = await solve(engine);
    await assert.rejects(solve(engine, task, { retryOf: good.id }), /did not fail/);
  });

  it('retries by itself when it is told to, and gives the second run', async () => {
    const settings = { maxSteps: 3, maxMinutes: 1, commandTimeoutSeconds: 10, retry: true };
    const engine = await library(['ledger-totals', 'ledger'], { settings });
    const summary = await solve(engine, failing);
    const runs = await engine.runs();
    assert.equal(runs.length, 2);
    assert.equal(summary.id, runs[0]?.id);
    assert.equal(summary.retryOf, runs[1]?.id);
  });

  it('explains without a trace, and reports what runs came to', async () => {
    const engine = await library(['ledger', 'tags']);
    const route = await engine.explain('Write the ledger totals');
    assert.equal(route.chosen, 'ledger');
    assert.deepEqual(await engine.runs(), []);
    const empty = await engine.routerReport();
    assert.deepEqual([empty.graded, empty.recallAt1, empty.curve, empty.outcomesSince], [0, null, [], 0]);
    await solve(engine);
    const report = await engine.routerReport();
    assert.equal(report.graded, 1);
    assert.equal(report.outcomesSince, 1);
    assert.equal(report.learned[0]?.skill, 'ledger');
    const run = await solve(engine);
    await engine.feedback(run.id, 'bad', {}, undefined, never);
    await engine.feedback((await engine.runs())[1]?.id ?? '', 'bad', {}, undefined, never);
    const overruled = await engine.routerReport();
    assert.deepEqual([overruled.graded, overruled.learned[0]?.worked, overruled.learned[0]?.failed], [0, 0, 2]);
  });

  it('trains in the worker, says how far it is, and can be cancelled', async () => {
    const jobs = workerJobs(worker.file);
    try {
      const engine = await library(['ledger', 'tags'], { jobs });
      await assert.rejects(
        engine.trainRouter(undefined, () => undefined, never),
        /nothing to learn/,
      );
      await solve(engine);
      const cancel = new AbortController();
      const cancelled = engine.trainRouter(undefined, () => cancel.abort(), cancel.signal);
      await assert.rejects(cancelled, { name: 'CancelledError' });
      assert.deepEqual((await engine.routerReport()).generations, []);
      const told: string[] = [];
      const training = engine.trainRouter(undefined, (_done, _of, what) => told.push(what.key), never);
      await assert.rejects(
        engine.trainRouter(undefined, () => undefined, never),
        /trained already/,
      );
      const generation = await training;
      assert.equal(generation.state, 'in-use');
      assert.equal(generation.simulated, true);
      assert.ok(told.includes('Training on 1 example'), told.join());
      assert.equal((await engine.explain('Write the ledger totals')).generation, 1);
      const { outcomesSince, training: now } = await engine.routerReport();
      assert.deepEqual([outcomesSince, now], [0, null]);
      await assert.rejects(engine.revertRouter(5), HumanError);
      assert.equal((await engine.revertRouter(1)).state, 'in-use');
    } finally {
      await jobs.dispose();
    }
  });

  it('trains by itself after twenty outcomes, and another window picks it up', async () => {
    const engine = await library(['ledger', 'tags'], { watch: true });
    const other = await desk().open({ watch: true });
    for (let n = 0; n < 20; n++)
      await solve(engine, { ...task, prompt: `Write the ledger totals of ${n}` }, { skill: 'ledger' });
    await until(async () => (await engine.routerReport()).generations.length > 0);
    assert.equal((await engine.routerReport()).generations.length, 1);
    assert.equal((await other.explain('Write the ledger totals')).generation, 1);
  });

  it('ends a training that began by itself when somebody cancels it, and leaves it until as much has happened again', async () => {
    const problems: string[] = [];
    const tell = (message: string): unknown => problems.push(message);
    const logger = { info: () => undefined, warn: tell, error: tell };
    const engine = await library(['ledger', 'tags'], { watch: true, logger });
    let cancelled = 0;
    const listening = engine.onDidChange(() => (cancelled += engine.cancelTraining() ? 1 : 0));
    let tasks = 0;
    const work = async (count: number): Promise<void> => {
      while (count-- > 0) {
        const done = await solve(
          engine,
          { ...task, prompt: `Write the ledger totals of ${tasks++}` },
          { skill: 'ledger' },
        );
        assert.deepEqual([done.outcome, done.decidedBy, done.skill], ['success', 'check', 'ledger']);
      }
    };
    await work(20);
    await until(() => Promise.resolve(cancelled > 0));
    await until(async () => (await engine.routerReport()).trainAfter === 40);
    listening.dispose();
    await work(19);
    const report = await engine.routerReport();
    assert.deepEqual([report.generations, report.training, report.outcomesSince], [[], null, 39]);
    assert.equal(engine.cancelTraining(), false);
    await work(1);
    // The training ends a moment after its generation is there.
    await until(async () => (await engine.routerReport()).trainAfter === 20);
    const after = await engine.routerReport();
    assert.deepEqual([after.generations.length, after.outcomesSince], [1, 0]);
    assert.deepEqual(problems, []);
  });

  it('shows the slate where it is not certain, and gives the run to the skill the model takes', async () => {
    const engine = await library(
      'east west north south up down left right front back'.split(' ').map((side) => `ledger-${side}`),
    );
    const prompt = 'Everything about the ledger';
    const { confidence, chosen, candidates } = await engine.explain(prompt);
    assert.equal(confidence, 'slate');
    const other = candidates.find(({ skill }) => skill !== null && skill !== chosen)?.skill ?? assert.fail();
    const call = { id: 'c1', name: 'read_skill', arguments: JSON.stringify({ name: other }) };
    const wrong = { ...call, id: 'c0', arguments: '{"name":"nothing"}' };
    const model = scripted([
      { toolCalls: [wrong], content: '' },
      { toolCalls: [call], content: '' },
    ]);
    const run = await engine.solve({ ...task, prompt }, { model, approver: deny, review: 'shadow' }, never);
    const list = /<skills>\n([\s\S]*)\n<\/skills>/.exec(model.prompts[0] ?? '')?.[1]?.split('\n') ?? [];
    assert.equal(list.length, 7);
    assert.ok(list.some((line) => line.startsWith(`- ${other}: `)));
    assert.match(model.prompts[1] ?? '', /There is no skill “nothing” on the list/);
    assert.ok(model.prompts[2]?.includes(`<skill name="${other}" version="1">`));
    assert.equal(run.skill, other);
    assert.equal(run.outcome, 'success');
    const learned = (await engine.run(run.id)).events.find((event) => event.type === 'learned');
    assert.equal(learned?.skill, other);
  });
});

describe('the router in the practice world', () => {
  let house: PracticeHouse;
  beforeEach(async () => {
    house = await openPracticeHouse();
  });
  afterEach(() => house.close());

  it('makes up example tasks with the model before it trains, once', async () => {
    const told = new Set<string>();
    const generation = await house.engine.trainRouter(house.model, (_done, _of, what) => told.add(what.key), never);
    assert.ok(told.has('Making up example tasks for skills ({0})'));
    assert.deepEqual([generation.state, generation.simulated], ['in-use', true]);
    const { learned } = await house.engine.routerReport();
    assert.ok((learned[0]?.synthetic ?? 0) > 0);
    told.clear();
    await house.engine.trainRouter(house.model, (_done, _of, what) => told.add(what.key), never);
    assert.ok(!told.has('Making up example tasks for skills ({0})'));
  });

  it('makes up example tasks for one skill when it is told to, once, and keeps none when it is cancelled', async () => {
    const { engine, model } = house;
    const made = async (): Promise<readonly (readonly [string, number])[]> =>
      (await engine.routerReport()).learned.flatMap(({ skill, synthetic }) =>
        synthetic > 0 ? [[skill, synthetic] as const] : [],
      );
    const cancelling = engine.onDidChange(() => engine.cancelTraining());
    await assert.rejects(engine.makeQueries('ledger-conventions', model, never), { name: 'CancelledError' });
    cancelling.dispose();
    assert.deepEqual(await made(), []);
    const shown: string[] = [];
    let requests = 0;
    const counting: ChatModel = {
      info: model.info,
      chat: async (...args) => {
        requests++;
        shown.push((await engine.routerReport()).training?.what.key ?? '');
        return await model.chat(...args);
      },
    };
    await engine.makeQueries('ledger-conventions', counting, never);
    assert.ok(requests >= 2);
    assert.deepEqual(new Set(shown), new Set(['Making up example tasks for skills ({0})']));
    const [[skill, count] = ['', 0], ...others] = await made();
    assert.deepEqual([skill, others, (await engine.routerReport()).training], ['ledger-conventions', [], null]);
    // Five of each kind when the model yields them.
    assert.ok(count >= 10, String(count));
    requests = 0;
    await engine.makeQueries('ledger-conventions', counting, never);
    await engine.makeQueries('nobody', counting, never);
    assert.equal(requests, 0);
  });

  it('says that a new skill may be worth it where none fits', async () => {
    const about = house.tasks.get('request-errors');
    assert.ok(about);
    const run = await house.engine.solve(about, { model: house.model, approver: house.approver }, never);
    assert.equal(run.skill, null);
    const notices = house.events.flatMap((event: RunEvent) => (event.type === 'notice' ? [event.text.key] : []));
    assert.deepEqual(notices, ['No skill fits this task; a new one may be worth it.']);
  });
});
