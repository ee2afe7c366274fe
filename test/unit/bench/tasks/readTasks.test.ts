import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { CancelledError, HumanError } from '../../../../src/engine/errors.js';
import type { BenchTask } from '../../../../src/bench/tasks/benchTask.js';
import { largestFile, longestLine } from '../../../../src/bench/tasks/lines.js';
import { readTasks } from '../../../../src/bench/tasks/readTasks.js';
import { makeTempFolder, type TempFolder } from '../tempFolder.js';

const never = new AbortController().signal;
const exact = { type: 'exact', answer: '7' };
const task = (more: object = {}): object => ({ id: 't1', split: 'train', prompt: 'Add.', check: exact, ...more });
const line = (more: object = {}): string => JSON.stringify(task(more));

describe('reading a task file', () => {
  let temp: TempFolder;
  beforeEach(async () => {
    temp = await makeTempFolder();
  });
  afterEach(() => temp.dispose());

  const read = async (content: string | Uint8Array): Promise<readonly BenchTask[]> =>
    readTasks(await temp.put('set.jsonl', content), never);
  const refused = async (content: string | Uint8Array, why: RegExp): Promise<void> => {
    await assert.rejects(read(content), (error) => {
      assert.ok(error instanceof HumanError, String(error));
      assert.match(error.message, why);
      assert.match(error.message, /set\.jsonl/);
      return true;
    });
  };
  const accepts = async (more: object): Promise<BenchTask> => (await read(line(more)))[0]!;

  it('reads all that a line can say', async () => {
    const full = {
      ...{ id: 'ledger-7', split: 'val', domain: 'ledger', kind: 'ledger.total', prompt: 'Total?', setup: 'true' },
      files: { 'ledger.csv': 'date,amount\n', 'data/': { path: 'fixtures/x' } },
      check: { type: 'any', checks: [exact, { type: 'numeric', answer: 7, abs: 0.5, units: ['EUR'] }] },
      ...{ feedback: 'hint', hint: 'Mind the sign.', limits: { turns: 12, seconds: 60, tokens: 40_000 } },
      ...{ source: 'own', licence: 'MIT' },
    };
    assert.deepEqual(await read(JSON.stringify(full)), [{ ...full, base: temp.dir }]);
  });

  it('fills in what may be left out', async () => {
    assert.deepEqual(await read(line({ domain: 'sums' })), [
      {
        ...{ id: 't1', split: 'train', domain: 'sums', kind: 'sums', prompt: 'Add.', files: {}, check: exact },
        ...{ feedback: 'answer', source: 'unknown', licence: 'NOASSERTION', base: temp.dir },
      },
    ]);
  });

  it('takes blank lines, Windows line ends, a byte order mark and a last line without an end', async () => {
    const tasks = await read(`\uFEFF${line({ id: 'a' })}\r\n\r\n  \n${line({ id: 'b', prompt: 'Grüße 😀' })}`);
    assert.deepEqual(
      tasks.map(({ id, prompt }) => [id, prompt]),
      [
        ['a', 'Add.'],
        ['b', 'Grüße 😀'],
      ],
    );
  });

  it('keeps characters whole that stand across the pieces it reads', async () => {
    // 1 MB is read at a time: the three bytes of each sign fall on both sides of that place in one of the lines.
    const prompts = [0, 1, 2].map((shift) => `${'x'.repeat(shift)}${'€'.repeat(400_000)}`);
    const tasks = await read(prompts.map((prompt, index) => line({ id: `t${index}`, prompt })).join('\n'));
    assert.deepEqual(
      tasks.map(({ prompt }) => prompt),
      prompts,
    );
  });

  it('names the line that is wrong, and what is wrong in it', async () => {
    await refused(`${line()}\n\n{"id":`, /line 3: this is no JSON/);
    await refused(line({ id: undefined }), /line 1: id: /);
    await refused(line({ chekc: 1 }), /line 1: .*chekc/);
    await refused(line({ split: 'dev' }), /line 1: split: /);
    await refused(line({ id: 'a\nb' }), /line 1: id: must be one line/);
    await refused(line({ id: ' a' }), /line 1: id: must be one line/);
    await refused(line({ prompt: ' \n' }), /line 1: prompt: must say what to do/);
    await refused(line({ feedback: 'hint' }), /line 1: hint: is missing/);
    await refused(line({ limits: { turns: 1.5 } }), /line 1: limits\.turns: /);
    await refused(line({ limits: { seconds: 0 } }), /line 1: limits\.seconds: /);
    await refused(line({ base: '/etc' }), /line 1: .*base/);
    await refused('[]', /line 1: /);
    await refused('null', /line 1: /);
  });

  it('refuses the id of an earlier line', () =>
    refused(`${line({ id: 'a' })}\n${line({ id: 'b' })}\n${line({ id: 'a' })}`, /line 3: the id “a” stands in line 1/));

  it('refuses a file without tasks, a missing one and a folder', async () => {
    await refused('\n \n', /holds no tasks/);
    await assert.rejects(readTasks(temp.at('none.jsonl'), never), /none\.jsonl” does not exist/);
    await assert.rejects(readTasks(temp.dir, never), /is not a file/);
  });

  it('refuses what is not UTF-8', () => refused(Buffer.from([0x7b, 0xff, 0x7d]), /line 1: this is not text in UTF-8/));

  it('takes a line of a megabyte and refuses one of more than four', async () => {
    const long = (bytes: number): string => line({ prompt: 'x'.repeat(bytes - line({ prompt: '' }).length) });
    assert.equal((await read(long(1_000_000)))[0]?.id, 't1');
    assert.equal((await read(long(longestLine)))[0]?.id, 't1');
    await refused(`${line({ id: 'a' })}\n${long(longestLine + 1)}`, /line 2: the line is longer than 4 MB/);
  });

  it('refuses a file of more than 64 MB', async () => {
    const file = await temp.put('set.jsonl', Buffer.alloc(largestFile + 1, '\n'));
    await assert.rejects(readTasks(file, never), /larger than 64 MB/);
  });

  it('refuses prototype keys and what is nested without end', async () => {
    await refused(line().replace('{', '{"__proto__":{"polluted":1},'), /“__proto__” is not allowed/);
    await refused(line({ files: {} }).replace('"files":{}', '"files":{"__proto__":"x"}'), /“__proto__”/);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    await refused(line({ prompt: 0 }).replace('0', deep), /64 levels/);
    const checks = `${'{"type":"all","checks":['.repeat(50_000)}${JSON.stringify(exact)}${']}'.repeat(50_000)}`;
    await refused(line({ check: 0 }).replace(/"check":0/, `"check":${checks}`), /64 levels/);
    // Names that are only like those of a prototype are names.
    const named = await accepts({ files: { constructor: 'a', hasOwnProperty: 'b' } });
    assert.deepEqual(Object.entries(named.files), [
      ['constructor', 'a'],
      ['hasOwnProperty', 'b'],
    ]);
  });

  it('refuses places outside of the workspace, in the library and of no use on some systems', async () => {
    for (const name of ['/etc/passwd', '../up', 'a/../../b', 'a//b', './a', 'C:/x', 'a\\b', '', 'a\0b'])
      await refused(line({ files: { [name]: 'x' } }), /line 1: files\..*must be a path below/);
    for (const name of ['con', 'a/b.', 'a|b', 'x'.repeat(300)])
      await refused(line({ files: { [name]: 'x' } }), /not every system can have/);
    for (const name of ['.memento/skills/x/SKILL.md', '.MEMENTO/x', 'sub/.memento/x'])
      await refused(line({ files: { [name]: 'x' } }), /belongs to the skill library/);
    await refused(line({ files: { 'data/': 'text' } }), /must be a path below/);
    await refused(line({ files: { 'a.txt': 'x', 'A.txt': 'y' } }), /the same file as “a\.txt”/);
    await accepts({ files: { 'deep/er/a-b_c.txt': 'x', '.gitignore': 'y', 'memento/x': '' } });
  });

  it('refuses files from outside the folder of the task file', async () => {
    for (const path of ['../x', '/etc/passwd', 'a/../../b', '', '.', 'C:\\x'])
      await refused(line({ files: { a: { path } } }), /must lead below the folder of the task file/);
    await refused(line({ files: { a: { path: 'x', mode: 7 } } }), /line 1: files\.a/);
    await accepts({ files: { a: { path: 'fixtures/a' }, 'b/': { path: 'fixtures/b/' } } });
  });

  it('takes the folder in which the file is named, where a link leads to it', async () => {
    await temp.put('far/set.jsonl', line());
    await temp.put('near/x', '');
    await symlink('../far/set.jsonl', temp.at('near/set.jsonl'));
    assert.equal((await readTasks(temp.at('near/set.jsonl'), never))[0]?.base, temp.at('near'));
  });

  it('ends when it is cancelled', async () => {
    const file = await temp.put('set.jsonl', line());
    await assert.rejects(readTasks(file, AbortSignal.abort()), CancelledError);
  });
});

describe('the checks of a task file', () => {
  let temp: TempFolder;
  beforeEach(async () => {
    temp = await makeTempFolder();
  });
  afterEach(() => temp.dispose());
  const read = async (check: object): Promise<unknown> =>
    (await readTasks(await temp.put('set.jsonl', line({ check })), never))[0]?.check;

  it('takes each kind', async () => {
    for (const check of [
      { type: 'exact', answer: ['a', 'b'], normalize: 'gaia' },
      { type: 'numeric', answer: -1.5, abs: 0, rel: 0.01, units: ['km'] },
      { type: 'regex', pattern: '^a+$', flags: 'im' },
      { type: 'set', answer: [], ordered: true, subset: true, normalize: 'case' },
      { type: 'json', answer: null, ordered: false, subset: true },
      { type: 'shell', script: 'test "$ANSWER" = 7', timeout: 600 },
      { type: 'judge', rubric: 'Right?', reference: '7', votes: 15 },
      { type: 'all', checks: [exact, { type: 'any', checks: [exact] }] },
    ])
      assert.deepEqual(await read(check), check);
  });

  it('refuses what is wrong in one', async () => {
    for (const [check, why] of [
      [{ type: 'exakt', answer: 'a' }, /check\.type/],
      [{ type: 'exact' }, /check\.answer/],
      [{ type: 'exact', answer: [] }, /check/],
      [{ type: 'exact', answer: 'a', normalise: 'trim' }, /normalise/],
      [{ type: 'numeric', answer: '7' }, /check\.answer/],
      [{ type: 'numeric', answer: 7, abs: -1 }, /check\.abs/],
      [{ type: 'regex', pattern: '(' }, /check\.pattern: .*Unterminated group/],
      [{ type: 'regex', pattern: 'a', flags: 'g' }, /check\.flags/],
      [{ type: 'regex', pattern: 'a', flags: 'ii' }, /check\.flags/],
      [{ type: 'regex', pattern: 'a', flags: 'ims'.repeat(1_000_000) }, /check\.flags/],
      [{ type: 'regex', pattern: '[', flags: 'v' }, /check\.pattern/],
      [{ type: 'json' }, /check\.answer/],
      [{ type: 'shell', script: ' ' }, /check\.script/],
      [{ type: 'shell', script: 'a\0b' }, /check\.script/],
      [{ type: 'shell', script: 'true', timeout: 601 }, /check\.timeout/],
      [{ type: 'judge', rubric: 'Right?', votes: 2 }, /check\.votes: must be odd/],
      [{ type: 'all', checks: [] }, /check\.checks/],
      [{ type: 'any', checks: [exact, { type: 'exact' }] }, /check\.checks\.1\.answer/],
    ] as const)
      await assert.rejects(read(check), (error: unknown) => {
        assert.ok(error instanceof HumanError);
        assert.match(error.message, why);
        return true;
      });
  });
});
