import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, readFile, rename, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError } from '../../../src/engine/errors.js';
import { createQuarantine } from '../../../src/engine/exchange/quarantine.js';
import { createLockedSkills } from '../../../src/engine/skills/locked.js';
import { createTrust } from '../../../src/engine/skills/trust.js';
import { tempName } from '../../../src/engine/store/atomic.js';
import { openState } from '../../../src/engine/store/format.js';
import { fsck, type FsckReport } from '../../../src/engine/store/fsck.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { LogWriter } from '../../../src/engine/store/log.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { english } from '../../../src/engine/text.js';
import { draft, openGenerations, prepareGenerations, smallModel } from '../read/generationsSample.js';
import { change, edit, openHouse, type HistoryHouse } from '../skills/historyHouse.js';
import { useTempFolder } from './temp.js';

describe('fsck', () => {
  const at = useTempFolder();
  const never = new AbortController().signal;
  const trustFile = (): string => at('trust.json');
  let house: HistoryHouse;
  const check = (signal = never): Promise<FsckReport> =>
    fsck(
      {
        stateDir: at('state'),
        trustFile: trustFile(),
        history: openHouse(at(), () => 2).history,
        quarantine: createQuarantine({ dir: at('state', 'quarantine'), clock: { now: () => 1 } }),
      },
      signal,
    );
  const problems = async (): Promise<string[]> =>
    (await check()).problems.map(({ file, problem }) => `${file}: ${english(problem)}`);
  const objectFile = (hash: string): string => at('state', 'objects', hash.slice(0, 2), hash);
  const proposal = (more: object = {}): string =>
    JSON.stringify({
      ...{ id: 'p-1', state: 'pending', baseHash: sha256('one'), before: 'one', after: 'two', hunks: [], ...more },
    });

  beforeEach(async () => {
    await mkdir(at('ws'));
    await openState(at('state'));
    house = openHouse(at(), () => 1);
    const lock = createStateLock({ dir: at('state', 'lock'), owner: createWindowId() });
    await house.history.commit(change(house.dir('a'), edit('SKILL.md', null, 'one'), edit('s.sh', null, 'x:run')));
    await house.history.commit(change(house.dir('a'), edit('SKILL.md', 'one', 'two')));
    await createLockedSkills({ file: at('state', 'locked.json'), lock }).set('a', true);
    await createTrust({ file: trustFile(), lock }).add([{ tree: sha256(''), skill: 'a' }]);
    const log = new LogWriter(at('state', 'runs', '202601', 'w-1.jsonl'));
    for (let number = 0; number < 3; number++) await log.append({ number });
    await log.close();
    await mkdir(at('state', 'proposals'));
    await writeFile(at('state', 'proposals', 'p-1.json'), proposal());
  });

  it('verifies the generations of the router, which of them is used, and the tasks that were made up', async () => {
    await prepareGenerations(at('state'));
    await openGenerations(at('state')).add(draft(), Buffer.from('of another version'), 2);
    for (let more = 0; more < 3; more++) await openGenerations(at('state')).add(draft(), smallModel(3), 2);
    const router = (...names: string[]): string => at('state', 'router', ...names);
    const anotherVersion = 'router/3: The generation is of another version of Memento and is not used.';
    assert.deepEqual([(await check()).checked.generations, await problems()], [5, [anotherVersion]]);
    await appendFile(router('1', 'model.bin'), 'x');
    await writeFile(router('2', 'info.json'), '{}');
    await rm(router('4', 'info.json'));
    await rm(router('5', 'model.bin'));
    await rename(router('6'), router('7'));
    await writeFile(router('current.json'), '{"version":1,"current":"two"}');
    await writeFile(router('synthetic.jsonl'), 'torn');
    assert.deepEqual((await problems()).sort(), [
      'router/1: The generation is damaged: model.bin is not what info.json says. It is not used.',
      'router/2: The generation is damaged: info.json is not what it was written as. It is not used.',
      anotherVersion,
      'router/4: The generation is damaged: info.json is missing. It is not used.',
      'router/5: The generation is damaged: model.bin is missing. It is not used.',
      'router/7: The generation is called “6” inside.',
      'router/current.json: “current.json” is damaged; what it held does not count.',
      'router/synthetic.jsonl: 1 lines are damaged or torn; they do not count.',
    ]);
    assert.equal((await check()).checked.generations, 0);
  });

  it('counts what is sound', async () => {
    const { checked, problems: found } = await check();
    assert.deepEqual(found, []);
    // Two texts, a script, two trees; an intent and a done for each version, and three lines of a run.
    assert.deepEqual(checked, { objects: 5, versions: 2, logLines: 7, proposals: 1, generations: 0 });
  });

  it('verifies the log of synthetic queries, and no other file of the router', async () => {
    const log = new LogWriter(at('state', 'router', 'synthetic.jsonl'));
    await log.append({ key: 'k' });
    await log.close();
    await writeFile(at('state', 'router', 'other.jsonl'), 'not a log\n');
    assert.equal((await check()).checked.logLines, 8);
    await appendFile(at('state', 'router', 'synthetic.jsonl'), 'torn');
    assert.deepEqual(await problems(), ['router/synthetic.jsonl: 1 lines are damaged or torn; they do not count.']);
  });

  it('finds nothing where nothing is', async () => {
    await rm(at('state'), { recursive: true });
    const { checked, problems: found } = await check();
    assert.deepEqual([checked, found], [{ objects: 0, versions: 0, logLines: 0, proposals: 0, generations: 0 }, []]);
    assert.ok(!(await readdir(at())).includes('state'));
  });

  it('B44: names a content that is not what its name says, and the versions that need it', async () => {
    const [latest] = [...(await house.history.versions('a'))].reverse();
    await writeFile(objectFile(sha256('one')), 'onE');
    await unlink(objectFile(latest!.tree!));
    await writeFile(at('state', 'objects', 'stranger'), '');
    const found = (await problems()).join('\n');
    assert.match(found, new RegExp(`objects/../${sha256('one')}: .*damaged`));
    assert.match(found, /Version 1 of the skill “a” cannot be restored: SKILL\.md/);
    assert.match(found, new RegExp(`Version 2 of the skill “a” cannot be restored: ${latest!.tree!.slice(0, 12)}`));
    assert.match(found, /objects\/stranger: Not the name/);
    assert.equal((await check()).checked.versions, 0);
  });

  it('B42: names logs with damaged lines and counts the sound ones', async () => {
    const run = at('state', 'runs', '202601', 'w-1.jsonl');
    const bytes = await readFile(run);
    bytes[bytes.indexOf(10) + 15]! ^= 1;
    await writeFile(run, bytes);
    await appendFile(house.log('a'), 'torn');
    assert.deepEqual((await problems()).sort(), [
      'runs/202601/w-1.jsonl: 1 lines are damaged or torn; they do not count.',
      'skills/a.history.jsonl: 1 lines are damaged or torn; they do not count.',
    ]);
    assert.equal((await check()).checked.logLines, 6);
  });

  it('B43: names a format, trust and locks that cannot be read', async () => {
    await writeFile(at('state', 'format.json'), '{"version":9}');
    await writeFile(trustFile(), '{"version":1}');
    await writeFile(at('state', 'locked.json'), '{');
    const found = (await problems()).join('\n');
    assert.match(found, /format\.json: .*newer version/);
    assert.match(found, /\.\.\/trust\.json: .*damaged/);
    assert.match(found, /locked\.json: .*damaged/);
  });

  it('names proposals that are damaged or do not fit their base', async () => {
    const cases = {
      text: '{',
      part: '{"id":"part"}',
      base: proposal({ id: 'base', before: 'changed' }),
      other: proposal(),
    };
    for (const [name, json] of Object.entries(cases)) await writeFile(at('state', 'proposals', `${name}.json`), json);
    assert.deepEqual((await problems()).map((line) => line.slice('proposals/'.length)).sort(), [
      'base.json: The proposal’s text is not the one it was made from.',
      'other.json: The proposal is called “p-1” inside.',
      'part.json: The proposal is damaged: parts of it are missing.',
      'text.json: The proposal is damaged: it is no JSON.',
    ]);
  });

  it('B18: names old temporary files and leaves them to the next start', async () => {
    const left = at('state', 'proposals', tempName('p-1.json'));
    await writeFile(left, '');
    assert.deepEqual(await problems(), []);
    await utimes(left, 1000, 1000);
    assert.match((await problems()).join(), /cut off/);
    assert.ok((await readdir(path.dirname(left))).includes(path.basename(left)));
  });

  it('names an import that is damaged, and what was published when that cannot be read', async () => {
    await mkdir(at('state', 'quarantine', '0123456789abcdef'), { recursive: true });
    await writeFile(at('state', 'quarantine', '0123456789abcdef', 'import.json'), '{}');
    await writeFile(at('state', 'published.json'), '{"version":1,"copies":[{"skill":"../x"}]}');
    const { problems } = await check();
    assert.deepEqual(problems.map(({ file }) => file).sort(), ['published.json', 'quarantine/0123456789abcdef']);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const running = check(controller.signal);
    controller.abort();
    await assert.rejects(running, CancelledError);
  });
});
