import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type BenchOptions, type BenchProgress, runBench } from '../../../../src/bench/run/bench.js';
import type { EpisodeRecord, RoundRecord } from '../../../../src/bench/run/records.js';
import { CancelledError } from '../../../../src/engine/errors.js';
import { never } from '../arms.js';
import { makeTempFolder, type TempFolder } from '../tempFolder.js';

describe('a benchmark in threads', () => {
  let temp: TempFolder;
  beforeEach(async () => (temp = await makeTempFolder()));
  afterEach(() => temp.dispose());

  const optionsOf = (conditions: readonly string[], more: Partial<BenchOptions> = {}): BenchOptions => ({
    settings: { tasks: 'frozen', conditions, seeds: ['1'], rounds: 1, config: { world: { train: 1, test: 1 } } },
    model: 'practice',
    out: temp.at('out'),
    workerFile: path.resolve('dist/bench.cjs'),
    templates: path.resolve('skills-template'),
    version: '1.0.0',
    concurrency: 2,
    ...more,
  });
  const ignore = (): void => undefined;
  const recorded = <T>(kind: string): T[] => {
    const lines = existsSync(temp.at(`out/${kind}.jsonl`)) ? readFileSync(temp.at(`out/${kind}.jsonl`), 'utf8') : '';
    return lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  };
  /** Where each episode was, and how it came out. */
  const episodes = (): string[] =>
    recorded<EpisodeRecord>('episodes')
      .map((one) => `${one.condition} ${one.round} ${one.split} ${one.task} ${one.passed}`)
      .sort();
  // 8 domains: tested before, learned from, and tested after.
  const perArm = 24;

  it('does arms side by side as it does them alone', async () => {
    const seen: BenchProgress[] = [];
    const { report } = await runBench(optionsOf(['none', 'naive']), (now) => seen.push(now), never);
    assert.ok(report.complete && report.simulated);
    const beside = episodes();
    assert.equal(new Set(beside.map((one) => one.replace(/ \w+$/, ''))).size, 2 * perArm);
    assert.equal(beside.length, 2 * perArm);
    assert.deepEqual(
      seen.filter(({ round }) => round === undefined).map(({ done, of }) => `${done} of ${of}`),
      Array.from({ length: 2 * perArm }, (_, index) => `${index + 1} of 48`),
    );
    assert.deepEqual(readdirSync(temp.at('out/houses')), []);
    const [round] = recorded<RoundRecord>('rounds').filter((one) => one.condition === 'naive' && one.round === 1);
    assert.ok(round);
    assert.deepEqual(
      readdirSync(temp.at('out/library/naive/1/round-1')).sort(),
      round.library.map(({ name }) => name).sort(),
    );

    await temp.dispose();
    for (const condition of ['none', 'naive']) {
      await runBench(optionsOf([condition], { out: temp.at(`alone-${condition}`) }), ignore, never);
    }
    const alone = ['none', 'naive'].flatMap((condition) =>
      readFileSync(temp.at(`alone-${condition}/episodes.jsonl`), 'utf8')
        .trim()
        .split('\n'),
    );
    assert.deepEqual(
      alone
        .map((line) => JSON.parse(line) as EpisodeRecord)
        .map((one) => `${one.condition} ${one.round} ${one.split} ${one.task} ${one.passed}`)
        .sort(),
      beside,
    );
  });

  it('leaves no thread, no process and no folder when it is cancelled, and is gone on with', async () => {
    const before = { threads: threads(), children: children() };
    const cancel = new AbortController();
    const stopAt = (now: BenchProgress): void => {
      // In the middle of learning.
      if (now.done === 20) cancel.abort();
    };
    await assert.rejects(runBench(optionsOf(['naive', 'full']), stopAt, cancel.signal), CancelledError);
    assert.deepEqual(children(), before.children);
    assert.ok(threads() <= before.threads, `${threads()} threads, ${before.threads} before`);
    const left = readdirSync(os.tmpdir()).filter((name) => name.startsWith(`memento-replay-${process.pid}-`));
    assert.deepEqual(left, []);
    for (const house of readdirSync(temp.at('out/houses')))
      assert.deepEqual(readdirSync(temp.at(`out/houses/${house}/temp`)), []);
    const until = episodes();
    assert.ok(until.length >= 20 && until.length < 2 * perArm, String(until.length));

    const { report } = await runBench(optionsOf(['naive', 'full']), ignore, never);
    assert.ok(report.complete);
    const all = episodes();
    assert.equal(new Set(all.map((one) => one.replace(/ \w+$/, ''))).size, all.length);
    assert.equal(all.length, 2 * perArm);
    assert.deepEqual(
      until.filter((one) => !all.includes(one)),
      [],
    );
  });

  it('stops when its tokens are spent, and is gone on with', async () => {
    // One training task of an arm without skills takes more than a hundred tokens.
    const first = await runBench(optionsOf(['none'], { budget: { tokens: 100 } }), ignore, never);
    assert.equal(first.report.complete, false);
    const spent = episodes();
    assert.ok(spent.some((one) => one.includes(' train ')) && spent.length < perArm, String(spent.length));
    // The budget is of all that was spent so far: nothing more is done for it.
    const again = await runBench(optionsOf(['none'], { budget: { tokens: 100 } }), ignore, never);
    assert.equal(again.report.complete, false);
    assert.deepEqual(episodes(), spent);

    const { report } = await runBench(optionsOf(['none']), ignore, never);
    assert.ok(report.complete);
    assert.equal(episodes().length, perArm);
  });

  it('is not complete because another condition was', async () => {
    await runBench(optionsOf(['none']), ignore, never);
    const { report } = await runBench(optionsOf(['seed'], { budget: { minutes: 0 } }), ignore, never);
    assert.equal(report.complete, false);
    const seen: BenchProgress[] = [];
    await runBench(optionsOf(['seed']), (now) => seen.push(now), never);
    assert.deepEqual([seen[0]?.done, seen.at(-1)?.done, seen.at(-1)?.of], [1, perArm, perArm]);
  });
});

/** Threads of this process. */
const threads = (): number => readdirSync('/proc/self/task').length;

/** Ids of the processes this one has started that still run. */
function children(): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(parent) === process.pid && state !== 'Z';
    } catch {
      // It has just ended.
      return false;
    }
  });
}
