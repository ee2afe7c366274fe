// Is started with few file descriptors and uses them up: watches a library, lets go of them and waits for a change to be seen.
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { skillsDirOf } from '../../../../src/engine/skills/name.js';
import { watchSkills } from '../../../../src/engine/skills/watcher.js';

const [workspace = '', skill = ''] = process.argv.slice(2);
const problems: string[] = [];
let hints = 0;
const taken: number[] = [];
try {
  for (;;) taken.push(openSync(process.execPath, 'r'));
} catch {
  // None is left.
}
const watcher = watchSkills({
  workspace,
  roots: [skillsDirOf(workspace)],
  onHint: () => Promise.resolve(hints++),
  onProblem: ({ key }) => {
    problems.push(key);
    for (const descriptor of taken.splice(0)) closeSync(descriptor);
  },
});
await watcher.ready;
// The first hint comes from the change to looking.
while (hints === 0) await sleep(10);
for (let round = 0, before = hints; hints === before; round++) {
  writeFileSync(skill, `Round ${round}.`);
  await sleep(500);
}
await watcher.close();
process.stdout.write(JSON.stringify(problems));
