import type { RouterReport } from '../src/protocol.js';
import { say, t } from './l10n.js';
import { waitingCall, type RunView } from './runView.js';
import { stateOf } from './views/header.js';
import { titleOf } from './views/proposalWords.js';
import type { UiState } from './ui.js';

type Written = Pick<RunView, 'learning' | 'proposal'>;

/**
 * What a screen reader is told about a change of the run on show, or null when there is nothing new.
 * Focus is never moved for it.
 */
export function announcement(ui: UiState, before: RunView | null, after: RunView | null): string | null {
  if (!after || before?.id !== after.id) return after?.status === 'running' ? question(after, null) : null;
  if (before.status === 'running' && after.status !== 'running')
    return [
      stateOf({ ui }, after).words,
      after.verdict && say(after.verdict.reason),
      after.error && say(after.error.text),
    ]
      .filter(Boolean)
      .join('. ');
  return learned(before, after) ?? (after.merging && learned(before.merging, after.merging)) ?? question(after, before);
}

/** What is new about a change that is written. */
function learned(before: Written | null, { learning, proposal }: Written): string | null {
  const gate = learning.gates.find(({ report }) => !report);
  if (gate && !before?.learning.gates.some(({ candidate }) => candidate === gate.candidate))
    return t('The gate is running');
  if (proposal && before?.proposal?.proposal.id !== proposal.proposal.id)
    return t('A proposal is ready: {0}', titleOf(proposal.proposal));
  return null;
}

function question(run: RunView, before: RunView | null): string | null {
  const request = waitingCall(run)?.call.approval?.request;
  if (!request || request.id === (before && waitingCall(before)?.call.approval?.request.id)) return null;
  return t('Memento asks: {0} {1}', say(request.title), request.subject);
}

/** What a screen reader is told when a training has begun or a generation stands at its end; null when there is nothing new. */
export function routerAnnouncement(
  before: RouterReport | null | undefined,
  after: RouterReport | null | undefined,
): string | null {
  if (!before || !after) return null;
  if (after.training && !before.training) return t('The router is being trained.');
  const newest = after.generations[0];
  if (newest && newest.number !== before.generations[0]?.number)
    return t('Generation {0}: {1}', newest.number, say(newest.result));
  return null;
}
