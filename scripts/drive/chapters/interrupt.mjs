// @ts-check
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { taskOf } from '../files.mjs';
import { eventually } from '../story.mjs';

/** A check that never ends by itself; its length tells it from any other process. */
const endless = `sleep 8${process.pid}.${Date.now() % 1_000_000}`;

/** Whether the endless check runs. It might outlive the VS Code that started it, so all processes are looked at. */
async function checkRuns() {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.some((line) => line.split('\0').join(' ').trim() === endless);
}

/**
 * Starts a task whose check does not end and waits until the check runs.
 * @param {import('../window.mjs').OpenWindow} window
 */
async function runEndlessCheck({ workbench, folder }) {
  const { prompt } = await taskOf(folder, 'ledger-total');
  await workbench.solveTask(prompt, endless);
  const { panel } = workbench;
  await eventually(
    'the check runs',
    async () => {
      if (await panel.approval.isVisible()) await panel.approve('This run');
      return checkRuns();
    },
    60_000,
  );
}

/**
 * Runs are cancelled, and one ends with its window.
 * @returns {import('../story.mjs').Chapter}
 */
export const interrupt = () => ({
  name: 'Runs that do not come to their end',
  window: {},
  steps: [
    {
      name: 'Cancel Run ends a run that waits for approval',
      run: async ({ workbench, folder }) => {
        const { prompt, check } = await taskOf(folder, 'ledger-total');
        await workbench.solveTask(prompt, check);
        await workbench.panel.approval.waitFor();
        await workbench.command('Memento: Cancel Run');
        await workbench.panel.ended('cancelled');
      },
    },
    {
      name: 'the Cancel button ends a command that is running, and its processes',
      run: async (window) => {
        await runEndlessCheck(window);
        await window.workbench.panel.cancel();
        await window.workbench.panel.ended('cancelled');
        await eventually('the check is ended', async () => !(await checkRuns()));
      },
    },
    {
      name: 'a reload in mid-run leaves an interrupted run and nothing running',
      run: async (window) => {
        await runEndlessCheck(window);
        const { workbench } = window;
        await workbench.reload();
        await eventually('the check is ended', async () => !(await checkRuns()));
        await workbench.openSideBar();
        await workbench.history.row(/^#3, interrupted/).waitFor();
        assert.equal(await workbench.history.row(/running/).count(), 0);
      },
    },
    {
      name: 'after the reload the next task runs as ever',
      run: async ({ workbench, folder }) => {
        const { prompt, check } = await taskOf(folder, 'ledger-total');
        await workbench.solveTask(prompt, check);
        const { panel } = workbench;
        await panel.find('.runhead').filter({ hasText: 'run #4' }).or(panel.approval).first().waitFor();
        await panel.approveAll('This run');
        await panel.says('feedback', 'decides');
      },
    },
  ],
});
