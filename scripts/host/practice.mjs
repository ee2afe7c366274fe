// @ts-check
import { inRoot } from '../lib/paths.mjs';
import { Problem } from '../lib/problem.mjs';
import { run } from '../lib/run.mjs';

/** User settings of a throw-away VS Code on a practice workspace. */
export const practiceSettings = { 'memento.model': 'practice' };

/** Creates a copy of the practice workspace with the built command line. @param {string} folder */
export async function createPracticeWorkspace(folder) {
  const { code, output } = await run(process.execPath, [inRoot('dist/cli.cjs'), 'practice', folder]);
  if (code !== 0) throw new Problem(`The practice workspace could not be made: ${output.trim()}`);
}
