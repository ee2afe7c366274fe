// Gives up root, where permissions do not count, and then tries what they forbid.
import { HumanError } from '../../../../src/engine/errors.js';
import { createLibrary } from '../../../../src/engine/skills/library.js';
import { writeAtomic } from '../../../../src/engine/store/atomic.js';
import { openState } from '../../../../src/engine/store/format.js';
import { LogWriter, readLog } from '../../../../src/engine/store/log.js';
import { english } from '../../../../src/engine/text.js';

const [workspace = '', privateState = ''] = process.argv.slice(2);
const nobody = 65534;
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(nobody);
  process.setuid?.(nobody);
}
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof HumanError ? english(error.text) : `a bug: ${String(error)}`),
  );
const { skills, broken } = await createLibrary({ workspace, templates: workspace }).read();
process.stdout.write(
  JSON.stringify({
    user: process.getuid?.(),
    skills: skills.map(({ name }) => name),
    broken: broken.map(({ name, diagnostics }) => [name, diagnostics[0]?.code]),
    write: await outcome(writeAtomic(`${workspace}/.memento/skills/locked/SKILL.md`, 'new')),
    append: await outcome(new LogWriter(`${privateState}/runs/a.jsonl`).append({})),
    readLog: await outcome(readLog(`${privateState}/log.jsonl`, (value): value is unknown => value !== undefined)),
    format: await openState(privateState).then(({ readOnly }) => readOnly && english(readOnly)),
  }),
);
