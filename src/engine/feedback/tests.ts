import { text, type Text } from '../text.js';
import type { Judged } from './command.js';
import type { Outcome, Signal } from './signal.js';
import { strengths } from './strength.js';

/**
 * What the workspace's tests say, from how they came out before and after the run. Only a turn tells something about the run: tests that failed
 * before and fail now may fail for any reason, and those that passed before and pass now may not look at what was asked.
 */
export function testsSignal(command: string, before: Judged, after: Judged): Signal {
  const [outcome, detail] = compare(before.state, after.state);
  return {
    source: 'tests',
    outcome,
    strength: outcome === 'unknown' ? strengths.nothing : strengths.testsTurned,
    detail,
    check: {
      command,
      before: before.exitCode,
      exitCode: after.exitCode,
      // What is as before is no news.
      tail: outcome === 'failure' ? after.tail : '',
    },
  };
}

function compare(before: Judged['state'], after: Judged['state']): readonly [Outcome, Text] {
  if (before === 'passed' && after === 'passed')
    return ['unknown', text('The tests passed before the run and pass now.')];
  if (before === 'passed' && after === 'failed')
    return ['failure', text('The tests passed before the run and fail now.')];
  if (before === 'failed' && after === 'passed')
    return ['success', text('The tests failed before the run and pass now.')];
  if (before === 'failed' && after === 'failed')
    return ['unknown', text('The tests failed before the run and fail now.')];
  const odd = before === 'passed' || before === 'failed' ? after : before;
  const earlier = odd === before;
  if (odd === 'timeout')
    return [
      'unknown',
      earlier
        ? text('The tests took too long before the run: nothing can be compared.')
        : text('The tests took too long after the run: nothing can be compared.'),
    ];
  return [
    'unknown',
    earlier
      ? text('The tests could not be run before the run: nothing can be compared.')
      : text('The tests could not be run after the run: nothing can be compared.'),
  ];
}
