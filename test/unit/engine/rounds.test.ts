import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { defaultSettings, type Engine } from '../../../src/engine/engine.js';
import { type Change, createHistory } from '../../../src/engine/skills/history.js';
import { createLibrary } from '../../../src/engine/skills/library.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { createObjectStore } from '../../../src/engine/store/objects.js';
import { workspaceStateDir } from '../../../src/engine/store/paths.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { english } from '../../../src/engine/text.js';
import { Checkpoints } from '../../../src/engine/write/record/checkpoints.js';
import { RoundRestorer } from '../../../src/engine/write/record/restoreRound.js';
import { defaultLearning } from '../../../src/engine/write/settings.js';
import { skillText } from '../skills/support.js';
import { deadWindow, sampleRun, writeLog } from '../store/runsSample.js';
import { useDesk, type Desk } from './desk.js';

const never = new AbortController().signal;
const settings = { ...defaultSettings, learning: { ...defaultLearning, roundLength: 2 } };
const better = (name: string): string => skillText(name, 'Do it better.\n');

describe('rounds of a workspace', () => {
  const newDesk = useDesk();
  let desk: Desk;
  let state: string;
  let engine: Engine;

  /** Runs of an earlier window that nobody has judged. */
  const runsBefore = (count: number): void =>
    writeLog(
      path.join(state, 'runs/2026-01', `${deadWindow(1)}.jsonl`),
      Array.from({ length: count }, (_, index) =>
        sampleRun({
          run: `run-${index + 1}`,
          number: index + 1,
          at: Date.UTC(2026, 0, 15, index),
          skill: 'ledger',
        }).filter(({ type }) => type !== 'verdict'),
      ).flat(),
    );
  const judge = async (...numbers: readonly number[]): Promise<void> => {
    for (const number of numbers)
      await engine.feedback(`#${number}`, number % 2 ? 'good' : 'bad', {}, undefined, never);
  };
  const accept = async (skill: string, before: string | null, after: string): Promise<unknown> =>
    await engine.accept(await desk.propose(skill, before, after));
  const names = (kept: readonly { readonly skill: string; readonly why: Parameters<typeof english>[0] }[]): string[] =>
    kept.map(({ skill, why }) => `${skill}: ${english(why)}`);

  beforeEach(async () => {
    desk = newDesk();
    for (const name of ['ledger', 'tags', 'zones']) await desk.write(name);
    engine = await desk.open({ settings });
    await engine.trust(['ledger', 'tags', 'zones']);
    state = workspaceStateDir(desk.home, engine.workspace);
    runsBefore(7);
  });

  it('are recorded when their last run is judged: what each skill was, and how many runs worked', async () => {
    await judge(1);
    assert.deepEqual(await engine.rounds(), []);
    await judge(2);
    const [first, ...more] = await engine.rounds();
    assert.deepEqual(more, []);
    const { skills } = await engine.skills();
    assert.deepEqual(
      { ...first, at: 0 },
      {
        ...{ type: 'round', round: 1, at: 0, run: 'run-2', judged: 2, successes: 1 },
        skills: skills.map(({ name, tree }) => ({ name, version: 1, tree })),
      },
    );
    await judge(3, 4);
    assert.deepEqual(
      (await engine.rounds()).map(({ round, run }) => [round, run]),
      [
        [1, 'run-2'],
        [2, 'run-4'],
      ],
    );
    await judge(1, 2);
    assert.equal((await engine.rounds()).length, 2, 'a verdict that is given again ends no round');
  });

  it('are recorded once, whichever window judges, and stand after a reload', async () => {
    const other = await desk.open({ settings });
    await judge(1);
    await other.feedback('#2', 'good', {}, undefined, never);
    await judge(2);
    const again = await desk.open({ settings });
    assert.deepEqual(
      (await again.rounds()).map(({ round }) => round),
      [1],
    );
    assert.equal((await readFile(path.join(state, 'rounds.jsonl'), 'utf8')).trim().split('\n').length, 1);
  });

  it('leave out skills that nobody has looked at', async () => {
    await desk.write('stranger');
    await judge(1, 2);
    const [first] = await engine.rounds();
    assert.deepEqual(
      first?.skills.map(({ name }) => name),
      ['ledger', 'tags', 'zones'],
    );
    assert.deepEqual(names((await engine.restoreRound(1)).kept), ['stranger: It was changed by hand since.']);
    assert.equal(await desk.read('stranger'), skillText('stranger'));
  });

  it('bring back what Memento has changed since, archive what it has made, and leave what a person did', async () => {
    await judge(1, 2);
    await accept('ledger', skillText('ledger'), better('ledger'));
    await accept('fresh', null, skillText('fresh'));
    await accept('mine', null, skillText('mine'));
    await desk.write('mine', better('mine'));
    await desk.write('tags', better('tags'));
    await engine.archive('zones');

    const restored = await engine.restoreRound(1);
    assert.deepEqual([restored.restored, restored.archived], [['ledger'], ['fresh']]);
    assert.deepEqual(names(restored.kept), [
      'mine: It was changed by hand since.',
      'tags: It was changed by hand since.',
      'zones: It was removed by hand since.',
    ]);
    assert.equal(await desk.read('ledger'), skillText('ledger'));
    assert.equal(existsSync(path.dirname(desk.file('fresh'))), false);
    assert.equal(await desk.read('mine'), better('mine'));
    assert.equal(await desk.read('tags'), better('tags'));
    assert.equal(existsSync(desk.file('zones')), false);
    assert.ok(!(await engine.standing()).toReview.has('ledger'), 'it was trusted then');
    assert.deepEqual(
      (await engine.versions('ledger')).map(({ by, why }) => [by, why]),
      [
        ['hand', ''],
        ['memento', 'States the rule.'],
        ['restore', 'Restored round 1.'],
      ],
    );

    const again = await engine.restoreRound(1);
    assert.deepEqual([again.restored, again.archived], [[], []], 'nothing is left to do');
    await engine.restore('ledger', 2);
    assert.equal(await desk.read('ledger'), better('ledger'), 'and nothing is lost');
  });

  it('bring back what Memento has archived since, and a later round again', async () => {
    await judge(1, 2);
    await accept('ledger', skillText('ledger'), better('ledger'));
    await accept('fresh', null, skillText('fresh'));
    await judge(3, 4);
    await engine.restoreRound(1);
    const later = await engine.restoreRound(2);
    assert.deepEqual([later.restored, later.archived, later.kept], [['fresh', 'ledger'], [], []]);
    assert.equal(await desk.read('ledger'), better('ledger'));
    assert.equal(await desk.read('fresh'), skillText('fresh'));
  });

  it('are restored wholly or not at all', async () => {
    await judge(1, 2);
    for (const name of ['ledger', 'zones']) await accept(name, skillText(name), better(name));
    // The same library, while another program writes between the first change and the second.
    const byHand = skillText('zones', 'By hand, just now.\n');
    const [skillsDir, owner] = [path.join(engine.workspace, '.memento/skills'), createWindowId()];
    const lockOf = (...folder: string[]) => createStateLock({ dir: path.join(state, 'lock', ...folder), owner });
    const clock = { now: () => Date.now() };
    const objects = createObjectStore(path.join(state, 'objects'));
    const history = createHistory({ dir: path.join(state, 'skills'), objects, lock: lockOf(), clock, window: owner });
    const commit = history.commit.bind(history);
    const restorer = new RoundRestorer({
      checkpoints: new Checkpoints(path.join(state, 'rounds.jsonl'), lockOf()),
      history: Object.assign(history, {
        commit: async (change: Change) => {
          if (change.name === 'zones') await desk.write('zones', byHand);
          return await commit(change);
        },
      }),
      library: createLibrary({ workspace: engine.workspace, templates: path.resolve('skills-template') }),
      skillsDir,
      lock: lockOf('decisions'),
    });
    await assert.rejects(restorer.restore(1), /“zones” was changed meanwhile/);
    assert.equal(await desk.read('ledger'), better('ledger'));
    assert.equal(await desk.read('zones'), byHand);
    const { restored, kept } = await engine.restoreRound(1);
    assert.deepEqual([restored, names(kept)], [['ledger'], ['zones: It was changed by hand since.']]);
  });

  it('are not begun when a content they need is missing', async () => {
    await judge(1, 2);
    for (const name of ['ledger', 'zones']) await accept(name, skillText(name), better(name));
    const wanted = (await engine.versions('zones'))[0]?.hash ?? '';
    await rm(path.join(state, 'objects', wanted.slice(0, 2), wanted));
    await assert.rejects(engine.restoreRound(1), /missing|damaged/);
    assert.equal(await desk.read('ledger'), better('ledger'));
    assert.equal((await engine.versions('ledger')).length, 2);
  });

  it('that were not recorded are refused', async () => {
    await judge(1, 2);
    await assert.rejects(engine.restoreRound(2), /Round 2 was not recorded/);
  });

  it('are verified with everything that is stored, and a damaged line costs only itself', async () => {
    await judge(1, 2);
    assert.deepEqual((await engine.fsck(never)).problems, []);
    await appendFile(path.join(state, 'rounds.jsonl'), '0badc0de {"type":"round"}\n');
    assert.deepEqual(
      (await engine.fsck(never)).problems.map(({ file }) => file),
      ['rounds.jsonl'],
    );
    await judge(3, 4);
    assert.deepEqual(
      (await engine.rounds()).map(({ round }) => round),
      [1, 2],
    );
  });
});
