import type { RunEvent } from '../../engine/events.js';
import type { Task } from '../../engine/task.js';

/** What the status bar and the commands know of a run that has not ended. */
export interface ActiveRun {
  readonly run: string;
  readonly folder: string;
  readonly task: Task;
  /** Absent while it is queued. */
  readonly number?: number;
  readonly step: number;
  /** Tokens so far; null once the server left a count out. */
  readonly tokens: number | null;
}

/** Folds one event of a run into what is known of it. */
export function advance(active: ActiveRun, event: RunEvent): ActiveRun {
  switch (event.type) {
    case 'run.started':
      return { ...active, number: event.number };
    case 'step.started':
      return { ...active, step: event.step };
    case 'step.finished': {
      const { promptTokens, completionTokens } = event.usage;
      const known = active.tokens !== null && promptTokens !== null && completionTokens !== null;
      return { ...active, tokens: known ? active.tokens + promptTokens + completionTokens : null };
    }
    default:
      return active;
  }
}
