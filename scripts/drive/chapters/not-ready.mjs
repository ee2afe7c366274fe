// @ts-check
import { taskOf } from '../files.mjs';

/** @returns {import('../story.mjs').Chapter} */
export const noFolder = () => ({
  name: 'No folder is open',
  window: { folder: 'none' },
  steps: [
    {
      name: 'the view and Solve Task say so and lead to Open Folder',
      run: async ({ workbench }) => {
        await workbench.openSideBar();
        await workbench.page.locator('.part.sidebar').getByRole('button', { name: 'Open Folder' }).first().waitFor();
        await workbench.command('Memento: Solve Task');
        await workbench.toast('Open one first').locator('.monaco-button', { hasText: 'Open Folder' }).waitFor();
      },
    },
  ],
});

/** @returns {import('../story.mjs').Chapter} */
export const untrusted = () => ({
  name: 'The folder is not trusted',
  window: { trusted: false },
  steps: [
    {
      name: 'skills can be looked at but nothing runs',
      run: async ({ workbench }) => {
        await workbench.openSideBar();
        await workbench.skills.row('ledger-conventions').waitFor();
        await workbench.command('Memento: Solve Task');
        await workbench
          .toast('you have not trusted')
          .locator('.monaco-button', { hasText: 'Manage Workspace Trust' })
          .waitFor();
      },
    },
  ],
});

/** @returns {import('../story.mjs').Chapter} */
export const noModel = () => ({
  name: 'No model is configured',
  window: { model: false },
  steps: [
    {
      name: 'Solve Task says what is missing and offers the practice model',
      run: async ({ workbench }) => {
        await workbench.command('Memento: Solve Task');
        await workbench.toast('No model is set up').locator('.monaco-button', { hasText: 'Set Up Model' }).waitFor();
      },
    },
    {
      name: 'with the practice model the task goes on',
      run: async ({ workbench, folder }) => {
        await workbench.pressToast('No model is set up', 'Use the Practice Model');
        const { prompt, check } = await taskOf(folder, 'ledger-total');
        await workbench.typeTask(prompt);
        await workbench.answer('Check command', check);
        await workbench.panel.approval.waitFor();
      },
    },
  ],
});
