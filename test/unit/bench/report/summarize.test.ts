import assert from 'node:assert/strict';
import type { BenchReport, ConditionReport } from '../../../../src/bench/report/benchReport.js';
import { parseReport } from '../../../../src/bench/report/parseReport.js';
import { summarize } from '../../../../src/bench/report/summarize.js';
import { conditionOf } from '../../../../src/bench/conditions.js';
import { OutFolder } from '../../../../src/bench/run/outFolder.js';
import type { EpisodeRecord, LibraryRecord, WriteRecord } from '../../../../src/bench/run/records.js';
import type { BenchSettings } from '../../../../src/bench/run/settings.js';
import { makeTempFolder, type TempFolder } from '../tempFolder.js';

const settings: BenchSettings = {
  tasks: 'frozen',
  conditions: ['none', 'naive', 'full'],
  seeds: ['1', '2'],
  rounds: 1,
  config: {},
};

/** Four test tasks in two domains; `c` and `d` are of kinds that are not learned from. */
const kinds = { a: 'ledger.total', b: 'tags.encode', c: 'ledger.average', d: 'tags.next' } as const;
type Task = keyof typeof kinds;
const about = (task: Task) => ({
  task,
  kind: kinds[task],
  domain: kinds[task].split('.')[0] ?? '',
  prompt: `Do ${task}.`,
});

/** A skill named as the domain it was learned in, or one that was there from the start. */
const skill = (name: string, domain?: string): LibraryRecord => ({
  ...{ name, description: `About ${name}.`, version: 1, hash: name },
  ...(domain ? { domain } : {}),
});

describe('the report of a benchmark', () => {
  let temp: TempFolder;
  let out: OutFolder;
  beforeEach(async () => {
    temp = await makeTempFolder();
    out = await OutFolder.open(temp.dir, {
      ...{ format: 1, startedAt: 5, model: { label: 'practice model', simulated: true }, judged: false },
      ...{ versions: { memento: '1.0.0', node: 'v20.0.0' }, hashes: {} },
      settings: { ...settings, conditions: settings.conditions.map(conditionOf) },
    });
  });
  afterEach(() => temp.dispose());

  /** Tests of one round. @param passed tasks that passed, by the skill that was used */
  async function tested(
    condition: string,
    seed: string,
    round: number,
    passed: Partial<Record<Task, string | null>>,
    library: readonly LibraryRecord[] = [],
  ): Promise<void> {
    const all = Object.keys(kinds) as Task[];
    for (const task of all)
      await out.sink.episode({
        ...{ condition, seed, round, split: 'test', ...about(task) },
        ...{ passed: task in passed, skill: passed[task] ?? null },
      });
    const count = (tasks: readonly Task[]): number => tasks.filter((task) => task in passed).length / tasks.length;
    for (const { name } of library) await out.sink.skill({ condition, seed }, round, name, `About ${name}.`);
    await out.sink.round({ condition, seed, round, test: count(all), unseen: count(['c', 'd']), library });
  }

  async function trained(
    condition: string,
    seed: string,
    task: 'a' | 'b',
    passed: boolean,
    tokens: Partial<EpisodeRecord['tokens']>,
  ): Promise<void> {
    await out.sink.episode({
      ...{ condition, seed, round: 1, split: 'train', ...about(task), passed, skill: null, run: `${seed}${task}` },
      ...{ tokens: { act: 0, attribute: 0, write: 0, gate: 0, test: 0, ...tokens }, requests: 3, ms: 50 },
    });
  }

  const written = (seed: string, state: WriteRecord['state'], more: Partial<WriteRecord> = {}): Promise<void> =>
    out.sink.write({
      condition: 'full',
      seed,
      round: 1,
      task: 'a',
      run: `${seed}a`,
      operation: 'create',
      skill: 'x',
      state,
      ...more,
    });

  /** Everything of all three conditions but the last round of `full` with seed 2. */
  async function most(): Promise<void> {
    for (const seed of ['1', '2']) {
      await tested('none', seed, 0, { a: null });
      await trained('none', seed, 'a', true, { act: 10 });
      await trained('none', seed, 'b', false, { act: 10 });
      await tested('none', seed, 1, { a: null });
      await tested('naive', seed, 0, { a: null });
      await trained('naive', seed, 'a', false, { act: 100, write: 20 });
      await trained('naive', seed, 'b', false, { act: 100, write: 30 });
      await tested('naive', seed, 1, seed === '1' ? { a: 'csv', b: 'csv' } : {}, [skill('csv')]);
      await tested('full', seed, 0, { a: null });
      await trained('full', seed, 'a', true, { act: 100, attribute: 20, write: 30, gate: 50, test: 7 });
      await trained('full', seed, 'b', false, { act: 200, gate: seed === '1' ? 0 : 100 });
    }
    const library = [skill('csv'), skill('sums', 'ledger'), skill('codes', 'tags')];
    await tested('full', '1', 1, { a: 'sums', b: 'sums', c: 'csv', d: null }, library);
  }
  const last = (): Promise<void> =>
    tested('full', '2', 1, { b: 'codes', c: 'sums' }, [skill('sums', 'ledger'), skill('codes', 'tags')]);

  const of = ({ conditions }: BenchReport, name: string): ConditionReport => {
    const found = conditions.find((one) => one.name === name);
    assert.ok(found);
    return found;
  };

  it('counts what passed, round by round', async () => {
    await most();
    await last();
    const report = await summarize(out, settings);
    assert.equal(report.name, 'Frozen world');
    assert.ok(report.simulated);
    assert.deepEqual(report.counts, { train: 2, test: 4, unseen: 2 });
    const { curve } = of(report, 'full');
    // Round 0: one of four in both seeds. Round 1: four and two of four; of the unseen kinds two and one of two; one of two while learning.
    assert.deepEqual(
      curve.map(({ round, test, unseen, train, bySeed, library, tokens }) => [
        ...[round, test.mean, test.n, unseen.mean, unseen.n, train?.mean, train?.n, bySeed, library, tokens],
      ]),
      [
        [0, 2 / 8, 8, 0, 4, undefined, undefined, [0.25, 0.25], 0, 0],
        // 200 + 200 tokens of seed 1, 200 + 300 of seed 2; tests do not count.
        [1, 6 / 8, 8, 3 / 4, 4, 2 / 4, 4, [1, 0.5], 2.5, 450],
      ],
    );
    // Wilson, 95 %: 6 of 8.
    assert.equal(curve[1]?.test.low.toFixed(3), '0.409');
    assert.equal(curve[1].test.high.toFixed(3), '0.929');
  });

  it('shows where the first seed stands', async () => {
    await most();
    await last();
    const { curve, map } = of(await summarize(out, settings), 'naive');
    assert.deepEqual(curve[1]?.detail, {
      skills: [{ name: 'csv', version: 1, description: 'About csv.' }],
      failures: (['c', 'd'] as const).map((id) => ({
        ...{ id, domain: about(id).domain },
        skill: null,
        prompt: `Do ${id}.`,
      })),
    });
    assert.deepEqual(
      map.map(({ skill: name, uses, passed }) => [name, uses, passed]),
      [['csv', 2, 2]],
    );
  });

  it('tells which domain the skills came from that helped', async () => {
    await most();
    await last();
    const { domains, firstToLast } = of(await summarize(out, settings), 'full');
    assert.deepEqual(
      domains.map(({ domain, first, last: end, passedWith }) => [domain, first.mean, end.mean, passedWith]),
      [
        // a with sums; c with csv, and with sums.
        ['ledger', 2 / 4, 3 / 4, { own: 2, other: 0, seed: 1, none: 0 }],
        // b with sums of the ledger, and with codes; d with none.
        ['tags', 0, 3 / 4, { own: 1, other: 1, seed: 0, none: 1 }],
      ],
    );
    // Seed 1 gains b, c, d; seed 2 gains b and c and loses a: of six, at most one lost has 7 of 64, twice.
    assert.deepEqual([firstToLast.gained, firstToLast.lost], [5, 1]);
    assert.ok(Math.abs(firstToLast.p - 14 / 64) < 1e-9);
  });

  it('compares conditions seed by seed', async () => {
    await most();
    await last();
    const { comparisons } = await summarize(out, settings);
    assert.deepEqual(
      comparisons.map(({ condition, against, difference, better, worse, same, tokens }) => [
        ...[`${condition} - ${against}`, difference.mean, difference.n, [better, worse, same], tokens],
      ]),
      [
        // 0.25 and 0.25 against 0.5 and 0; 40 tokens against 500.
        ['none - naive', 0, 2, [1, 1, 0], 40 / 500],
        // 1 and 0.5 against 0.5 and 0; 900 tokens.
        ['full - naive', 0.5, 2, [2, 0, 0], 900 / 500],
        ['none - full', -0.5, 2, [0, 2, 0], 40 / 900],
      ],
    );
  });

  it('says what it has cost, a mean of the seeds', async () => {
    await most();
    await last();
    const { cost } = of(await summarize(out, settings), 'full');
    assert.deepEqual(cost, {
      tokens: { act: 300, attribute: 20, write: 30, gate: 100, test: 7 },
      ...{ requests: 6, ms: 100 },
    });
  });

  it('counts what became of edits, a mean of the seeds', async () => {
    await most();
    await last();
    await written('1', 'accepted', { candidate: 2, effect: 0.1 });
    await written('1', 'failed', { candidate: 1, reason: 'mends nothing' });
    await written('1', 'failed', { candidate: 3, reason: 'breaks what worked' });
    await written('1', 'outdone', { candidate: 4 });
    await written('1', 'accepted', { operation: 'archive' });
    await written('2', 'accepted', { effect: -0.1 });
    await written('2', 'accepted', { effect: 0 });
    await written('2', 'refused', { reason: 'mends nothing' });
    await written('2', 'rejected');
    await written('2', 'rolled back', { operation: 'rewrite' });
    assert.deepEqual(of(await summarize(out, settings), 'full').edits, {
      ...{ proposed: 7 / 2, accepted: 3 / 2, rejected: 4 / 2, rolledBack: 1 / 2, archived: 1 / 2 },
      reasons: [
        { reason: 'mends nothing', count: 2 },
        { reason: 'breaks what worked', count: 1 },
        { reason: 'not proven', count: 1 },
      ],
      ...{ harmful: 1 / 2, helpful: 1 / 2 },
    });
    const { edits } = of(await summarize(out, settings), 'none');
    assert.deepEqual([edits.proposed, 'harmful' in edits], [0, false]);
  });

  it('tells new words from known ones in the wide world, and the same request after conventions have changed', async () => {
    const test = (task: string, round: number, passed: boolean): Promise<void> =>
      out.sink.episode({
        ...{ condition: 'full', seed: '1', round, split: 'test', task, kind: 'ledger.total', domain: 'ledger' },
        ...{ prompt: task, passed, skill: null },
      });
    for (const [round, prefix] of ['', 'drifted-'].entries()) {
      for (const [index, id] of ['a', 'b', 'novel-c'].entries()) await test(`${prefix}${id}`, round, index < 2 * round);
      await out.sink.round({ condition: 'full', seed: '1', round, test: 0, unseen: 0, library: [] });
    }
    const wide = await summarize(out, { ...settings, tasks: 'wide' });
    assert.equal(wide.drift, 1);
    const [full] = wide.conditions;
    assert.deepEqual(
      full?.curve.map(({ wording }) => [wording?.known.mean, wording?.known.n, wording?.novel.mean, wording?.novel.n]),
      [
        [0, 2, 0, 1],
        [1, 2, 0, 1],
      ],
    );
    assert.deepEqual([full.firstToLast.gained, full.firstToLast.lost], [2, 0]);
    assert.deepEqual(parseReport(JSON.stringify(wide)), wide);
    // In a file of tasks an id may be anything.
    const file = await summarize(out, { ...settings, tasks: 'my.jsonl' });
    assert.deepEqual(['drift' in file, file.conditions[0]?.curve[0]?.wording], [false, undefined]);
  });

  it('is complete when the last round is there, and says before how far it is', async () => {
    const empty = await summarize(out, settings);
    assert.deepEqual([empty.complete, empty.conditions, empty.comparisons], [false, [], []]);
    await most();
    const before = await summarize(out, settings);
    assert.equal(before.complete, false);
    // Only seed 1 has ended; it alone is compared.
    assert.deepEqual(of(before, 'full').curve[1]?.bySeed, [1]);
    assert.equal(of(before, 'full').curve[1]?.tokens, 400);
    assert.deepEqual(
      before.comparisons.map(({ difference, tokens }) => [difference.mean, difference.n, tokens]),
      [
        [0, 2, 40 / 500],
        [0.5, 1, 400 / 250],
        [-0.75, 1, 20 / 400],
      ],
    );
    assert.deepEqual([of(before, 'full').firstToLast.gained, of(before, 'full').firstToLast.lost], [3, 0]);
    await last();
    const report = await summarize(out, settings);
    assert.equal(report.complete, true);
    assert.deepEqual(parseReport(JSON.stringify(report)), report);
  });

  it('says what the configuration has changed, and nothing where that is nothing', async () => {
    await most();
    const config = { world: { noise: 0.2, feedback: 'binary' }, model: { writeErr: 0.6 }, audit: true } as const;
    const report = await summarize(out, { ...settings, config });
    assert.deepEqual(report.changed, [
      'world.noise = 0.2',
      'world.feedback = binary',
      'model.writeErr = 0.6',
      'audit = true',
    ]);
    assert.deepEqual(parseReport(JSON.stringify(report)), report);
    assert.equal('changed' in (await summarize(out, settings)), false);
  });
});
