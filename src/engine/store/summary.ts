import type { FileChange, RunEvent, RunSummary } from '../events.js';
import type { Usage } from '../ports.js';

/**
 * Folds a run's events into what a list shows. Total: events may be missing or come twice (a torn log), and later events overrule
 * earlier ones (a verdict given days later, an undo).
 */
export function summarise(events: readonly RunEvent[]): RunSummary | undefined {
  const started = events.find((event) => event.type === 'run.started');
  if (!started) return undefined;
  let summary: RunSummary = {
    id: started.run,
    number: started.number,
    task: started.task,
    status: 'running',
    skill: null,
    version: null,
    outcome: 'unknown',
    answer: '',
    simulated: started.model.simulated,
    startedAt: started.at,
    ms: 0,
    steps: 0,
    toolCalls: 0,
    tokens: 0,
    changes: [],
    undone: false,
    proposal: null,
  };
  const changes = new Map<string, FileChange>();
  for (const event of events) {
    if (event.type === 'file.changed') changes.set(event.change.path, event.change);
    if (event.type === 'file.reverted') changes.delete(event.path);
    summary = fold(summary, event);
  }
  return { ...summary, changes: [...changes.values()] };
}

function fold(summary: RunSummary, event: RunEvent): RunSummary {
  switch (event.type) {
    case 'route.decided':
      return { ...summary, skill: event.route.chosen, version: event.route.version };
    case 'step.finished':
      return { ...summary, steps: summary.steps + 1, tokens: addTokens(summary.tokens, event.usage) };
    case 'tool.started':
      return { ...summary, toolCalls: summary.toolCalls + 1 };
    case 'act.finished':
      return { ...summary, answer: event.answer };
    case 'verdict':
      return { ...summary, outcome: event.verdict.outcome };
    case 'proposal':
      return { ...summary, proposal: event.proposal.id };
    case 'run.undone':
      return { ...summary, undone: true };
    case 'run.finished':
      return { ...summary, status: event.status, ms: event.ms, ...(event.error ? { error: event.error } : {}) };
    default:
      return summary;
  }
}

/** Unknown once, unknown for good: a sum with a gap would be a wrong figure. */
const addTokens = (sum: number | null, usage: Usage): number | null =>
  sum === null || usage.promptTokens === null || usage.completionTokens === null
    ? null
    : sum + usage.promptTokens + usage.completionTokens;
