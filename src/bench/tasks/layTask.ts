import { randomUUID } from 'node:crypto';
import { realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openParent } from '../../engine/act/folder.js';
import { type Confine, runProcess } from '../../engine/act/process.js';
import { HumanError, throwIfCancelled } from '../../engine/errors.js';
import { Budget } from '../../engine/exchange/limits.js';
import { explained } from '../../engine/safety/fileProblem.js';
import type { FileContent } from '../../engine/skills/tree.js';
import { text } from '../../engine/text.js';
import type { BenchTask } from './benchTask.js';
import { bundled } from './bundled.js';

/** Bytes that the files of one task may have together. */
const largest = 64 * 1024 * 1024;
/** Milliseconds for the setup. */
const setupPatience = 120_000;
/** Lines of a failed setup's output that are told: the last ones. */
const tailLines = 20;

/**
 * Lays a task's files into its workspace and runs its setup there.
 * @param folder where there is nothing of these names yet
 * @throws {HumanError} when a file is missing, leads outside or is there already, when they are too large, or when the setup fails
 * @param confine walls around the setup
 * @throws {CancelledError} when the signal fires; nothing of the setup runs on
 */
export async function layTask(task: BenchTask, folder: string, signal: AbortSignal, confine?: Confine): Promise<void> {
  const root = await explained(folder, () => realpath(folder));
  const budget = new Budget(largest, task.id);
  for (const [name, content] of Object.entries(task.files)) {
    throwIfCancelled(signal);
    if (typeof content === 'string') {
      const data = Buffer.from(content);
      budget.spend(data.length);
      await lay(root, name, { data, executable: false });
      continue;
    }
    if (task.base === undefined) throw new Error(`task ${task.id} brings files along and lies nowhere`);
    const at = name.replace(/\/$/, '');
    for await (const [below, file] of bundled(task.base, content.path.replace(/\/$/, ''), budget, signal))
      await lay(root, below === '' ? at : `${at}/${below}`, file);
  }
  if (task.setup !== undefined) await setUp(task, task.setup, root, confine, signal);
}

/** Writes a new file below the root, following no link on the way. */
async function lay(root: string, name: string, { data, executable }: FileContent): Promise<void> {
  await explained(name, async () => {
    const absolute = path.join(root, ...name.split('/'));
    const parent = await openParent(root, absolute, true);
    try {
      await writeFile(parent.at(path.basename(absolute)), data, { flag: 'wx', mode: executable ? 0o777 : 0o666 });
    } finally {
      await parent.close();
    }
  });
}

async function setUp(
  { id }: BenchTask,
  command: string,
  cwd: string,
  confine: Confine | undefined,
  signal: AbortSignal,
): Promise<void> {
  // The same task may be set up for several runs at a time; each ends its own processes only.
  const run = `bench-setup-${randomUUID()}`;
  const request = { command, cwd, run, timeoutMs: setupPatience, ...(confine && { confine }) };
  const { exitCode, timedOut, output } = await runProcess(request, signal);
  if (exitCode === 0) return;
  const tail = output.trimEnd().split('\n').slice(-tailLines).join('\n');
  throw new HumanError(
    timedOut
      ? text('The setup of the task “{0}” did not end in {1} s.', id, setupPatience / 1000)
      : text('The setup of the task “{0}” failed (exit {1}): {2}', id, exitCode ?? '?', tail),
  );
}
