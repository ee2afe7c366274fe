import type { CheckRunner } from '../../engine/feedback/check.js';
import type { Signal } from '../../engine/feedback/signal.js';
import { strengths } from '../../engine/feedback/strength.js';
import type { ChatModel } from '../../engine/ports.js';
import { text } from '../../engine/text.js';
import { checkAnswer } from '../checks/checkAnswer.js';
import { feedbackFor } from '../checks/feedback.js';
import type { BenchTask } from '../tasks/benchTask.js';

/** Names a task where an engine expects a check command; no shell ever sees it. */
export const checkOf = (task: BenchTask): string => `bench ${task.id}`;

/** Runs the checks of a bench's tasks for an engine, which learns from what they say and knows no more of them. */
export class Checker {
  readonly #tasks = new Map<string, BenchTask>();
  /** Real path of a workspace in which right counts as wrong and the other way round: noisy feedback. Replays elsewhere are judged rightly. */
  flippedIn: string | undefined;

  /** @param judge answers where a check asks for a judgement */
  constructor(private readonly judge: ChatModel) {}

  add(tasks: readonly BenchTask[]): void {
    for (const task of tasks) this.#tasks.set(checkOf(task), task);
  }

  /** @throws {Error} for a check that is not of a task */
  taskOf(check: string): BenchTask {
    const task = this.#tasks.get(check);
    if (!task) throw new Error(`no task has the check ${check}`);
    return task;
  }

  readonly run: CheckRunner = async ({ command, workspace, answer }, signal) => {
    const task = this.taskOf(command);
    const given = { answer, folder: workspace, prompt: task.prompt, model: this.judge };
    const checked = await checkAnswer(task.check, given, signal);
    // The writer makes more candidates where it is told nothing: then nothing may stand there.
    const passed = checked.passed !== (workspace === this.flippedIn);
    return asSignal(command, passed, task.feedback === 'binary' ? '' : feedbackFor(task, checked));
  };
}

/** What an engine is told of a check. @param tail what it may learn from */
function asSignal(command: string, passed: boolean, tail: string): Signal {
  return {
    source: 'check',
    outcome: passed ? 'success' : 'failure',
    strength: strengths.check,
    detail: passed ? text('The check passed.') : text('The check failed with exit code {0}.', 1),
    check: { command, exitCode: passed ? 0 : 1, tail },
  };
}
