// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { viewport } from '../../host/browser.mjs';
import { skillFile, solveFromOutside } from '../files.mjs';
import { Workbench } from '../workbench.mjs';

const skill = 'ledger-conventions';

/**
 * Two windows on one folder accept different proposals for the same skill: one is written, the other is told, and nothing is lost.
 * @returns {import('../story.mjs').Chapter}
 */
export function twoWindows() {
  /** @type {Workbench | undefined} */
  let other;
  let written = '';
  return {
    name: 'Two windows on one folder',
    window: {},
    steps: [
      {
        name: 'two proposals for one skill wait in both windows',
        run: async ({ workbench, page, folder, home, instance }) => {
          for (let run = 0; run < 2; run++) await solveFromOutside(folder, home, 'ledger-total');
          const context = await page.context().browser()?.newContext({ viewport });
          assert.ok(context);
          page.once('close', () => void context.close());
          other = await Workbench.open(await context.newPage(), instance.url);
          for (const window of [workbench, other]) {
            await window.openSideBar();
            await window.skills.expand(skill);
            await assertCount(window, 2);
          }
        },
      },
      {
        name: 'the first window accepts one of them',
        run: async ({ workbench, folder }) => {
          const before = await readFile(skillFile(folder, skill), 'utf8');
          await other?.skills
            .row(/^Proposal: /)
            .nth(1)
            .click();
          await workbench.skills
            .row(/^Proposal: /)
            .nth(0)
            .click();
          await workbench.diff.editor.waitFor();
          await other?.diff.editor.waitFor();
          await workbench.diff.act('Accept All Edits');
          await workbench.skills.row(new RegExp(`^${skill}.*v2`)).waitFor();
          written = await readFile(skillFile(folder, skill), 'utf8');
          assert.notEqual(written, before);
        },
      },
      {
        name: 'the second window is told, and shows the conflict',
        run: async ({ folder }) => {
          assert.ok(other);
          await other.diff.act('Accept All Edits');
          await other.pressToast('has changed since this proposal was made', 'Show Conflict');
          await other.tab('now ↔ proposal, not written').waitFor();
          assert.equal(await readFile(skillFile(folder, skill), 'utf8'), written, 'nothing was overwritten');
        },
      },
      {
        name: 'the second window shows what the first has written',
        run: async () => {
          await other?.skills.row(new RegExp(`^${skill}.*v2`)).waitFor();
          await other?.page.context().close();
        },
      },
    ],
  };
}

/** @param {Workbench} window @param {number} count */
async function assertCount(window, count) {
  await window.skills
    .row(/^Proposal: /)
    .nth(count - 1)
    .waitFor();
  assert.equal(await window.skills.row(/^Proposal: /).count(), count);
}
