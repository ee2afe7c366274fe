import type { FileChange, RunSummary } from '../events.js';
import type { RunFacts } from './runFacts.js';

const none: readonly never[] = [];

/**
 * What a list shows of a run. Total: events may be missing (a torn log), and later events overrule earlier ones (a verdict given days
 * later, an undo). Undefined as long as the run's beginning is not known.
 */
export function summaryOf(id: string, facts: RunFacts): RunSummary | undefined {
  const { started, route, finished } = facts;
  if (!started) return undefined;
  return {
    id,
    ...started.value,
    status: finished?.value.status ?? 'running',
    skill: route?.value.skill ?? null,
    version: route?.value.version ?? null,
    outcome: facts.verdict?.value.outcome ?? 'unknown',
    ...(facts.verdict?.value.decidedBy === undefined ? {} : { decidedBy: facts.verdict.value.decidedBy }),
    answer: facts.answer?.value ?? '',
    startedAt: started.at,
    ms: finished?.value.ms ?? 0,
    steps: (facts.steps ?? none).length / 3,
    toolCalls: (facts.calls ?? none).length / 3,
    tokens: tokensOf(facts.steps ?? none),
    changes: facts.changes ? changesOf(facts.changes) : none,
    undone: facts.undone,
    proposal: facts.proposal?.value ?? null,
    ...(finished?.value.error ? { error: finished.value.error } : {}),
  };
}

/** Unknown once, unknown for good: a sum with a gap would be a wrong figure. */
function tokensOf(steps: readonly number[]): number | null {
  let sum = 0;
  for (let index = 2; index < steps.length; index += 3) {
    const tokens = steps[index] ?? -1;
    if (tokens < 0) return null;
    sum += tokens;
  }
  return sum;
}

function changesOf(said: NonNullable<RunFacts['changes']>): readonly FileChange[] {
  const changes = new Map<string, FileChange>();
  for (const { value } of said)
    if (typeof value === 'string') changes.delete(value);
    else changes.set(value.path, value);
  return [...changes.values()];
}
