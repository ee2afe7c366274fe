import type { Execute } from './act/process.js';
import type { CheckRunner } from './feedback/check.js';
import type { Task } from './task.js';

/** What an engine is given that measures instead of helping a person: its tasks bring their own files and checks (learning.md 3). */
export interface Harness {
  /** How a task's check is run, in a run as in a replay. */
  readonly check: CheckRunner;
  /** A folder that holds the files a task begins with: replays copy it instead of the workspace. */
  readonly filesOf: (task: Task) => string | undefined;
  /** Whether the commands of replays are confined where the machine can: `false` only for a model whose commands are known beforehand. */
  readonly confine: boolean;
  /** How the model's commands are carried out; absent: as processes. Checks have their own way. */
  readonly execute?: Execute;
}
