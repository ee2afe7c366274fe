// Is started with few file descriptors: uses them up, tries to change a skill, lets go of them and tries again.
import { closeSync, openSync } from 'node:fs';
import { HumanError } from '../../../../src/engine/errors.js';
import { english } from '../../../../src/engine/text.js';
import { change, edit, openHouse } from '../../skills/historyHouse.js';

const { history, dir } = openHouse(process.argv[2] ?? '', () => 2);
const attempt = (): Promise<string> =>
  history.commit(change(dir('a'), edit('SKILL.md', 'two', 'three'))).then(
    ({ version }) => `version ${version}`,
    (error: unknown) => (error instanceof HumanError ? english(error.text) : `a bug: ${String(error)}`),
  );
const taken: number[] = [];
try {
  for (;;) taken.push(openSync(process.execPath, 'r'));
} catch {
  // None is left.
}
const said: string[] = [];
// With each one that is let go of, the change comes a little further.
while (taken.length > 0 && !said.at(-1)?.startsWith('version')) {
  said.push(await attempt());
  closeSync(taken.pop() ?? 0);
}
for (const descriptor of taken) closeSync(descriptor);
process.stdout.write(JSON.stringify(said));
