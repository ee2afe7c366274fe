import type { RunSummary } from '../src/protocol.js';

const states: Readonly<Record<string, (run: RunSummary) => boolean>> = {
  passed: (run) => run.status === 'done' && run.outcome === 'success',
  failed: (run) => run.status === 'done' && run.outcome === 'failure',
  unjudged: (run) => run.status === 'done' && run.outcome === 'unknown',
  running: (run) => run.status === 'running',
  cancelled: (run) => run.status === 'cancelled',
  stopped: (run) => run.status === 'error',
  interrupted: (run) => run.status === 'interrupted',
};

/**
 * Whether a run is among those the reader looks for: every word of the query stands in the task or is the run's number;
 * `skill:` begins the name of its skill (`skill:none` without one), `is:` names how it ended. An unfinished `is:` hides nothing.
 */
export function matches(run: RunSummary, query: string): boolean {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => {
      if (word.startsWith('skill:')) return (run.skill ?? 'none').startsWith(word.slice(6));
      if (word.startsWith('is:')) return states[word.slice(3)]?.(run) ?? true;
      return run.task.prompt.toLowerCase().includes(word) || word.replace('#', '') === String(run.number);
    });
}
