import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../engine/errors.js';
import { fileProblem } from '../../engine/safety/fileProblem.js';
import { text } from '../../engine/text.js';
import type { BenchTask } from './benchTask.js';
import { parseLine } from './json.js';
import { linesOf } from './lines.js';
import { taskSchema } from './taskSchema.js';

/**
 * Reads a task file, one task per line (learning.md 3).
 * @param file `*.jsonl`; messages name it as it is given here
 * @returns the tasks in their order, at least one
 * @throws {HumanError} at the first line that is no task or has the id of an earlier one, when there is none, or when the file cannot be read or is too large
 * @throws {CancelledError}
 */
export async function readTasks(file: string, signal: AbortSignal): Promise<readonly BenchTask[]> {
  const tasks: BenchTask[] = [];
  const lines = new Map<string, number>();
  const base = await folderOf(file);
  for await (const line of linesOf(file, signal)) {
    const task = parseLine(line, taskSchema);
    const earlier = lines.get(task.id);
    if (earlier !== undefined)
      throw new HumanError(
        text('{0}, line {1}: the id “{2}” stands in line {3} already.', file, line.line, task.id, earlier),
      );
    lines.set(task.id, line.line);
    tasks.push({ ...task, base });
  }
  if (tasks.length === 0) throw new HumanError(text('{0} holds no tasks.', file));
  return tasks;
}

/** The folder in which the file is named, not the one a link to it leads to: there lies what its tasks bring along. */
async function folderOf(file: string): Promise<string> {
  try {
    return await realpath(path.dirname(file));
  } catch (error) {
    throw fileProblem(error, file);
  }
}
