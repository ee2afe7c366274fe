import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GenerationInfo } from '../../../src/engine/read/report.js';
import type { Route } from '../../../src/engine/read/route.js';
import { Memento } from './memento.js';

describe('memento router', () => {
  let memento: Memento;
  beforeEach(async () => {
    memento = await Memento.practice();
  });
  afterEach(() => memento.dispose());

  const ledger = (): { prompt: string; check: string } => {
    const [line = ''] = readFileSync(path.join(memento.folder, 'tasks.jsonl'), 'utf8').split('\n');
    const { prompt, check } = JSON.parse(line) as { prompt: string; check: { script: string } };
    return { prompt, check: check.script };
  };

  it('explains, trains, lists and goes back', async () => {
    const { prompt, check } = ledger();
    const route = await memento.json<Route>(['router', 'explain', prompt]);
    assert.equal(route.chosen, 'ledger-conventions');
    assert.deepEqual(
      route.candidates[0]?.parts.map(({ id }) => id),
      ['text', 'memory', 'learned', 'usage'],
    );
    assert.match(await memento.text(['router', 'explain', prompt]), /\* +\d+ % {2}ledger-conventions {2}\(text \d/);
    assert.match(await memento.refused(['router', 'train']), /nothing to learn from/);
    await memento.run([
      'solve',
      prompt,
      '--check',
      check,
      '--approve',
      'all',
      '--model',
      'practice',
      '--review',
      'shadow',
    ]);
    // What the failure is put down to is a rule of the skill, which says nothing about the choice; a success does.
    await memento.json(['feedback', '1', 'good']);
    const trained = await memento.json<GenerationInfo>(['router', 'train']);
    assert.deepEqual([trained.number, trained.state, trained.simulated], [1, 'in-use', true]);
    assert.equal((await memento.json<Route>(['router', 'explain', prompt])).generation, 1);
    assert.deepEqual(await memento.json<GenerationInfo[]>(['router', 'generations']), [trained]);
    assert.match(await memento.text(['router', 'generations']), /^1 .*in use, simulated/);
    assert.equal((await memento.json<GenerationInfo>(['router', 'revert', '1'])).state, 'in-use');
  });

  it('refuses with one line what cannot be', async () => {
    assert.match(await memento.refused(['router', 'revert', '3']), /no generation 3/);
    assert.match(await memento.refused(['router', 'revert', 'x']), /GEN is a number/);
    assert.match(await memento.refused(['router', 'explain']), /Usage/);
    assert.match(
      await memento.refused(['router', 'nothing']),
      /takes one of: explain, train, generations, revert, eval/,
    );
    assert.match(await memento.refused(['solve', 'a', '--retry', '#1']), /--retry takes the task/);
    assert.match(await memento.refused(['solve', '--retry', '#1', '--model', 'practice']), /no run/);
  });
});
