// @ts-check

/** @typedef {'route' | 'act' | 'feedback' | 'attribution' | 'write' | 'learned'} Part */

/**
 * The Memento panel: a page inside two frames. VS Code throws the page away when the panel is hidden, so every question
 * looks the frames up anew; other extensions' webviews are told apart by the address.
 */
export class Panel {
  #page;

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.#page = page;
  }

  get #frame() {
    return this.#page
      .frameLocator('iframe.webview.ready[src*="extensionId=memento-skills.memento"]')
      .frameLocator('iframe#active-frame');
  }

  /** Something in the panel. @param {string} selector */
  find(selector) {
    return this.#frame.locator(selector);
  }

  /** The tab of the panel's editor. */
  get tab() {
    return this.#page.locator('.tabs-container .tab[aria-label^="Memento"]');
  }

  /** Waits until the panel shows something. */
  async shown() {
    await this.find('#view').waitFor();
  }

  /** One part of the run on show. @param {Part} part */
  part(part) {
    return this.find(`[data-part="${part}"]`);
  }

  /** Waits for a part whose head or content says something. @param {Part} part @param {string | RegExp} text */
  async says(part, text) {
    await this.part(part).filter({ hasText: text }).waitFor();
  }

  /** Unfolds a part. @param {Part} part */
  async open(part) {
    const head = this.part(part).locator('h2 > button');
    if ((await head.getAttribute('aria-expanded')) === 'false') await head.click();
  }

  /** The run on show and how it stands: `running`, `done`, `cancelled`, `error`, `interrupted`. */
  get run() {
    return this.find('[data-run]');
  }

  /** Waits for the end of the run on show. @param {string} [status] */
  async ended(status = 'done') {
    await this.find(`[data-run][data-status="${status}"]`).waitFor();
  }

  /** The question that waits for an answer. */
  get approval() {
    return this.find('.appr').first();
  }

  /**
   * Answers the question that waits, and waits until it is gone.
   * @param {'Once' | 'This run' | 'Deny'} choice
   * @returns {Promise<string>} what was asked, in words
   */
  async approve(choice) {
    await this.approval.waitFor();
    const id = (await this.approval.getAttribute('id')) ?? '';
    const card = this.find(`[id="${id}"]`);
    const asked = await card.innerText();
    await card.locator('vscode-button', { hasText: new RegExp(`^\\s*${choice}\\s*$`) }).click();
    await card.waitFor({ state: 'detached' });
    return asked;
  }

  /**
   * Answers every question until the run has ended.
   * @param {'Once' | 'This run' | 'Deny'} choice
   * @param {(asked: string) => Promise<unknown>} [onAsked] before each answer
   * @returns {Promise<string[]>} what was asked
   */
  async approveAll(choice, onAsked) {
    const asked = [];
    const over = this.find('[data-run]:not([data-status="running"])');
    for (;;) {
      await this.approval.or(over).first().waitFor();
      if (await over.count()) return asked;
      await onAsked?.(await this.approval.innerText());
      asked.push(await this.approve(choice));
    }
  }

  /** The proposal of the run on show. */
  get proposal() {
    return this.part('write').locator('.card');
  }

  /** Accepts the edits that are marked, all of them when none is. */
  async accept() {
    await this.#proposalButton(/^\s*Accept/).click();
  }

  async openDiff() {
    await this.#proposalButton(/^\s*Open diff\s*$/).click();
  }

  /** @param {string} reason one of the offered ones */
  async reject(reason) {
    await this.#proposalButton(/^\s*Reject…?\s*$/).click();
    await this.proposal.locator('vscode-button', { hasText: reason }).click();
  }

  /** @param {RegExp} words */
  #proposalButton(words) {
    return this.proposal.locator('.btns').last().locator('vscode-button', { hasText: words });
  }

  /** Stops the run on show. */
  async cancel() {
    await this.find('#main-button').click();
  }

  /** The reader's own verdict. @param {'Right' | 'Wrong'} word */
  async judge(word) {
    await this.part('feedback').locator('vscode-button', { hasText: word }).click();
  }

  /** Changes the page of the panel. @param {'run' | 'inbox' | 'history'} tab */
  async showTab(tab) {
    await this.find(`#tab-${tab}`).click();
    await this.find(`#tab-${tab}[aria-selected="true"]`).waitFor();
  }
}
