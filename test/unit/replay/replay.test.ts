import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, HumanError } from '../../../src/engine/errors.js';
import type { Approver, ChatModel } from '../../../src/engine/ports.js';
import type { Replay } from '../../../src/engine/replay/replayer.js';
import type { Skill } from '../../../src/engine/skills/skill.js';
import { english } from '../../../src/engine/text.js';
import { alive } from '../../support/alive.js';
import { freeUrl } from '../../support/faultServer.js';
import { connectModel } from '../../../src/models/connect.js';
import { openPracticeHouse, type PracticeHouse } from '../../support/practice.js';
import { scriptedModel, type ScriptedModel, type Turn } from './scripted.js';
import { everything, mended, never, openReplayDesk, type ReplayDesk, solve, withText } from './support.js';

const skill = 'ledger-conventions';
const right = (skills: readonly Skill[]): readonly Skill[] => withText(skills, skill, mended);

const whyOf = (replay: Replay): string => {
  assert.equal(replay.state, 'unreplayable');
  return english(replay.why);
};
const passed = (replay: Replay): boolean => {
  assert.equal(replay.state, 'judged', replay.state === 'unreplayable' ? english(replay.why) : '');
  return replay.passed;
};

describe('replays in the practice world, over HTTP', () => {
  let house: PracticeHouse;
  let desk: ReplayDesk;
  let skills: readonly Skill[];
  let scripted: ScriptedModel[] = [];
  beforeEach(async () => {
    house = await openPracticeHouse();
    desk = openReplayDesk(house);
    skills = await desk.skills();
  });
  afterEach(async () => {
    assert.deepEqual(desk.leftovers(), []);
    await desk.close();
    await house.close();
    await Promise.all(scripted.map((one) => one.close()));
    scripted = [];
  });
  const replay = (
    run: string,
    library: readonly Skill[] = skills,
    model: ChatModel = house.model,
    use: string | null = skill,
  ) => desk.replayer.replay({ run, skills: library, seed: 1, use }, model, never);
  const script = async (...turns: readonly Turn[]): Promise<ChatModel> => {
    const made = await scriptedModel(...turns);
    scripted.push(made);
    return made.model;
  };
  /** A run with these calls, and its id. */
  const ran = async (approver: Approver, check: string | undefined, ...turns: readonly Turn[]): Promise<string> => {
    const task = { prompt: 'Do what the script says.', ...(check === undefined ? {} : { check }) };
    const model = await script(...turns);
    return (await house.engine.solve(task, { model, approver, skill: null, review: 'shadow' }, never)).id;
  };
  const again = async (run: string, ...turns: readonly Turn[]): Promise<Replay> =>
    replay(run, skills, await script(...turns), null);
  const denies = (what: RegExp): Approver => ({
    ask: ({ subject }) => Promise.resolve(what.test(subject) ? 'deny' : 'once'),
  });

  it('fail again with the same library, pass with the rule mended, and leave the files alone', async () => {
    const run = await solve(house, 'ledger-total');
    assert.equal(run.outcome, 'failure');
    const [files, state, runs] = [
      everything(house.workspace),
      everything(house.engine.stateDir),
      await house.engine.runs(),
    ];

    const free = await desk.replayer.replay({ run: run.id, skills, seed: 1 }, house.model, never);
    assert.deepEqual([passed(free), free.state === 'judged' && free.skill], [false, skill]);
    assert.ok(free.spent.calls >= 3 && (free.spent.tokens ?? 0) > 0 && free.spent.ms > 0);
    assert.equal(passed(await replay(run.id, right(skills))), true);
    const without = await replay(run.id, right(skills), house.model, null);
    assert.deepEqual([passed(without), without.state === 'judged' && without.skill], [false, null]);

    assert.deepEqual(everything(house.workspace), files);
    assert.deepEqual(everything(house.engine.stateDir), state);
    assert.deepEqual(await house.engine.runs(), runs);
  });

  it('start from the files before the run, also when later runs and the person have changed them', async () => {
    const look = ['run_command', { command: 'cat notes.txt; ls' }] as const;
    writeFileSync(path.join(house.workspace, 'notes.txt'), 'first\n');
    const write = (content: string): Turn => ['write_file', { path: 'notes.txt', content }];
    const id = await ran(
      house.approver,
      'grep -q first seen',
      ['run_command', { command: 'cat notes.txt > seen' }],
      write('second\n'),
      'ANSWER: 1',
    );
    await ran(
      house.approver,
      undefined,
      write('third\n'),
      ['write_file', { path: 'made/later.txt', content: 'x' }],
      'ANSWER: 2',
    );
    await ran(house.approver, undefined, write('fourth\n'), look, 'ANSWER: 3');
    appendFileSync(path.join(house.workspace, 'notes.txt'), 'by hand\n');
    const files = everything(house.workspace);
    await desk.replayer.batch(async () => {
      for (let time = 1; time <= 3; time++) {
        const model = await script(
          ['run_command', { command: 'cat notes.txt > seen' }],
          write(`replay ${time}`),
          ['list_dir', { path: '.' }],
          'ANSWER: 1',
        );
        assert.equal(passed(await replay(id, skills, model, null)), true);
        const listed = JSON.stringify(scripted.at(-1)?.requests.at(-1)?.body?.messages);
        assert.match(listed, /\\nnotes\.txt\\n/);
        assert.doesNotMatch(listed, /\\nmade\//);
      }
    });
    assert.deepEqual(everything(house.workspace), files);
  });

  it('give the same result one by one and in a batch, whose copy is the workspace at its beginning', async () => {
    const run = await solve(house, 'ledger-total');
    await desk.replayer.batch(async () => {
      const results: boolean[] = [];
      for (const library of [right(skills), skills, right(skills), skills]) {
        results.push(passed(await replay(run.id, library)));
        assert.equal(desk.leftovers().length, 1);
      }
      assert.deepEqual(results, [true, false, true, false]);
      rmSync(path.join(house.workspace, 'ledger.csv'));
      assert.equal(passed(await replay(run.id, right(skills))), true);
    });
    assert.deepEqual(desk.leftovers(), []);
    assert.equal(passed(await replay(run.id, right(skills))), false);
  });

  it('are refused where a command was denied or nobody was asked for it', async () => {
    const run = await solve(house, 'ledger-total', denies(/^node/));
    assert.match(whyOf(await replay(run.id)), /asks for “node scripts\/ledger-total\.mjs”, which was denied/);
    const id = await ran(house.approver, 'true', ['run_command', { command: 'ls' }], 'ANSWER: 1');
    assert.match(
      whyOf(await again(id, ['run_command', { command: 'wc -l ledger.csv' }])),
      /“wc -l ledger\.csv”, which was not allowed/,
    );
    assert.match(
      whyOf(await again(id, ['run_command', { command: 'ls', cwd: '.memento' }], ['run_command', { command: '$X' }])),
      /“\$X”/,
    );
    assert.equal(passed(await again(id, ['run_command', { command: 'ls -l' }], 'ANSWER: 1')), true);
  });

  it('may do anything inside the walls when everything was allowed beforehand', async () => {
    const all: Approver = { everything: true, ask: () => Promise.resolve('once') };
    const id = await ran(all, 'test -f made', ['run_command', { command: 'ls' }], 'ANSWER: 1');
    assert.equal(passed(await again(id, ['run_command', { command: 'touch made' }], 'ANSWER: 1')), true);
    assert.equal(readdirSync(house.workspace).includes('made'), false);
  });

  it('see no sensitive file in what nobody has looked at, but the check does', async () => {
    writeFileSync(path.join(house.workspace, '.env'), 'KEY=planted-secret\n');
    const cat = { command: 'cat .env ledger.csv | head -2' };
    const id = await ran(house.approver, 'grep -q planted .env', ['run_command', cat], 'ANSWER: 1');
    const sent = (): string => JSON.stringify(scripted.at(-1)?.requests.at(-1)?.body);
    assert.equal(passed(await again(id, ['run_command', cat], 'ANSWER: 1')), true);
    assert.match(sent(), /planted-secret/);
    assert.equal(
      passed(await again(id, ['run_command', { command: 'cat .env ledger.csv | head -3' }], 'ANSWER: 1')),
      true,
    );
    assert.doesNotMatch(sent(), /planted-secret/);
    const program: Turn = ['write_file', { path: 'x.txt', content: 'new' }];
    assert.equal(passed(await again(id, program, ['run_command', cat], 'ANSWER: 1')), true);
    assert.doesNotMatch(sent(), /planted-secret/);
    assert.match(whyOf(await again(id, ['read_file', { path: '.env' }])), /wants to read “\.env”/);
  });

  it('have the scripts of the skill as the library would have them, and not what lies in the workspace', async () => {
    const folder = path.join(house.workspace, '.memento/skills', skill, 'scripts');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'go.sh'), 'echo from the script\n', { mode: 0o755 });
    await house.engine.trust([skill]);
    const library = withText(await desk.skills(), skill, (text) => `${text}\nA new line.\n`);
    const look = { command: `./.memento/skills/${skill}/scripts/go.sh; tail -1 .memento/skills/${skill}/SKILL.md` };
    const id = await ran(house.approver, 'true', ['run_command', look], 'ANSWER: 1');
    rmSync(folder, { recursive: true });
    const model = await script(['run_command', look], 'ANSWER: 1');
    assert.equal(passed(await replay(id, library, model)), true);
    assert.match(JSON.stringify(scripted.at(-1)?.requests.at(-1)?.body), /from the script\\nA new line/);
  });

  it('are judged by the answer the person gave, and refused where nothing could judge them', async () => {
    const id = await ran(house.approver, undefined, 'ANSWER: 41');
    assert.match(whyOf(await again(id)), /no check and no corrected answer/);
    await house.engine.feedback(id, 'bad', { answer: '1,200' }, undefined, never);
    assert.equal(passed(await again(id, 'So it is.\nANSWER: 1200')), true);
    assert.equal(passed(await again(id, 'ANSWER: 41')), false);
    const overruled = await ran(house.approver, 'true', 'ANSWER: 41');
    assert.equal(passed(await again(overruled, 'ANSWER: 1')), true);
    await house.engine.feedback(overruled, 'good', {}, undefined, never);
    assert.equal(passed(await again(overruled, 'ANSWER: 1')), true);
    await house.engine.feedback(overruled, 'bad', {}, undefined, never);
    assert.match(whyOf(await again(overruled)), /overruled/);
    const undecided = await ran(house.approver, 'no-such-program', 'ANSWER: 1');
    assert.match(whyOf(await again(undecided, 'ANSWER: 1')), /check could not be run \(exit 127\)/);
    const unknown = await desk.replayer.replay({ run: 'nobody', skills, seed: 1 }, house.model, never);
    assert.match(whyOf(unknown), /no record/);
  });

  it('propose nothing and pass the seed on', async () => {
    const draft = { name: 'new-skill', description: 'D.', body: 'B.', why: 'W.' };
    const id = await ran(house.approver, 'true', 'ANSWER: 1');
    const before = await house.engine.proposals();
    assert.equal(passed(await again(id, ['propose_skill', draft], 'ANSWER: 1')), true);
    assert.deepEqual(await house.engine.proposals(), before);
    assert.deepEqual(
      scripted.at(-1)?.requests.map(({ body }) => body?.seed),
      [1, 1],
    );
  });

  describe('that are cancelled', () => {
    const all: Approver = { everything: true, ask: () => Promise.resolve('once') };
    let naps = 0;
    let [nap, run] = ['', ''];
    beforeEach(async () => {
      nap = `3${process.pid}.${++naps}`;
      run = await ran(all, `if test -f slow; then sleep ${nap}; fi`, 'ANSWER: 1');
      writeFileSync(path.join(house.workspace, 'slow'), '');
    });
    const cancelled = async (turn: Turn, within: (work: () => Promise<unknown>) => Promise<unknown>): Promise<void> => {
      const controller = new AbortController();
      const model = await script(turn);
      const files = everything(house.workspace);
      const request = { run, skills, seed: 1, use: null };
      const running = within(() => desk.replayer.replay(request, model, controller.signal));
      const ended = assert.rejects(running, CancelledError);
      while (!(await alive(nap)).some((line) => line.startsWith('sleep '))) await sleep(20);
      controller.abort();
      await ended;
      assert.deepEqual(await alive(nap), []);
      assert.deepEqual(desk.leftovers(), []);
      assert.deepEqual(everything(house.workspace), files);
    };

    it('in the middle of a command leave no process and no folder', () =>
      cancelled(['run_command', { command: `setsid sleep ${nap} & sleep ${nap}` }], (work) => work()));

    it('in the middle of a batch neither', () =>
      cancelled(['run_command', { command: `sleep ${nap}` }], (work) => desk.replayer.batch(work)));

    it('in the middle of the check neither', () => cancelled('ANSWER: 1', (work) => work()));

    it('before they begin do not begin', async () => {
      const request = { run, skills, seed: 1 };
      await assert.rejects(desk.replayer.replay(request, house.model, AbortSignal.abort()), CancelledError);
    });
  });

  it('leave nothing when the endpoint is lost, which is for the person to mend', async () => {
    const run = await solve(house, 'ledger-total');
    const lost = await connectModel({ baseUrl: await freeUrl(), model: 'practice', simulated: true, label: 'lost' });
    await assert.rejects(replay(run.id, skills, lost), HumanError);
    const half = await script(['read_file', { path: 'ledger.csv' }]);
    await assert.rejects(replay(run.id, skills, half), HumanError);
    assert.equal(passed(await replay(run.id, right(skills))), true);
  });

  it('say that a workspace is too large', async () => {
    const run = await solve(house, 'ledger-total');
    const small = openReplayDesk(house, { limits: { files: 3, bytes: 2 ** 20 } });
    const result = await small.replayer.replay({ run: run.id, skills, seed: 1 }, house.model, never);
    assert.match(whyOf(result), /more than 3 files/);
    assert.deepEqual(small.leftovers(), []);
    await small.close();
  });

  describe('where commands cannot be confined', () => {
    let open: ReplayDesk;
    beforeEach(() => {
      open = openReplayDesk(house, { confinement: Promise.resolve(undefined) });
    });
    afterEach(async () => {
      assert.deepEqual(open.leftovers(), []);
      await open.close();
    });
    const openly = async (run: string, library: readonly Skill[], model = house.model, use: string | null = skill) =>
      open.replayer.replay({ run, skills: library, seed: 1, use }, model, never);

    it('do again what the person has seen, and refuse to run what is new', async () => {
      const run = await solve(house, 'ledger-total');
      const files = everything(house.workspace);
      assert.equal(passed(await openly(run.id, skills)), false);
      assert.match(whyOf(await openly(run.id, right(skills))), /could run what nobody has looked at/);
      assert.deepEqual(everything(house.workspace), files);
    });

    it('run a new program where any write was allowed', async () => {
      const run = await solve(house, 'ledger-total', {
        ask: ({ kind }) => Promise.resolve(kind === 'write' ? 'run' : 'once'),
      });
      assert.equal(passed(await openly(run.id, right(skills))), true);
    });

    it('refuse commands that are new or name a place outside', async () => {
      const shown = `cat '${path.join(house.workspace, 'ledger.csv')}'`;
      const id = await ran(
        house.approver,
        'true',
        ['run_command', { command: shown }],
        ['run_command', { command: 'env' }],
        'ANSWER: 1',
      );
      assert.match(
        whyOf(await openly(id, skills, await script(['run_command', { command: shown }]), null)),
        /names a place outside/,
      );
      assert.match(
        whyOf(await openly(id, skills, await script(['run_command', { command: 'env | sort' }]), null)),
        /not allowed/,
      );
      assert.equal(
        passed(await openly(id, skills, await script(['run_command', { command: 'env' }], 'ANSWER: 1'), null)),
        true,
      );
      assert.match(JSON.stringify(scripted.at(-1)?.requests.at(-1)?.body), /https_proxy=http:\/\/127\.0\.0\.1:9/);
    });
  });

  it('know the workspace by its own path inside the walls', async () => {
    const shown = { command: `cat '${path.join(house.workspace, 'ledger.csv')}' | wc -l > count; cat count` };
    // Without walls the check would read what the run has left in the workspace.
    const check = `test "$(cat '${path.join(house.workspace, 'count')}')" = 1`;
    const id = await ran(house.approver, check, ['run_command', shown], 'ANSWER: 1');
    const content = readFileSync(path.join(house.workspace, 'ledger.csv'), 'utf8');
    const change: Turn = ['write_file', { path: 'ledger.csv', content: 'one line\n' }];
    assert.equal(passed(await again(id, change, ['run_command', shown], 'ANSWER: 1')), true);
    assert.equal(readFileSync(path.join(house.workspace, 'ledger.csv'), 'utf8'), content);
  });
});
