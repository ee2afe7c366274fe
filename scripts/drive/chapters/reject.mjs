// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { skillFile, taskOf } from '../files.mjs';

const skill = 'ledger-conventions';

/**
 * The same failure, the proposal rejected: nothing changes on disk and the decision is remembered.
 * @returns {import('../story.mjs').Chapter}
 */
export function reject() {
  let skillBefore = '';
  return {
    name: 'A rejected proposal changes nothing and is remembered',
    window: {},
    steps: [
      {
        name: 'the task fails and a rewrite is proposed',
        run: async ({ workbench, folder }) => {
          skillBefore = await readFile(skillFile(folder, skill), 'utf8');
          const { prompt, check } = await taskOf(folder, 'ledger-total');
          await workbench.solveTask(prompt, check);
          await workbench.panel.approveAll('This run');
          await workbench.panel.says('write', `Rewrite ${skill}`);
        },
      },
      {
        name: 'Reject asks why and leaves SKILL.md as it is',
        run: async ({ workbench: { panel }, folder }) => {
          await panel.reject('too narrow');
          await panel.says('write', 'the proposal was rejected');
          assert.equal(await readFile(skillFile(folder, skill), 'utf8'), skillBefore);
        },
      },
      {
        name: 'the rejection is remembered after a reload',
        run: async ({ workbench }) => {
          await workbench.reload();
          await workbench.command('Memento: Show Panel');
          await workbench.panel.showTab('inbox');
          await workbench.panel
            .find('.ibx li')
            .filter({ hasText: 'rejected' })
            .filter({ hasText: 'too narrow' })
            .waitFor();
        },
      },
    ],
  };
}
