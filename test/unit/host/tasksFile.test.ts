import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseTask, readTasks } from '../../../src/host/solve/tasksFile.js';

describe('a line of tasks.jsonl', () => {
  it('is a task with a shell check', () => {
    assert.deepEqual(
      parseTask('{"id":"t1","prompt":" Do it ","check":{"type":"shell","script":"npm test"},"split":"train"}'),
      { id: 't1', prompt: 'Do it', check: 'npm test' },
    );
  });

  it('is a task without a check when the check is of another kind', () => {
    assert.deepEqual(parseTask('{"id":"t1","prompt":"p","check":{"type":"judge","script":"x"}}'), {
      id: 't1',
      prompt: 'p',
    });
  });

  it('is passed over when it is no task', () => {
    for (const line of [
      '',
      'x',
      'null',
      '[]',
      '{"id":"t"}',
      '{"prompt":""}',
      '{"prompt":7}',
      `{"prompt":"${'x'.repeat(4001)}"}`,
    ])
      assert.equal(parseTask(line), undefined, line.slice(0, 40));
  });
});

describe('tasks.jsonl', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(os.tmpdir(), 'memento-tasks-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const task = (id: number): string => JSON.stringify({ id: String(id), prompt: `task ${id}` });

  it('may be missing', async () => assert.deepEqual(await readTasks(folder), []));

  it('gives its tasks, broken lines left out', async () => {
    await writeFile(path.join(folder, 'tasks.jsonl'), `${task(1)}\n{broken\n\n${task(2)}\r\n`);
    assert.deepEqual(
      (await readTasks(folder)).map(({ id }) => id),
      ['1', '2'],
    );
  });

  it('is read up to a limit', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => task(index)).join('\n');
    await writeFile(path.join(folder, 'tasks.jsonl'), many);
    assert.equal((await readTasks(folder)).length, 200);
  });
});
