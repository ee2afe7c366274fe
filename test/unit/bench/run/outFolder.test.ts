import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { conditionOf } from '../../../../src/bench/conditions.js';
import { OutFolder, type RunInfo } from '../../../../src/bench/run/outFolder.js';
import type { EpisodeRecord, RoundRecord, WriteRecord } from '../../../../src/bench/run/records.js';
import { makeTempFolder, type TempFolder } from '../tempFolder.js';

const arm = { condition: 'full', seed: '1' };
const info: RunInfo = {
  judged: false,
  format: 1,
  startedAt: 1,
  model: { label: 'practice model', simulated: true },
  versions: { memento: '1.0.0', node: 'v20.0.0' },
  hashes: { settings: 'a', 'tasks 1': 'b', 'tasks 2': 'c' },
  settings: { tasks: 'frozen', conditions: [conditionOf('full')], seeds: ['1', '2'], rounds: 1, config: {} },
};
const episode = (task: string): EpisodeRecord => ({
  ...{
    ...arm,
    round: 1,
    split: 'train',
    task,
    domain: 'ledger',
    kind: 'ledger.total',
    prompt: 'Añade 合計\n한국어 🙂',
  },
  ...{ passed: false, skill: null, run: `run-${task}` },
});
const write: WriteRecord = {
  ...{ ...arm, round: 1, task: 'b', run: 'run-b', operation: 'create', skill: 'sums', state: 'accepted', candidate: 1 },
};
const round: RoundRecord = { ...arm, round: 1, test: 0.5, unseen: 0, library: [] };

describe('the output folder of a benchmark', () => {
  let temp: TempFolder;
  beforeEach(async () => (temp = await makeTempFolder()));
  afterEach(() => temp.dispose());
  const open = (other: Partial<RunInfo> = {}): Promise<OutFolder> =>
    OutFolder.open(temp.at('deep/out'), { ...info, ...other });

  it('is gone on with where it was left', async () => {
    const first = await open();
    await first.sink.episode(episode('a'));
    await first.sink.episode(episode('b'));
    await first.sink.write(write);
    await first.sink.round(round);
    const all = { episodes: [episode('a'), episode('b')], writes: [write], rounds: [round] };
    assert.deepEqual(first.recorded, all);

    const second = await open({ startedAt: 2, versions: { memento: '2.0.0', node: 'v22.0.0' } });
    assert.deepEqual(second.recorded, all);
    assert.deepEqual(second.info, info);
    await second.sink.episode(episode('c'));
    assert.deepEqual(
      (await open()).recorded.episodes.map(({ task }) => task),
      ['a', 'b', 'c'],
    );
  });

  it('keeps the skills of each round apart', async () => {
    const out = await open();
    await out.sink.skill(arm, 0, 'sums', 'before\n');
    await out.sink.skill(arm, 1, 'sums', 'after\n');
    await out.sink.skill({ ...arm, seed: '2' }, 1, 'sums', 'elsewhere\n');
    for (const [place, text] of [
      ['1/round-0', 'before\n'],
      ['1/round-1', 'after\n'],
      ['2/round-1', 'elsewhere\n'],
    ] as const)
      assert.equal(await readFile(temp.at(`deep/out/library/full/${place}/sums/SKILL.md`), 'utf8'), text);
  });

  it('speaks of the conditions it is asked for, and keeps the others', async () => {
    await (await open()).sink.episode(episode('a'));
    const settings = { ...info.settings, conditions: [conditionOf('naive')] };
    const other = await open({ settings });
    assert.deepEqual(other.recorded, { episodes: [], writes: [], rounds: [] });
    await other.sink.episode({ ...episode('a'), condition: 'naive' });
    assert.deepEqual((await open()).recorded.episodes, [episode('a')]);
    assert.equal((await open({ settings })).recorded.episodes.length, 1);
  });

  // The line end is missing, a character is cut in two, most of the line is missing.
  for (const bytes of [1, 62, 150])
    it(`forgets a last line that was cut off by ${bytes} bytes`, async () => {
      const out = await open();
      for (const task of ['a', 'b']) await out.sink.episode(episode(task));
      const file = temp.at('deep/out/episodes.jsonl');
      const whole = await readFile(file);
      assert.ok(bytes < whole.length / 2);
      await truncate(file, whole.length - bytes);

      const again = await open();
      assert.deepEqual(again.recorded.episodes, [episode('a')]);
      await again.sink.episode(episode('b'));
      assert.deepEqual(await readFile(file), whole);
    });

  for (const [what, other] of Object.entries({
    'other settings': { hashes: { ...info.hashes, settings: 'x' } },
    'other tasks': { hashes: { ...info.hashes, 'tasks 2': 'x' } },
    'another model': { model: { label: 'qwen3-32b', simulated: false } },
  } satisfies Record<string, Partial<RunInfo>>))
    it(`is not gone on with ${what}`, async () => {
      await (await open()).sink.episode(episode('a'));
      await assert.rejects(open(other), {
        name: 'HumanError',
        message: `${temp.at('deep/out')} holds a benchmark with other settings. Give the same ones to go on with it, or another folder.`,
      });
      assert.deepEqual((await open()).recorded.episodes, [episode('a')]);
    });

  it('speaks of the seeds it is asked for, keeps the others, and takes more', async () => {
    await (await open()).sink.episode(episode('a'));
    const of = (...seeds: readonly string[]): Partial<RunInfo> => ({
      hashes: { settings: 'a', ...Object.fromEntries(seeds.map((seed) => [`tasks ${seed}`, seed])) },
      settings: { ...info.settings, seeds },
    });
    const third = await open(of('3'));
    assert.deepEqual(third.recorded.episodes, []);
    assert.deepEqual(third.info.settings.seeds, ['1', '2', '3']);
    await third.sink.episode({ ...episode('a'), seed: '3' });
    assert.equal((await open(of('3'))).recorded.episodes.length, 1);
    assert.deepEqual((await open()).recorded.episodes, [episode('a')]);
    await assert.rejects(open({ hashes: { settings: 'a', 'tasks 3': 'x' } }), { name: 'HumanError' });
    assert.deepEqual(Object.keys((await open()).info.hashes), ['settings', 'tasks 1', 'tasks 2', 'tasks 3']);
  });

  it('is gone on with when its seeds are named in another order', async () => {
    await (await open()).sink.episode(episode('a'));
    const turned = await open({ hashes: { settings: 'a', 'tasks 2': 'c', 'tasks 1': 'b' } });
    assert.deepEqual(turned.recorded.episodes, [episode('a')]);
  });

  it('says so when its run.json is no run of a benchmark', async () => {
    await open();
    for (const source of ['{"format":', '{"format":1}']) {
      await writeFile(temp.at('deep/out/run.json'), source);
      await assert.rejects(open(), { name: 'HumanError', message: /run\.json is not what a benchmark has written/ });
    }
  });

  it('loses no whole line when its process is killed', async () => {
    const source = pathToFileURL(path.resolve('src/bench/run/outFolder.ts')).href;
    const script = await temp.put(
      'forever.mts',
      `import { OutFolder } from ${JSON.stringify(source)};
      const out = await OutFolder.open(${JSON.stringify(temp.at('deep/out'))}, ${JSON.stringify(info)});
      const episode = ${JSON.stringify(episode(''))};
      for (let n = 0; ; n++) {
        await out.sink.episode({ ...episode, task: String(n), run: 'run-' + n });
        console.log(n);
      }`,
    );
    const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    for await (const piece of child.stdout.setEncoding('utf8') as AsyncIterable<string>)
      if ((said += piece).split('\n').length > 50) break;
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const last = Number(said.trimEnd().split('\n').at(-2));
    // What a kill in the middle of a write leaves.
    await appendFile(temp.at('deep/out/episodes.jsonl'), '{"condition":"fu');

    const { episodes } = (await open()).recorded;
    assert.ok(episodes.length > last);
    assert.deepEqual(
      episodes,
      Array.from(episodes, (_, n) => episode(String(n))),
    );
  });
});
