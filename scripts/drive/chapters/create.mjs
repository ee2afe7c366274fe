// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { skillFile, taskOf } from '../files.mjs';

/**
 * No skill fits: one is written, accepted in the diff editor, and used by the next task.
 * @returns {import('../story.mjs').Chapter}
 */
export function create() {
  let skill = '';
  return {
    name: 'A task that no skill fits writes a new one',
    window: {},
    steps: [
      {
        name: 'the route takes no skill',
        run: async ({ workbench, folder }) => {
          const { prompt, check } = await taskOf(folder, 'request-errors');
          await workbench.solveTask(prompt, check);
          await workbench.panel.says('route', /no skill/i);
          // Only now nothing folds by itself any more.
          await workbench.panel.approval.first().waitFor();
          await workbench.panel.open('route');
          await workbench.panel.part('route').locator('[role=row][aria-current]', { hasText: 'No skill' }).waitFor();
        },
      },
      {
        name: 'it fails and a new skill is proposed',
        run: async ({ workbench: { panel } }) => {
          await panel.approveAll('This run');
          await panel.says('attribution', 'missing skill');
          const title = await panel.proposal.locator('.phead .b').innerText();
          skill = /^Create (\S+)$/.exec(title.trim())?.[1] ?? '';
          assert.ok(skill, title);
        },
      },
      {
        name: 'it is reviewed and accepted in the diff editor',
        run: async ({ workbench, folder }) => {
          await workbench.panel.openDiff();
          await workbench.diff.shows(`name: ${skill}`);
          await assert.rejects(readFile(skillFile(folder, skill)), 'nothing is written yet');
          await workbench.diff.act('Accept All Edits');
          await workbench.openSideBar();
          await workbench.skills.row(skill).waitFor();
          assert.match(await readFile(skillFile(folder, skill), 'utf8'), new RegExp(`name: ${skill}`));
        },
      },
      {
        name: 'the next task of its kind uses it and passes',
        run: async ({ workbench, folder }) => {
          const { prompt, check } = await taskOf(folder, 'request-client-errors');
          await workbench.solveTask(prompt, check);
          await workbench.panel.says('route', skill);
          await workbench.panel.approveAll('This run');
          await workbench.panel.find('.runhead').filter({ hasText: 'Passed' }).waitFor();
          await workbench.skills.row(new RegExp(`^${skill}.*1 use`)).waitFor();
        },
      },
    ],
  };
}
