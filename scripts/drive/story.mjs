// @ts-check

/**
 * Something a person does and sees. Throws when it was not seen to happen.
 * @typedef {object} Step
 * @property {string} name
 * @property {(window: import('./window.mjs').OpenWindow) => Promise<void>} run
 * @property {string} [picture] name of the README's picture of how the window looks after it
 */

/**
 * Steps that follow each other in one window.
 * @typedef {object} Chapter
 * @property {string} name
 * @property {import('./window.mjs').WindowOptions} window
 * @property {readonly Step[]} steps
 */

/** File name of a step's picture. @param {number} number @param {string} name */
export const pictureName = (number, name) =>
  `${String(number).padStart(2, '0')}-${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}.png`;

/**
 * Asks until something holds; for what happens on disk, where the browser cannot wait.
 * @param {string} what for the message
 * @param {() => Promise<unknown>} ask throws or answers something false while it does not hold
 * @param {number} [limit] milliseconds
 */
export async function eventually(what, ask, limit = 20_000) {
  const end = Date.now() + limit;
  /** @type {unknown} */
  let cause;
  for (;;) {
    try {
      if (await ask()) return;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > end) throw new Error(`not seen: ${what}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
