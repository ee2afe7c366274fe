import assert from 'node:assert/strict';
import { throwIfCancelled } from '../../../../src/engine/errors.js';
import type { ChatModel } from '../../../../src/engine/ports.js';
import type { Replay, Replayer, ReplayRequest } from '../../../../src/engine/replay/replayer.js';
import type { Skill } from '../../../../src/engine/skills/skill.js';
import { findCause } from '../../../../src/engine/write/attribution/findCause.js';
import { connectModel } from '../../../../src/models/connect.js';
import { type PracticeServer, serve } from '../../../../src/practice/server.js';
import { dataFiles } from '../../../../src/practice/workspace/data.js';
import { expectedAnswers, practiceTasks } from '../../../../src/practice/workspace/tasks.js';
import { ledgerSkill } from '../../../../src/practice/workspace/texts.js';
import { assertGolden } from '../../../support/golden.js';
import { transcript } from '../../../support/transcript.js';
import { type Ask, inProcess } from '../../practice/support/model.js';
import { runTask, skillFrom } from '../../practice/support/run.js';
import { memoryTools } from '../../practice/support/tools.js';
import { candidate, failed, never, type RunSample, skillOf, stamped } from './sample.js';

const promptOf = (id: string): string => practiceTasks.find((task) => task.id === id)?.prompt ?? assert.fail(id);
const ledger = skillFrom(ledgerSkill());
const requests = skillOf('request-logs', 'Errors in the request log.');

/** Really does a practice task again, in memory instead of a copy of a workspace. */
class PracticeReplayer implements Replayer {
  constructor(
    private readonly task: { readonly prompt: string; readonly expected: string },
    private readonly ask: Ask,
  ) {}

  batch<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  async replay({ skills, use, seed }: ReplayRequest, _model: ChatModel, signal: AbortSignal): Promise<Replay> {
    throwIfCancelled(signal);
    const skill = skills.find(({ name }) => name === use);
    const { answer, calls } = await attempt(this.task.prompt, skill, this.ask, seed);
    const spent = { calls: calls.length + 1, tokens: 1000, ms: 5 };
    return { state: 'judged', passed: answer === this.task.expected, skill: use ?? null, spent };
  }
}

const attempt = (prompt: string, skill: Skill | undefined, ask: Ask, seed?: number) =>
  runTask(prompt, skill, { ask, tools: memoryTools(dataFiles), ...(seed === undefined ? {} : { seed }) });

describe('transcripts of each cause, the practice model asked over HTTP', () => {
  let server: PracticeServer;
  let model: ChatModel;
  before(async () => {
    server = await serve({ chunkDelayMs: 0 });
    model = await connectModel({
      baseUrl: server.baseUrl,
      model: 'practice',
      simulated: true,
      label: 'practice model',
    });
  });
  after(() => server.close());

  /** Does a task of the practice world and looks for the cause of its failure. */
  async function look(
    prompt: string,
    expected: string,
    { ask = inProcess(), rerun = false, ...more }: RunSample & { readonly ask?: Ask; readonly rerun?: boolean } = {},
  ) {
    const run = await attempt(prompt, more.used, ask);
    assert.notEqual(run.answer, expected, 'it has to fail');
    const input = failed({
      ...{ prompt, model, answer: run.answer, tail: `expected: ${expected}\ngot: ${run.answer}` },
      calls: run.calls.map(({ tool, input: raw, output }) => ({
        tool,
        output,
        ok: true,
        input: JSON.parse(raw) as object,
      })),
      ...(rerun ? { replayer: new PracticeReplayer({ prompt, expected }, ask) } : {}),
      ...more,
    });
    const attribution = await findCause(input, never);
    return { attribution, transcript: transcript(stamped(input.said), '/nowhere') };
  }

  const task = (id: string, more?: Parameters<typeof look>[2]) => look(promptOf(id), expectedAnswers()[id] ?? '', more);

  it('skill defect, named with its line by the model after it fails with the skill and without', async () => {
    const found = await task('ledger-total', { used: ledger, library: [ledger], rerun: true });
    assert.deepEqual([found.attribution.cause, found.attribution.line], ['skill_defect', 13]);
    assertGolden('attribution/skill-defect.txt', found.transcript);
  });

  it('skill defect, because the task passes without the skill', async () => {
    // What common sense says is right here, so the rule of the skill does harm.
    const prompt = promptOf('ledger-total');
    const { answer } = await attempt(prompt, undefined, inProcess());
    const found = await look(prompt, answer, { used: ledger, library: [ledger], rerun: true });
    assert.deepEqual([found.attribution.by, found.attribution.skill], ['tests', ledger.name]);
    assertGolden('attribution/skill-harmful.txt', found.transcript);
  });

  it('missing skill, without asking when nothing of the library comes near', async () => {
    const found = await task('request-errors', {
      library: [ledger],
      candidates: [candidate(null), candidate(ledger.name)],
    });
    assert.deepEqual([found.attribution.cause, found.attribution.by], ['missing_skill', 'tests']);
    assertGolden('attribution/missing-skill.txt', found.transcript);
  });

  it('missing skill, as the model says, where one came near', async () => {
    const near = candidate(ledger.name, { words: ['errors', 'log'] });
    const found = await task('request-errors', { library: [ledger], candidates: [near] });
    assert.deepEqual([found.attribution.cause, found.attribution.by], ['missing_skill', 'model']);
    assertGolden('attribution/missing-skill-asked.txt', found.transcript);
  });

  it('wrong skill', async () => {
    const found = await task('request-errors', { used: ledger, library: [ledger, requests] });
    assert.deepEqual([found.attribution.cause, found.attribution.skill], ['wrong_skill', 'request-logs']);
    assertGolden('attribution/wrong-skill.txt', found.transcript);
  });

  it('execution lapse, because it passes when it is run again', async () => {
    const right = skillFrom(ledger.text.replace('an ordinary positive number', 'negative'));
    const expected = expectedAnswers()['ledger-total'] ?? '';
    // The first individual that slips at first and not the second time.
    for (let salt = 0; ; salt++) {
      assert.ok(salt < 100, 'none slips');
      const ask = inProcess({ slip: 0.5, salt: `slip${salt}` });
      const answers = [undefined, 1].map((seed) => attempt(promptOf('ledger-total'), right, ask, seed));
      const [first, second] = await Promise.all(answers);
      if (first?.answer === expected || second?.answer !== expected) continue;
      const found = await task('ledger-total', { used: right, library: [right], ask, rerun: true });
      assert.deepEqual([found.attribution.cause, found.attribution.by], ['execution_lapse', 'tests']);
      assertGolden('attribution/execution-lapse.txt', found.transcript);
      return;
    }
  });

  it('environment, by the record of a denied command', async () => {
    const calls = [
      { tool: 'read_file', input: { path: 'ledger.csv' }, output: dataFiles['ledger.csv'] ?? '' },
      { tool: 'run_command', input: { command: 'node solve.mjs' }, denied: true },
    ];
    const found = await task('ledger-total', { used: ledger, calls, answer: 'I could not finish' });
    assert.deepEqual([found.attribution.cause, found.attribution.by], ['environment', 'tests']);
    assertGolden('attribution/environment.txt', found.transcript);
  });

  it('bad task', async () => {
    const found = await look(promptOf('ledger-total'), '1000000.00', { used: ledger });
    assert.equal(found.attribution.cause, 'bad_task');
    assertGolden('attribution/bad-task.txt', found.transcript);
  });
});
