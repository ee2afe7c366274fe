// Tries to make a skill larger than there is room for.
import { HumanError } from '../../../../src/engine/errors.js';
import { english } from '../../../../src/engine/text.js';
import { change, edit, openHouse } from '../../skills/historyHouse.js';

const { history, dir } = openHouse(process.argv[2] ?? '', () => 2);
const edits = [edit('notes.txt', null, 'small'), edit('SKILL.md', 'two', 'large '.repeat(100_000))];
const said = await history.commit(change(dir('a'), ...edits)).then(
  () => 'no error',
  (error: unknown) => (error instanceof HumanError ? english(error.text) : `a bug: ${String(error)}`),
);
process.stdout.write(JSON.stringify(said));
