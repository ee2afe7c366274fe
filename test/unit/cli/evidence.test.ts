import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent, RunSummary } from '../../../src/engine/events.js';
import type { Proposal } from '../../../src/engine/write/proposal.js';
import { Memento } from './memento.js';

describe('the evidence of a run at the command line', () => {
  let memento: Memento;
  let prompt = '';
  const solve = (...more: readonly string[]): string[] => [
    ...['solve', prompt, '--model', 'practice', '--approve', 'all'],
    ...more,
  ];
  beforeEach(async () => {
    memento = await Memento.practice();
    const lines = readFileSync(path.join(memento.folder, 'tasks.jsonl'), 'utf8').trim().split('\n');
    const tasks = lines.map((line) => JSON.parse(line) as { id: string; prompt: string });
    prompt = tasks.find(({ id }) => id === 'ledger-total')!.prompt;
  });
  afterEach(() => memento.dispose());

  it('solve --tests compares before and after, names the source and ends with 1 when they turned', async () => {
    const out = await memento.text(solve('--tests', '! test -e scripts'), 1);
    assert.match(out, /Before the task: ! test -e scripts\n[^]*After the task: ! test -e scripts\n/);
    assert.match(out, /Feedback \(tests\): The tests passed before the run and fail now\./);
    assert.match(out, /Verdict: failed\. The tests passed before the run and fail now\./);
  });

  it('solve --judge marks what a model thought wherever it says it, and what it cost', async () => {
    const out = await memento.text(solve('--judge'));
    assert.match(out, /Feedback \(LLM judge\): LLM-judged: right, 3 of 3 votes, 90 % sure\./);
    assert.match(out, /✓ 90 %: A step printed this answer\./);
    assert.match(out, /3 requests, \d+ tokens, \d/);
    assert.match(out, /Verdict: passed \(LLM-judged\)/);
    assert.match(out, /^Run #1 passed \(LLM-judged\)\.$/m);
    assert.match(await memento.text(['runs', 'list']), /passed \(LLM-judged\)/);
    assert.equal((await memento.json<RunSummary[]>(['runs', 'list']))[0]?.decidedBy, 'judge');
  });

  it('feedback --answer is shown with the run, outranks the judge, and leads to a proposal', async () => {
    await memento.text(solve('--judge'));
    const judged = await memento.json<RunSummary>(
      ['feedback', '1', 'bad', '--reason', 'refunds', '--answer', '1934.03', '--model', 'practice'],
      0,
    );
    assert.deepEqual([judged.outcome, judged.decidedBy], ['failure', 'user']);
    assert.notEqual(judged.proposal, null);
    const shown = await memento.text(['runs', 'show', '1']);
    const evidence = shown.slice(shown.indexOf('Signals, strongest first:')).trimEnd().split('\n');
    assert.deepEqual(evidence, [
      'Signals, strongest first:',
      '  you        100 %  ✗  You said it was wrong.  (decides)',
      '  LLM judge   50 %  ✓  LLM-judged: right, 3 of 3 votes, 90 % sure.',
      '  For it: LLM judge',
      '  Against it: you',
    ]);
    assert.match(shown, /“refunds”\n {2}Right answer: 1934\.03/);
    const { events } = await memento.json<{ events: RunEvent[] }>(['runs', 'show', '1']);
    const words = events.flatMap((event) => (event.type === 'signal' ? [event.signal.expected ?? null] : []));
    assert.deepEqual(words, [null, '1934.03']);

    await memento.json<RunSummary>(['feedback', '1', 'good']);
    const [proposal] = await memento.json<Proposal[]>(['proposals', 'list']);
    assert.deepEqual(proposal?.overruled, [judged.id]);
    assert.match(await memento.text(['proposals', 'show', proposal.id]), /judged otherwise by now/);
  });

  it('refuses a correction that makes no sense, and keeps nothing of it', async () => {
    await memento.text(solve());
    const answer = (await memento.json<RunSummary[]>(['runs', 'list']))[0]!.answer;
    assert.match(await memento.refused(['feedback', '1', 'bad', '--answer', answer]), /the answer the run gave/);
    assert.match(await memento.refused(['feedback', '1', 'good', '--answer', '3']), /--answer goes with “bad”/);
    const { events } = await memento.json<{ events: RunEvent[] }>(['runs', 'show', '1']);
    assert.equal(events.filter(({ type }) => type === 'signal').length, 0);
  });
});
