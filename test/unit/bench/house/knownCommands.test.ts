import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KnownCommands } from '../../../../src/bench/house/knownCommands.js';
import { frozenWorld } from '../../../../src/bench/worlds/frozen.js';
import { ifCode } from '../../../../src/bench/house/ifCode.js';
import { narrowed, never, openArms, Recorder } from '../arms.js';
import { makeTempFolder, type TempFolder } from '../tempFolder.js';

describe('known commands', () => {
  let temp: TempFolder;
  let folders = 0;
  beforeEach(async () => (temp = await makeTempFolder()));
  afterEach(() => temp.dispose());

  /** A folder with these files. */
  async function lay(files: Readonly<Record<string, string>>): Promise<string> {
    const folder = temp.at(`work-${++folders}`);
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), content);
    }
    return folder;
  }

  const run = (cwd: string, command: string, output?: (delta: string) => void) =>
    new KnownCommands(temp.at('known')).execute(
      { cwd, command, run: 'known-commands-test', timeoutMs: 20_000, ...(output ? { output } : {}) },
      never,
    );

  /** Says what is in a file, and notes outside of the folder that it ran. */
  const noted = (file: string): string => `cat ${file}; echo ran >> ../ran`;
  const times = async (): Promise<number> =>
    (await readFile(temp.at('ran'), 'utf8').catch(ifCode('ENOENT', ''))).split('ran').length - 1;

  it('does not run again what gave its answer among the same files, in whatever folder', async () => {
    const heard: string[] = [];
    const first = await run(await lay({ 'a.txt': 'one\n', 'sub/b.txt': 'two\n' }), noted('a.txt'));
    const second = await run(await lay({ 'a.txt': 'one\n', 'sub/b.txt': 'two\n' }), noted('a.txt'), (delta) =>
      heard.push(delta),
    );
    assert.deepEqual([first, await times()], [{ ...second, output: 'one\n' }, 1]);
    assert.equal(heard.join(''), 'one\n');
  });

  it('runs it where a file is another, is new or is gone', async () => {
    const command = noted('a.txt');
    await run(await lay({ 'a.txt': 'one\n', 'sub/b.txt': 'two\n' }), command);
    assert.equal((await run(await lay({ 'a.txt': 'ONE\n', 'sub/b.txt': 'two\n' }), command)).output, 'ONE\n');
    await run(await lay({ 'a.txt': 'one\n', 'sub/b.txt': 'TWO\n' }), command);
    await run(await lay({ 'a.txt': 'one\n', 'sub/b.txt': 'two\n', 'c.txt': '' }), command);
    await run(await lay({ 'a.txt': 'one\n' }), command);
    assert.equal(await times(), 5);
  });

  it('does not mind the library, which no command reads', async () => {
    await run(await lay({ 'a.txt': 'one\n', '.memento/skills/x/SKILL.md': 'old' }), noted('a.txt'));
    await run(await lay({ 'a.txt': 'one\n', '.memento/skills/x/SKILL.md': 'new' }), noted('a.txt'));
    assert.equal(await times(), 1);
  });

  for (const [what, command] of [
    ['changes a file', `${noted('a.txt')}; echo more >> a.txt`],
    ['fails', `${noted('a.txt')}; exit 3`],
    ['speaks of its folder', `${noted('a.txt')}; pwd -P`],
    ['leaves something running', `${noted('a.txt')}; sleep 30 > /dev/null 2>&1 &`],
  ] as const)
    it(`runs each time what ${what}`, async () => {
      for (const time of [1, 2]) {
        await run(await lay({ 'a.txt': 'one\n' }), command);
        assert.equal(await times(), time);
      }
    });

  it('runs each time where there is a link', async () => {
    for (const time of [1, 2]) {
      const folder = await lay({ 'a.txt': 'one\n' });
      await symlink('/etc/hostname', path.join(folder, 'link'));
      await run(folder, noted('a.txt'));
      assert.equal(await times(), time);
    }
  });

  it('makes no difference to what an arm finds', async function () {
    this.timeout(240_000);
    const arms = await openArms();
    try {
      const world = narrowed(frozenWorld('2', { train: 3, test: 2 }), ['ledger', 'telemetry']);
      const found = async (known: object): Promise<unknown> => {
        const sink = new Recorder();
        await arms.run({ name: 'full', world, rounds: 1, sink, ...known });
        return sink.comparable;
      };
      const plain = await found({});
      const commands = { commands: arms.temp.at('known') };
      assert.deepEqual([await found(commands), await found(commands)], [plain, plain]);
    } finally {
      await arms.close();
    }
  });
});
