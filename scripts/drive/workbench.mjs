// @ts-check
import { unlessLate } from './late.mjs';
import { Panel } from './panel.mjs';
import { DiffEditor } from './diff-editor.mjs';
import { eventually } from './story.mjs';
import { Tree } from './tree.mjs';

/** Milliseconds. A window is usable after 8 to 14 s, a step done in less; both take longer on a busy machine. */
const openingPatience = 90_000;
const patience = 40_000;

/** @typedef {import('playwright-core').Page} Page */

/** A VS Code window in a browser page, and how a person uses it. */
export class Workbench {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.panel = new Panel(page);
    this.diff = new DiffEditor(page);
    this.skills = new Tree(page, 'Skills');
    this.history = new Tree(page, 'History');
  }

  /**
   * Opens a window.
   * @param {Page} page
   * @param {string} url with the connection token
   */
  static async open(page, url) {
    page.setDefaultTimeout(patience);
    await page.goto(url, { timeout: openingPatience });
    const workbench = new Workbench(page);
    await workbench.ready();
    return workbench;
  }

  /**
   * Waits until a text stands in what the window has stored of itself. It stores every few seconds, and a reload brings
   * back only what is stored.
   * @param {string} text
   */
  async stored(text) {
    await eventually(`"${text}" in what the window has stored`, () =>
      this.page.evaluate(async (wanted) => {
        // Known to browsers only.
        const { indexedDB } = /** @type {any} */ (globalThis);
        for (const { name = '' } of await indexedDB.databases()) {
          if (!name.startsWith('vscode-web-state-db')) continue;
          const open = indexedDB.open(name);
          const database = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
          const all = database.transaction('ItemTable').objectStore('ItemTable').getAll();
          const values = await new Promise((resolve) => (all.onsuccess = () => resolve(all.result)));
          database.close();
          if (values.some((/** @type {unknown} */ value) => String(value).includes(wanted))) return true;
        }
        return false;
      }, text),
    );
  }

  /** Loads the window anew, as after "Developer: Reload Window". */
  async reload() {
    await this.page.reload();
    await this.ready();
  }

  /** The activity-bar icon shows before the extension is active, the command list after it is installed. */
  async ready() {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: openingPatience });
    await this.activityIcon.waitFor({ timeout: openingPatience });
  }

  get activityIcon() {
    return this.page.locator('.activitybar .action-item a.action-label[aria-label^="Memento"]').first();
  }

  /** Shows our container in the side bar. */
  async openSideBar() {
    const shown = this.page.locator('.part.sidebar .composite.title', { hasText: /memento/i });
    for (let attempt = 0; !(await shown.isVisible()); attempt++) {
      if (attempt > 10) throw new Error('the Memento side bar does not open');
      await this.activityIcon.click();
      await shown.waitFor({ timeout: 5000 }).catch(unlessLate);
    }
  }

  get quickInput() {
    return this.page.locator('.quick-input-widget');
  }

  /**
   * Runs a command from the palette. Its list is filled when it opens and misses commands registered later, so it is
   * reopened until the command is there.
   * @param {string} name as the palette shows it, for example `Memento: Solve Task`
   */
  async command(name) {
    const row = this.quickInput.locator('.quick-input-list .monaco-list-row').filter({
      has: this.page.locator('.label-name', { hasText: new RegExp(`^${escape(name)}$`) }),
    });
    const input = this.quickInput.locator('input[type=text]');
    const end = Date.now() + patience;
    for (;;) {
      // One that is just closing would take the keys.
      await this.dismissQuickInput();
      await this.page.keyboard.press('F1');
      try {
        await input.fill(`>${name}`, { timeout: 3000 });
        await row.first().click({ timeout: 3000 });
        return;
      } catch (error) {
        if (Date.now() > end) throw new Error(`the palette has no command "${name}"`, { cause: error });
      }
    }
  }

  /** Leaves the quick pick or input box that is open, if any. */
  async dismissQuickInput() {
    while (await this.quickInput.isVisible()) {
      await this.page.keyboard.press('Escape');
      await this.quickInput.waitFor({ state: 'hidden', timeout: 1000 }).catch(unlessLate);
    }
  }

  /**
   * Answers the input box that is open or about to open, with Enter.
   * @param {string} title its title, or the begin of it
   * @param {string | undefined} text undefined leaves what stands there
   */
  async answer(title, text) {
    const box = this.quickInput.filter({ has: this.page.locator('.quick-input-title', { hasText: title }) });
    // A password is asked for in a field of another type.
    const input = box.locator('.quick-input-box input');
    await input.waitFor();
    if (text !== undefined) await input.fill(text);
    await input.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }

  /**
   * Runs a command and chooses in the quick pick that it opens. One that has just opened closes when something else takes the focus, as a panel that
   * is being loaded does; it is then asked for again.
   * @param {string} command for example `Memento: Review Proposal`
   * @param {string} title of the quick pick, or the begin of it
   * @param {string | RegExp} row a part of the row's text
   */
  async choose(command, title, row) {
    const box = this.quickInput.filter({ has: this.page.locator('.quick-input-title', { hasText: title }) });
    const end = Date.now() + patience;
    for (;;) {
      await this.command(command);
      try {
        await box.locator('.monaco-list-row', { hasText: row }).first().click({ timeout: 10_000 });
        break;
      } catch (error) {
        unlessLate(error);
        if (Date.now() > end) throw new Error(`"${command}" has nothing to choose`, { cause: error });
      }
    }
    await box.waitFor({ state: 'hidden' });
  }

  /**
   * Chooses a folder in VS Code's own file dialog by typing its path.
   * @param {string} title
   * @param {string} folder
   * @param {string} inside a folder in it, which the dialog lists when it has got there
   */
  async chooseFolder(title, folder, inside) {
    const box = this.quickInput.filter({ has: this.page.locator('.quick-input-title', { hasText: title }) });
    const input = box.locator('.quick-input-box input');
    // Until it has listed where it begins, it writes that path over what is typed.
    await eventually('the file dialog', async () => (await input.inputValue()).startsWith('/'));
    await box.locator('.monaco-list-row').first().waitFor();
    await input.fill(`${folder}/`);
    await box.locator('.monaco-list-row', { hasText: inside }).waitFor();
    await input.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }

  /** A notification that shows, by a part of its text. @param {string | RegExp} text */
  toast(text) {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  /**
   * Waits for a notification and presses one of its buttons.
   * @param {string | RegExp} text
   * @param {string} button
   */
  async pressToast(text, button) {
    await this.toast(text).locator('.monaco-button', { hasText: button }).first().click();
  }

  /** A modal question, by a part of its text. @param {string | RegExp} text */
  dialog(text) {
    return this.page.locator('.monaco-dialog-box', { hasText: text });
  }

  /**
   * Answers a modal question.
   * @param {string | RegExp} text a part of it
   * @param {string} button
   */
  async confirm(text, button) {
    const dialog = this.dialog(text);
    await dialog.locator('.monaco-button', { hasText: new RegExp(`^${escape(button)}$`) }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** What the container's icon counts. @param {number} count */
  badge(count) {
    return this.page.locator('.activitybar .action-item', {
      has: this.page.locator('a.action-label[aria-label^="Memento"]'),
      hasText: new RegExp(`^\\s*${count}\\s*$`),
    });
  }

  /** The text editor that takes the keys. */
  get focusedEditor() {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor.focused');
  }

  /** A line of the Problems panel. @param {string | RegExp} text */
  problem(text) {
    return this.page.locator('.markers-panel .monaco-list-row', { hasText: text });
  }

  /** The status bar item of the extension. */
  get statusBarItem() {
    return this.page.locator('.statusbar-item[id*="memento" i]');
  }

  /** The tab of an editor. @param {string | RegExp} title */
  tab(title) {
    return this.page.locator('.tabs-container .tab', { hasText: title });
  }

  /**
   * Answers the first question of Memento: Solve Task as a person does, who sees the typed task offered before pressing Enter.
   * @param {string} task
   */
  async typeTask(task) {
    const input = this.quickInput.locator('input[type=text]');
    await this.quickInput.locator('.quick-input-title', { hasText: 'Solve Task' }).waitFor();
    await input.fill(task);
    await this.quickInput.locator('.monaco-list-row', { hasText: 'solve this' }).waitFor();
    await input.press('Enter');
  }

  /**
   * Walks through the two questions of Memento: Solve Task.
   * @param {string} task
   * @param {string} check
   */
  async solveTask(task, check) {
    await this.command('Memento: Solve Task');
    await this.typeTask(task);
    await this.answer('Check command', check);
  }
}

/** @param {string} text */
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
