import assert from 'node:assert/strict';
import { defaultSettings, type Engine } from '../../../src/engine/engine.js';
import type { RunEvent } from '../../../src/engine/events.js';
import type { ChatModel } from '../../../src/engine/ports.js';
import type { Replay } from '../../../src/engine/replay/replayer.js';
import { text } from '../../../src/engine/text.js';
import { defaultLearning } from '../../../src/engine/write/settings.js';
import { nothingSpent } from '../../../src/engine/write/spent.js';
import { Trials } from '../../../src/engine/write/trials.js';
import { openPracticeHouse, type PracticeHouse } from '../../support/practice.js';
import { everything, solveTask } from '../replay/support.js';

const never = new AbortController().signal;
const skill = 'ledger-conventions';
/** Every run is drawn. */
const settings = { ...defaultSettings, learning: { ...defaultLearning, maskShare: 1 } };
type Tried = Extract<RunEvent, { type: 'tried.without' }>;

describe('a run that worked, once more without its skill, in an open window of the practice world', () => {
  let house: PracticeHouse;
  afterEach(() => house.close());

  const tried = (engine: Engine): Promise<Tried> =>
    new Promise((resolve) => {
      const listening = engine.onEvent((event) => {
        if (event.type !== 'tried.without') return;
        listening.dispose();
        resolve(event);
      });
    });

  it('says what the skill is worth, in a copy: nothing of the person’s is touched', async () => {
    house = await openPracticeHouse({ settings, watch: true });
    const trial = tried(house.engine);
    const run = await solveTask(house, house.tasks.get('ledger-largest')!);
    const before = everything(house.workspace);
    const event = await trial;
    assert.deepEqual([event.run, event.skill, event.result], [run.id, skill, 'failed']);
    assert.ok(event.spent.calls > 0);
    assert.deepEqual(everything(house.workspace), before);
    const { uplift, utility } = (await house.engine.facts()).get(skill)!;
    assert.deepEqual(uplift?.masked, { runs: 1, passed: 0, afterFailure: 0 });
    assert.deepEqual([uplift.mean, utility.uses], [1, 1]);
    assert.equal((await house.engine.run(run.id)).summary.outcome, 'success');
    assert.deepEqual(await house.engine.proposals(), []);
  });

  it('is broken off by whatever the person begins, and says nothing then', async () => {
    house = await openPracticeHouse({ settings, watch: true });
    let next: Promise<unknown> | undefined;
    let tell: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (tell = resolve));
    let left: AbortSignal | undefined;
    const model: ChatModel = {
      info: house.model.info,
      chat: async (request, progress, signal) => {
        if (next || !house.events.some(({ type }) => type === 'run.finished'))
          return await house.model.chat(request, progress, signal);
        // The first question of the trial: the person begins another task, and the model takes its time.
        left = signal;
        const broken = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        next = house.engine.solve(
          { prompt: house.tasks.get('request-errors')?.prompt ?? '', check: 'false' },
          { model: house.model, approver: house.approver, review: 'shadow' },
          never,
        );
        tell();
        await broken;
        return await house.model.chat(request, progress, signal);
      },
    };
    const task = house.tasks.get('ledger-largest')!;
    const run = await house.engine.solve(task, { model, approver: house.approver }, never);
    await begun;
    await next;
    assert.equal(left?.aborted, true);
    const { events } = await house.engine.run(run.id);
    assert.equal(
      events.some(({ type }) => type === 'tried.without'),
      false,
    );
    assert.equal((await house.engine.facts()).get(skill)?.uplift, undefined);
  });
});

describe('which runs are tried without their skill', () => {
  const spent = { calls: 1, tokens: 10, ms: 1 };
  interface Given {
    readonly run?: Partial<Parameters<Trials['begin']>[0]>;
    readonly left?: number;
    readonly share?: number;
    readonly events?: readonly RunEvent[];
    readonly replay?: Replay;
  }
  /** @returns what was replayed, what was noted and what it cost */
  async function begin({ run, left = 1, share = 1, events = [], replay }: Given): Promise<unknown> {
    const [replayed, noted]: [string[], unknown[]] = [[], []];
    let cost = 0;
    const trials = new Trials({
      replayer: {
        replay: (request) => {
          assert.equal(request.use, null);
          replayed.push(request.run);
          return Promise.resolve(replay ?? { state: 'judged', passed: true, skill: null, spent });
        },
      },
      skills: () => Promise.resolve([]),
      eventsOf: () => Promise.resolve(events),
      note: (_, event) => Promise.resolve(void noted.push(event)),
      budget: { left: () => Promise.resolve(left), spend: (tokens) => Promise.resolve(void (cost += tokens)) },
      settings: { maskShare: share },
    });
    const model = { info: { id: 'm', label: 'm', simulated: true } } as ChatModel;
    await trials.begin({ id: 'a', outcome: 'success', skill: 's', ...run }, model);
    return [replayed, noted, cost];
  }
  const none = [[], [], 0];
  const passed = { type: 'tried.without', skill: 's', result: 'passed', spent };

  it('are those that worked with one, while the day’s budget lasts', async () => {
    assert.deepEqual(await begin({}), [['a'], [passed], 10]);
    assert.deepEqual(await begin({ run: { outcome: 'failure' } }), none);
    assert.deepEqual(await begin({ run: { outcome: 'unknown' } }), none);
    assert.deepEqual(await begin({ run: { skill: null } }), none);
    assert.deepEqual(await begin({ left: 0 }), none);
  });

  it('are a share of them, and each once', async () => {
    assert.deepEqual(await begin({ share: 0 }), none);
    const at = { run: 'a', seq: 1, at: 1 };
    const before: RunEvent = { ...passed, type: 'tried.without', result: 'passed', ...at };
    assert.deepEqual(await begin({ events: [before] }), none);
    const tested = { type: 'attribution.tested', result: 'failed', spent: nothingSpent, ...at } as const;
    assert.deepEqual(await begin({ events: [{ ...tested, test: 'masked' }] }), none);
    assert.deepEqual(await begin({ events: [{ ...tested, test: 'again' }] }), [['a'], [passed], 10]);
  });

  it('say nothing where they cannot be replayed, but cost what was asked', async () => {
    assert.deepEqual(await begin({ replay: { state: 'unreplayable', why: text('No check.'), spent } }), [
      ['a'],
      [],
      10,
    ]);
  });
});
