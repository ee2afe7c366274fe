import assert from 'node:assert/strict';
import { parseFromPanel } from '../../../src/host/panel/fromPanel.js';
import type { FromPanel } from '../../../src/protocol.js';

describe('messages of the panel', () => {
  const good: FromPanel[] = [
    { type: 'ready' },
    { type: 'newTask' },
    { type: 'runAgain', run: 'r1' },
    { type: 'runAgain', run: 'r1', skill: null },
    { type: 'runAgain', run: 'r1', skill: 'a-skill' },
    { type: 'useInstead', run: 'r1', skill: 'a-skill' },
    { type: 'useInstead', run: 'r1', skill: null },
    { type: 'tryNext', run: 'r1' },
    { type: 'trainRouter' },
    { type: 'cancelTraining' },
    { type: 'revertRouter', generation: 7 },
    { type: 'explainRoute' },
    { type: 'cancel', run: 'r1' },
    { type: 'approve', id: 'r1/1', choice: 'once' },
    { type: 'feedback', run: 'r1', outcome: 'bad' },
    { type: 'undo', run: 'r1' },
    { type: 'accept', proposal: 'p1' },
    { type: 'accept', proposal: 'p1', hunks: [0, 2] },
    { type: 'reject', proposal: 'p1', reason: 'wrong rule' },
    { type: 'openDiff', proposal: 'p1' },
    { type: 'openSkill', skill: 's', line: 3 },
    { type: 'openFile', path: 'src/a.ts' },
    { type: 'openRun', run: 'r1' },
    { type: 'remedy', remedy: 'configure-model' },
    { type: 'usePractice' },
    { type: 'tab', tab: 'inbox' },
    { type: 'tab', tab: 'router' },
  ];
  for (const message of good)
    it(`lets ${JSON.stringify(message)} through unchanged`, () => assert.deepEqual(parseFromPanel(message), message));

  const bad: unknown[] = [
    undefined,
    null,
    'ready',
    [],
    {},
    { type: 'execute', command: 'rm' },
    { type: 'approve', id: 'r1/1', choice: 'always' },
    { type: 'approve', id: 7, choice: 'once' },
    { type: 'approve', id: '', choice: 'once' },
    { type: 'cancel' },
    { type: 'cancel', run: 'x'.repeat(201) },
    { type: 'accept', proposal: 'p1', hunks: [-1] },
    { type: 'accept', proposal: 'p1', hunks: [0.5] },
    { type: 'accept', proposal: 'p1', hunks: '0' },
    { type: 'openSkill', skill: 's', line: 0 },
    { type: 'remedy', remedy: 'workbench.action.terminal.new' },
    { type: 'tab', tab: 'learning' },
    { type: 'useInstead', run: 'r1' },
    { type: 'useInstead', run: 'r1', skill: '' },
    { type: 'tryNext' },
    { type: 'tryNext', run: 'r1', skill: 'a-skill' },
    { type: 'trainRouter', generation: 1 },
    { type: 'revertRouter', generation: 0 },
    { type: 'revertRouter', generation: 1.5 },
    { type: 'revertRouter', generation: '1' },
    { type: 'ready', more: true },
    { type: 'reject', proposal: 'p1', reason: 'x'.repeat(2001) },
  ];
  for (const message of bad)
    it(`refuses ${JSON.stringify(message ?? null).slice(0, 80)}`, () =>
      assert.equal(parseFromPanel(message), undefined));
});
