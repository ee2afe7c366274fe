import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Task } from '../../engine/task.js';

/** A task of the folder's task file. */
export interface ListedTask extends Task {
  readonly id: string;
}

/** At most this much of the file is read, in bytes, and this many tasks are offered. */
const maxBytes = 256 * 1024;
const maxTasks = 200;
const maxLength = 4000;

/** The tasks of `tasks.jsonl` in the folder's root; none when there is no such file. Lines that are no task are passed over. */
export async function readTasks(folder: string): Promise<readonly ListedTask[]> {
  let content: string;
  try {
    const file = await open(path.join(folder, 'tasks.jsonl'), 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(maxBytes), 0, maxBytes, 0);
      content = buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return [];
  }
  return content
    .split('\n')
    .map(parseTask)
    .filter((task) => task !== undefined)
    .slice(0, maxTasks);
}

/** `{"id", "prompt", "check": {"type": "shell", "script"}}`; other fields and kinds of check are left alone. */
export function parseTask(line: string): ListedTask | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const prompt = short(value.prompt);
  if (prompt === undefined) return undefined;
  const id = short(value.id) ?? '';
  const script = isRecord(value.check) && value.check.type === 'shell' ? short(value.check.script) : undefined;
  return script === undefined ? { id, prompt } : { id, prompt, check: script };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const short = (value: unknown): string | undefined => {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed === '' || trimmed.length > maxLength ? undefined : trimmed;
};
