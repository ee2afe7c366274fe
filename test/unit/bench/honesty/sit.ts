import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type House, toTask } from '../../../../src/bench/house/house.js';
import type { BenchTask } from '../../../../src/bench/tasks/benchTask.js';
import { layTask } from '../../../../src/bench/tasks/layTask.js';
import { never } from '../arms.js';

export interface Sat {
  readonly task: BenchTask;
  readonly answer: string;
  readonly passed: boolean;
}

/**
 * Does tasks with the library of a house, as an exam does, but with a skill that is said for each.
 * @param useOf name of the skill, `null` for none
 */
export async function sit(
  { engine, checker, meter }: House,
  tasks: readonly BenchTask[],
  useOf: (task: BenchTask) => string | null,
): Promise<readonly Sat[]> {
  checker.add(tasks);
  const sat: Sat[] = [];
  for (const task of tasks) {
    const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'memento-honesty-')));
    try {
      await layTask(task, folder, never);
      const options = { folder, model: meter, seed: 0, use: useOf(task) };
      const { answer, outcome } = await engine.rehearse(toTask(task), options, never);
      sat.push({ task, answer, passed: outcome === 'success' });
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  return sat;
}
