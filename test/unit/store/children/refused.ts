// Gives up root, where permissions do not count, and then tries to change a skill in a folder that may not be written.
import { HumanError } from '../../../../src/engine/errors.js';
import { removal, restore } from '../../../../src/engine/skills/restore.js';
import { canWrite, openState } from '../../../../src/engine/store/format.js';
import { english } from '../../../../src/engine/text.js';
import { change, edit, openHouse } from '../../skills/historyHouse.js';

const [root = ''] = process.argv.slice(2);
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
const { history, dir } = openHouse(root, () => 2);
const library = await canWrite(`${root}/ws/.memento/skills`);
const closed = await canWrite(dir('a'));
const { readOnly } = await openState(`${root}/closed`);
process.stdout.write(
  JSON.stringify({
    library: library && english(library),
    closed: closed && english(closed),
    state: readOnly && english(readOnly),
    accept: await outcome(history.commit(change(dir('a'), edit('SKILL.md', 'two', 'three')))),
    create: await outcome(history.commit(change(dir('b'), edit('SKILL.md', null, 'new')))),
    restore: await outcome(restore(history, { name: 'a', dir: dir('a'), version: 1 })),
    remove: await outcome(removal(dir('a')).then((edits) => history.commit(change(dir('a'), ...edits)))),
    repairs: await history.repair(),
  }),
);
