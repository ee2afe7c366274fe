import assert from 'node:assert/strict';
import { mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FileChange, RunEventBody } from '../../../src/engine/events.js';
import { Aftermath } from '../../../src/engine/feedback/aftermath.js';
import type { Signal } from '../../../src/engine/feedback/signal.js';
import { keptAfterMs, strengths } from '../../../src/engine/feedback/strength.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { RunLog } from '../../../src/engine/store/runs.js';
import { text } from '../../../src/engine/text.js';
import { useTempFolder } from '../store/temp.js';

const start = Date.UTC(2026, 5, 1);
const [before, after] = ['the text before\n', 'the text after\n'];
const change = (name: string, more: Partial<FileChange> = {}): FileChange => ({
  ...{ path: name, before: sha256(before), after: sha256(after), added: 1, removed: 1 },
  ...more,
});
const made = (name: string): FileChange => change(name, { before: null });

describe('what became of the edits of earlier runs', () => {
  const inTemp = useTempFolder();
  let log: RunLog;
  let now = start;
  let runs = 0;
  const clock = { now: () => now };
  const workspace = (...parts: string[]): string => inTemp('work', ...parts);
  const look = (): Aftermath => new Aftermath(log, workspace(), clock);
  const write = async (name: string, content: string): Promise<void> => {
    await mkdir(path.dirname(workspace(name)), { recursive: true });
    await writeFile(workspace(name), content);
  };
  const add = async (run: string, ...bodies: RunEventBody[]): Promise<void> => {
    for (const body of bodies) await log.append(log.stamp(run, body));
  };
  /** A run that has ended with these changes. */
  const ran = async (changes: readonly FileChange[], status: 'done' | 'cancelled' = 'done'): Promise<string> => {
    const run = `run-${++runs}`;
    await add(
      run,
      {
        type: 'run.started',
        task: { prompt: 'Change it.' },
        number: runs,
        model: { label: 'm', simulated: true },
        limits: { steps: 1, minutes: 1 },
      },
      ...changes.map((one) => ({ type: 'file.changed', change: one }) as const),
      { type: 'run.finished', status, ms: 1000 },
    );
    now += 60_000;
    return run;
  };
  const news = async (by = look()): Promise<unknown> =>
    (await by.latest()).map(({ run, signal }) => [run.id, signal.outcome, signal.strength]);
  const tell = (run: string, signal: Signal): Promise<void> => add(run, { type: 'signal', signal, ms: 0 });

  beforeEach(async () => {
    [now, runs] = [start, 0];
    await mkdir(workspace());
    log = new RunLog({ dir: inTemp('runs'), window: 'w-1', clock });
  });
  afterEach(() => log.dispose());

  it('tells files that were brought back from those that stand, and says it once', async () => {
    await write('a.txt', before);
    const run = await ran([change('a.txt')]);
    const aftermath = look();
    const [first] = await aftermath.latest();
    assert.deepEqual(
      [first?.run.id, first?.signal.strength, first?.signal.files],
      [run, strengths.allReverted, ['a.txt']],
    );
    await tell(run, first!.signal);
    assert.deepEqual(await news(aftermath), []);
    assert.deepEqual(await news(), [], 'another window finds it in the log');
  });

  it('takes back what it said when the edits are there again', async () => {
    await write('a.txt', before);
    const run = await ran([change('a.txt')]);
    await tell(run, (await look().latest())[0]!.signal);
    await write('a.txt', after);
    assert.deepEqual(await news(), [[run, 'unknown', 0]]);
    now += keptAfterMs;
    assert.deepEqual(await news(), [[run, 'success', strengths.kept]]);
  });

  it('looks only at runs that came to their end and were not undone', async () => {
    await write('a.txt', before);
    await ran([change('a.txt')], 'cancelled');
    const undone = await ran([change('b.txt')]);
    await write('b.txt', before);
    await add(undone, { type: 'run.undone', restored: ['b.txt'], kept: [] });
    await ran([]);
    assert.deepEqual(await news(), []);
  });

  it('charges no run with what a later one did to the same file, and keeps what it had seen', async () => {
    await write('a.txt', before);
    const first = await ran([change('a.txt')]);
    await tell(first, (await look().latest())[0]!.signal);
    const second = await ran([change('a.txt', { before: sha256(before), after: sha256('third') })]);
    assert.deepEqual(await news(), [[second, 'failure', strengths.allReverted]]);
    assert.equal(await look().of(await log.find(first)), undefined);
  });

  it('says nothing when git has checked something out since: a branch brings files back, too', async () => {
    await write('a.txt', before);
    await write('.git/HEAD', 'ref: refs/heads/main\n');
    const head = workspace('.git/HEAD');
    await utimes(head, new Date(start - 1000), new Date(start - 1000));
    const run = await ran([change('a.txt')]);
    assert.deepEqual(await news(), [[run, 'failure', strengths.allReverted]]);
    await utimes(head, new Date(now), new Date(now));
    assert.deepEqual(await news(), []);
    await rm(workspace('.git'), { recursive: true });
    await write('.git', 'gitdir: ../repo/worktrees/w\n');
    await mkdir(inTemp('repo/worktrees/w'), { recursive: true });
    await writeFile(inTemp('repo/worktrees/w/HEAD'), 'ref: refs/heads/other\n');
    await utimes(inTemp('repo/worktrees/w/HEAD'), new Date(now), new Date(now));
    assert.deepEqual(await news(), [], 'also in a worktree');
  });

  it('looks no further back than fourteen days, at twenty runs and about a hundred files', async () => {
    await write('a.txt', before);
    const run = await ran([change('a.txt')]);
    now = start + 14 * 24 * 3_600_000;
    assert.deepEqual(await news(), [[run, 'failure', strengths.allReverted]]);
    now++;
    assert.deepEqual(await news(), []);

    now = start + 60_000;
    for (let index = 0; index < 19; index++) await ran([made(`f${index}`)]);
    assert.equal((await look().latest()).length, 20);
    await ran([made('g')]);
    assert.equal(
      (await look().latest()).some((one) => one.run.id === run),
      false,
    );
  });

  it('reads no file that is large, a link or outside, and takes no path of a log at its word', async () => {
    await writeFile(inTemp('outside.txt'), before);
    await write('large.txt', before.padEnd(600_000, 'x'));
    await symlink(inTemp('outside.txt'), workspace('link.txt'));
    const large = sha256(before.padEnd(600_000, 'x'));
    await ran([
      change('large.txt', { before: large }),
      change('link.txt'),
      change('../outside.txt'),
      change('.memento/skills/a/SKILL.md'),
      { ...change('mixed.txt'), mixed: true } as FileChange,
    ]);
    await write('mixed.txt', before);
    await write('.memento/skills/a/SKILL.md', before);
    assert.deepEqual(await news(), []);
  });

  it('says what it sees of one run when it is shown', async () => {
    await write('a.txt', after);
    const run = await ran([change('a.txt'), made('b.txt')]);
    const sign = await look().of(await log.find(run));
    assert.deepEqual([sign?.outcome, sign?.strength, sign?.files], ['failure', strengths.someReverted, ['b.txt']]);
    assert.deepEqual(sign?.detail, text('You took some of its edits back.'));
  });
});
