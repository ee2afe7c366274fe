import type { RunRecord } from '../../../src/engine/store/runRecord.js';

/** A record of a judged run as the run log gives it. */
export function record(id: string, more: Partial<RunRecord['run']> & Omit<Partial<RunRecord>, 'run'> = {}): RunRecord {
  const { route, decidedBy = 'check', attribution, closed, ...run } = more;
  return {
    run: {
      id,
      number: 1,
      task: { prompt: `What does ${id} come to?`, check: 'true' },
      status: 'done',
      skill: null,
      version: null,
      outcome: 'failure',
      answer: '',
      simulated: true,
      startedAt: 1,
      ms: 1,
      steps: 1,
      toolCalls: 0,
      tokens: 1,
      changes: [],
      undone: false,
      proposal: null,
      ...run,
    },
    decidedBy,
    ...(route ? { route } : {}),
    ...(attribution ? { attribution } : {}),
    ...(closed ? { closed } : {}),
  };
}
