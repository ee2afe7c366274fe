import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Skill } from '../../../src/engine/skills/skill.js';
import type { Episode } from '../../../src/engine/write/episode.js';
import { createPracticeWorkspace } from '../../../src/practice/workspace.js';
import { askBlame, askCreate, askRewrite } from './support/librarian.js';
import { inProcess } from './support/model.js';
import { episode, type Run, runTask, skillFrom } from './support/run.js';
import { folderTools, memoryTools, runCheck } from './support/tools.js';

interface TaskLine {
  readonly id: string;
  readonly domain: string;
  readonly prompt: string;
  readonly check: { readonly script: string };
}

describe('practice workspace story', () => {
  const ask = inProcess();
  let folder = '';
  let tasks: readonly TaskLine[] = [];

  beforeEach(async () => {
    folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'memento-story-')), 'house');
    await createPracticeWorkspace(folder);
    const lines = readFileSync(path.join(folder, 'tasks.jsonl'), 'utf8').trim().split('\n');
    tasks = lines.map((line) => JSON.parse(line) as TaskLine);
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

  const task = (id: string): TaskLine => {
    const found = tasks.find((one) => one.id === id);
    assert.ok(found, id);
    return found;
  };
  const seeded = (): Skill =>
    skillFrom(readFileSync(path.join(folder, '.memento/skills/ledger-conventions/SKILL.md'), 'utf8'));

  /** Acts with real files and processes, then runs the real check. */
  async function attempt(
    id: string,
    skill: Skill | undefined,
  ): Promise<{ passed: boolean; run: Run; failed: Episode }> {
    const { prompt, check } = task(id);
    const run = await runTask(prompt, skill, { ask, tools: folderTools(folder) });
    const { passed, tail } = runCheck(check.script, folder, run.answer);
    return { passed, run, failed: episode(run, /expected: (.*)/.exec(tail)?.[1]) };
  }

  it('mends the one wrong rule of the seeded skill', async () => {
    assert.equal(tasks[0]?.id, 'ledger-total');
    const skill = seeded();
    const first = await attempt('ledger-total', skill);
    assert.equal(first.passed, false);

    const wrongLine = skill.text.split('\n').findIndex((line) => line.includes('ordinary positive number')) + 1;
    const blame = await askBlame({ ask }, first.failed, skill, [skill]);
    assert.deepEqual([blame.cause, blame.skill, blame.line], ['skill_defect', 'ledger-conventions', wrongLine]);
    assert.ok(blame.confidence >= 0.5);
    assert.deepEqual(
      blame.quotes.map(({ from, at, text }) => [from, at, text]),
      [
        ['skill', wrongLine, '- A number in parentheses is an ordinary positive number.'],
        ['check', null, 'expected: 1934.03'],
        ['step', 3, '2122.75'],
      ],
    );

    const { edits, after, summary } = await askRewrite({ ask }, skill, [first.failed]);
    assert.deepEqual(edits, [
      {
        op: 'replace',
        line: wrongLine,
        old: '- A number in parentheses is an ordinary positive number.',
        new: '- A number in parentheses is negative.',
      },
    ]);
    assert.match(summary, /A number in parentheses is negative\.$/);

    writeFileSync(path.join(folder, '.memento/skills/ledger-conventions/SKILL.md'), after);
    for (const { id } of tasks.filter(({ domain }) => domain === 'ledger'))
      assert.ok((await attempt(id, seeded())).passed, id);
  });

  it('writes a skill where none fits, and the next task uses it', async () => {
    const first = await attempt('request-errors', undefined);
    assert.equal(first.passed, false);
    const blame = await askBlame({ ask }, first.failed, undefined, [seeded()]);
    assert.deepEqual([blame.cause, blame.skill, blame.line], ['missing_skill', null, null]);
    assert.ok(blame.quotes.length > 1);

    const created = await askCreate({ ask }, [first.failed], [seeded()]);
    assert.equal(created?.skill.name, 'errors-request-log');
    assert.equal((await attempt('request-client-errors', undefined)).passed, false);
    for (const { id } of tasks.filter(({ domain }) => domain === 'requests'))
      assert.ok((await attempt(id, created.skill)).passed, id);
  });

  it('can be learned to the end from single failures', async () => {
    const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
    const expected = JSON.parse(read('expected.json')) as Record<string, string>;
    const files = Object.fromEntries(
      readdirSync(folder)
        .filter(isData)
        .map((name) => [name, read(name)]),
    );
    const skills = new Map<string, Skill>([['ledger', seeded()]]);
    const taught: string[] = [];
    for (let round = 0; round < 2; round++)
      for (const { id, domain, prompt } of tasks) {
        const run = await runTask(prompt, skills.get(domain), { ask, tools: memoryTools(files) });
        if (run.answer === expected[id]) continue;
        taught.push(id);
        const failed = episode(run, expected[id]);
        const skill = skills.get(domain);
        const next = skill
          ? skillFrom((await askRewrite({ ask }, skill, [failed])).after)
          : (await askCreate({ ask }, [failed]))?.skill;
        assert.ok(next, id);
        skills.set(domain, next);
      }
    // One failure in each domain is enough: nothing fails twice, and the second round passes.
    assert.deepEqual(taught, ['ledger-total', 'request-errors', 'sensor-typical', 'stock-pieces', 'shift-worked']);
  });
});

const isData = (name: string): boolean => /\.(?:csv|log)$/.test(name);
