// @ts-check

/** VS Code's own diff editor, side by side or inline, with the actions of a proposal under review in its title. */
export class DiffEditor {
  #page;

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.#page = page;
  }

  get editor() {
    return this.#page.locator('.editor-instance .monaco-diff-editor').last();
  }

  /** Waits for a diff whose changed side shows a text. @param {string} text */
  async shows(text) {
    // Blanks are drawn as no-break spaces.
    const pattern = new RegExp(
      text
        .trim()
        .split(/\s+/)
        .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('\\s+'),
    );
    await this.editor.locator('.modified .view-line', { hasText: pattern }).first().waitFor();
  }

  /** Presses an action in the editor's title. @param {string} name for example `Accept All Edits` */
  async act(name) {
    await this.#page
      .locator(`.editor-group-container.active .editor-actions a.action-label[aria-label^="${name}"]`)
      .click();
  }
}
