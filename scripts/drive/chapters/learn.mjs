// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileHashes, skillFile, taskOf } from '../files.mjs';
import { eventually } from '../story.mjs';

const skill = 'ledger-conventions';

/**
 * A skill with a wrong rule fails its task; the rule is found, rewritten, accepted; the same task then passes.
 * @returns {import('../story.mjs').Chapter}
 */
export function learn() {
  let [skillBefore, addedLine] = ['', ''];
  /** @type {Record<string, string>} */
  let files = {};
  return {
    name: 'A failed task rewrites the skill that caused it',
    window: {},
    steps: [
      {
        name: 'the side bar shows the skills of the folder',
        run: async ({ workbench, folder }) => {
          await workbench.openSideBar();
          await workbench.skills.row(skill).waitFor();
          skillBefore = await readFile(skillFile(folder, skill), 'utf8');
        },
      },
      {
        name: 'Solve Task asks for the task, then for its check',
        run: async ({ workbench, folder }) => {
          const { prompt, check } = await taskOf(folder, 'ledger-total');
          await workbench.command('Memento: Solve Task');
          // The tasks of the folder's task file are offered; a typed task that is among them brings its check along.
          await workbench.quickInput.locator('.monaco-list-row', { hasText: 'ledger-total' }).waitFor();
          await workbench.typeTask(prompt);
          const offered = workbench.quickInput.locator('input[type=text]');
          await eventually('the check of the listed task', async () => (await offered.inputValue()) === check);
          await workbench.answer('Check command', undefined);
          await workbench.panel.shown();
        },
      },
      {
        name: 'the panel shows the route with scores and their parts',
        run: async ({ workbench: { panel } }) => {
          await panel.says('route', skill);
          // Only now nothing folds by itself any more.
          await panel.approval.first().waitFor();
          await panel.open('route');
          const row = panel.part('route').getByRole('row', { name: skill });
          await row.getByRole('rowheader').waitFor();
          for (const part of ['words', 'memory', 'learned', 'usage'])
            await row.getByRole('cell', { name: new RegExp(`^${part} \\d`) }).waitFor();
          await panel.part('route').getByRole('row', { name: 'No skill' }).waitFor();
        },
      },
      {
        name: 'writing a file waits for approval',
        run: async ({ workbench: { panel }, folder }) => {
          await panel.approval.filter({ hasText: /scripts\// }).waitFor();
          assert.ok(
            !Object.keys(await fileHashes(folder)).some((file) => file.startsWith('scripts/')),
            'written unasked',
          );
          await panel.approve('Once');
        },
      },
      {
        name: 'running a command waits for approval',
        run: async ({ workbench: { panel }, folder }) => {
          await panel.approval.locator('pre.cmd').waitFor();
          assert.ok(
            Object.keys(await fileHashes(folder)).some((file) => file.startsWith('scripts/')),
            'not written',
          );
          await panel.approve('Once');
        },
      },
      {
        name: 'the check fails and decides the verdict',
        run: async ({ workbench: { panel } }) => {
          await panel.approveAll('Once');
          await panel.ended();
          await panel.part('feedback').getByText('decides').waitFor();
          await panel.find('.runhead').filter({ hasText: 'Failed' }).waitFor();
        },
      },
      {
        name: 'the cause is named, with the quoted line of the skill',
        run: async ({ workbench: { panel }, folder }) => {
          await panel.says('attribution', 'skill defect');
          const quoted = panel.part('attribution').locator('.codeq .hit span:last-child');
          const line = (await quoted.first().innerText()).trim();
          assert.ok(line && skillBefore.includes(line), `the quote stands in ${skillFile(folder, skill)}`);
        },
      },
      {
        name: 'a rewrite that its gate has proven is proposed as a diff in the panel',
        picture: 'panel',
        run: async ({ workbench: { panel } }) => {
          await panel.says('write', `Rewrite ${skill}`);
          await panel.says('write', 'Fixes the failure');
          addedLine = (await panel.proposal.locator('tr.add td.tx').first().innerText()).trim();
          assert.ok(!skillBefore.includes(addedLine), 'the line is new');
        },
      },
      {
        name: "the proposal opens in VS Code's own diff editor",
        picture: 'diff',
        run: async ({ workbench, folder }) => {
          await workbench.panel.openDiff();
          await workbench.diff.shows(addedLine);
          assert.equal(await readFile(skillFile(folder, skill), 'utf8'), skillBefore, 'nothing is written yet');
        },
      },
      {
        name: 'Accept writes SKILL.md and the tree follows by itself',
        run: async ({ workbench, folder }) => {
          await workbench.command('Memento: Show Panel');
          await workbench.panel.accept();
          await workbench.panel.says('write', 'the proposal was applied');
          await workbench.diff.editor.waitFor({ state: 'detached' });
          const text = await readFile(skillFile(folder, skill), 'utf8');
          assert.ok(text.includes(addedLine), 'the accepted line is on disk');
          await workbench.skills.row(new RegExp(`^${skill}.*v2`)).waitFor();
        },
      },
      {
        name: 'the history has a new version',
        run: async ({ workbench }) => {
          const versions = workbench.quickInput.locator('.monaco-list-row');
          // A list that has just opened closes when something else takes the focus; it is then asked for again.
          await workbench.skills.act(skill, 'Show History', versions.filter({ hasText: 'v2' }));
          await versions.filter({ hasText: 'v1' }).waitFor();
        },
      },
      {
        name: 'the same task again passes and the skill gains',
        picture: 'success',
        run: async ({ workbench, folder }) => {
          await workbench.dismissQuickInput();
          files = await fileHashes(folder);
          const { prompt, check } = await taskOf(folder, 'ledger-total');
          await workbench.solveTask(prompt, check);
          await workbench.panel
            .find('.runhead')
            .filter({ hasText: 'run #2' })
            .or(workbench.panel.approval)
            .first()
            .waitFor();
          await workbench.panel.approveAll('This run');
          await workbench.panel.ended();
          await workbench.panel.find('.runhead').filter({ hasText: 'Passed' }).waitFor();
          const gain = await workbench.panel.part('learned').innerText();
          const [, before, after] = /(\d+) → (\d+)/.exec(gain) ?? [];
          assert.ok(Number(after) > Number(before), gain);
          await workbench.skills.row(new RegExp(`^${skill}.*1 use`)).waitFor();
        },
      },
      {
        name: 'the router knows what has worked, and trains when asked',
        run: async ({ workbench }) => {
          await workbench.command('Memento: Show Router');
          const { panel } = workbench;
          await panel.find('#tab-router[aria-selected=true]').waitFor();
          const worked = panel.find('#view tr').filter({ hasText: skill }).locator('td').first();
          await eventually('one run that worked', async () => (await worked.innerText()) === '1');
          await workbench.command('Memento: Train Router');
          await panel.find('#view').getByText('Used:', { exact: false }).first().waitFor();
        },
      },
      {
        name: 'Undo puts the files of the folder back byte by byte',
        run: async ({ workbench, folder }) => {
          assert.notDeepEqual(await fileHashes(folder), files, 'the run changed files');
          await workbench.choose("Memento: Undo This Run's Edits", 'Undo This Run', '#2');
          await workbench.toast('before the run').waitFor();
          assert.deepEqual(await fileHashes(folder), files);
        },
      },
    ],
  };
}
