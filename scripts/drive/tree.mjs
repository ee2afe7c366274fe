// @ts-check
import { unlessLate } from './late.mjs';
import { eventually } from './story.mjs';

/** One of our views in the side bar. Its rows tell everything in their accessible name. */
export class Tree {
  #page;
  #name;

  /**
   * @param {import('playwright-core').Page} page
   * @param {'Skills' | 'History'} name
   */
  constructor(page, name) {
    this.#page = page;
    this.#name = name;
  }

  get view() {
    return this.#page.getByRole('tree', { name: new RegExp(`^${this.#name}`) });
  }

  /** A row by the begin of its accessible name or by a pattern. @param {string | RegExp} name */
  row(name) {
    const pattern =
      typeof name === 'string' ? new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(,|$| )`) : name;
    return this.view.getByRole('treeitem', { name: pattern });
  }

  /** Accessible names of the rows in sight, top to bottom. @returns {Promise<string[]>} */
  async rows() {
    return this.view
      .getByRole('treeitem')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? row.textContent ?? ''));
  }

  /** Unfolds a row. @param {string | RegExp} name */
  async expand(name) {
    await this.#turn(name, 'true');
  }

  /** Folds a row. @param {string | RegExp} name */
  async fold(name) {
    await this.#turn(name, 'false');
  }

  /** @param {string | RegExp} name @param {'true' | 'false'} expanded */
  async #turn(name, expanded) {
    const row = this.row(name).first();
    await row.waitFor();
    // A click gets lost when the rows are drawn anew in this moment.
    await eventually(`a row with aria-expanded ${expanded}`, async () => {
      if ((await row.getAttribute('aria-expanded')) !== expanded) await row.locator('.monaco-tl-twistie').click();
      await this.#page.waitForTimeout(500);
      return (await row.getAttribute('aria-expanded')) === expanded;
    });
  }

  /**
   * Presses an action that shows when the mouse is over the row.
   * @param {string | RegExp} name
   * @param {string} action its tooltip
   * @param {import('playwright-core').Locator} [effect] what shows then: a click gets lost when the rows are drawn anew in this moment
   */
  async act(name, action, effect) {
    const row = this.row(name).first();
    for (let attempt = 1; ; attempt++) {
      await row.hover();
      await row.locator(`a.action-label[aria-label^="${action}"]`).click();
      const seen = await effect?.waitFor({ timeout: 8000 }).then(
        () => true,
        () => false,
      );
      if (seen !== false) return;
      if (attempt === 4) throw new Error(`"${action}" shows nothing`);
    }
  }

  /**
   * Chooses in the menu of a row.
   * @param {string | RegExp} name
   * @param {string} action
   */
  async choose(name, action) {
    await this.row(name).first().click({ button: 'right' });
    const entry = this.#page.locator('.monaco-menu .action-item:not(.disabled) .action-label', {
      hasText: new RegExp(`^${action.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    });
    await entry.click();
    // A menu takes no click in the moment in which it opens.
    for (let again = 0; await entry.isVisible(); again++) {
      if (again === 5) throw new Error(`The menu stays open at "${action}"`);
      const gone = entry.waitFor({ state: 'detached', timeout: 1000 });
      await gone.catch(() => entry.click({ timeout: 1000 })).catch(unlessLate);
    }
  }
}
