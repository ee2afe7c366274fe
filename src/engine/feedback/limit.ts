import type { Stop } from '../act/agent.js';
import { type Text, text } from '../text.js';
import type { Signal } from './signal.js';
import { strengths } from './strength.js';

/** A run that was cut off has not done its task. @returns undefined for a run that came to its end */
export function limitSignal(
  stop: Stop,
  { maxSteps, maxMinutes }: { readonly maxSteps: number; readonly maxMinutes: number },
): Signal | undefined {
  const failed = (detail: Text): Signal => ({ source: 'limit', outcome: 'failure', strength: strengths.limit, detail });
  switch (stop) {
    case 'answered':
      return undefined;
    case 'steps':
      return failed(text('The run used all of its {0} steps.', maxSteps));
    case 'time':
      return failed(text('The run used all of its {0} minutes.', maxMinutes));
    case 'truncated':
      return failed(text('The reply of the model was cut off.'));
    case 'context':
      return failed(text('The conversation became longer than the model can take.'));
    case 'repeated':
      return failed(text('The agent repeated the same call.'));
  }
}
