import type { Operation, Proposal, ProposalState } from '../../src/protocol.js';
import { tag } from '../components.js';
import type { View } from '../dom.js';
import type { IconName } from '../icons.js';
import { t } from '../l10n.js';

/** What a proposal does, in words. */
export function titleOf({ operation, skill, also }: Proposal): string {
  const other = also?.[0];
  switch (operation) {
    case 'create':
      return t('Create {0}', skill);
    case 'rewrite':
      return t('Rewrite {0}', skill);
    case 'route_fix':
      return t('Change when {0} is used', skill);
    case 'archive':
      return t('Archive {0}', skill);
    case 'split':
      return other ? t('Split {0} off {1}', skill, other.skill) : t('Split {0}', skill);
    case 'merge':
      return other ? t('Merge {0} into {1}', other.skill, skill) : t('Merge into {0}', skill);
  }
}

/** What is being written, before there is a proposal. */
export function writingWords(operation: Operation, skill: string | null): string {
  if (operation === 'create' || skill === null) return t('writing a new skill');
  if (operation === 'route_fix') return t('writing when {0} is used', skill);
  if (operation === 'split') return t('splitting {0}', skill);
  if (operation === 'merge') return t('merging {0} with another skill', skill);
  return t('writing a change to {0}', skill);
}

const signs: Readonly<Record<Operation, IconName>> = {
  create: 'plus',
  rewrite: 'edit',
  split: 'split',
  route_fix: 'route',
  merge: 'merge',
  archive: 'archive',
};

export const signOf = (operation: Operation): IconName => signs[operation];

export const editCount = (proposal: Proposal): string =>
  proposal.hunks.length === 1 ? t('1 edit') : t('{0} edits', proposal.hunks.length);

/** Several skills that change together, or one that goes, are accepted or rejected as a whole. */
export const isWhole = ({ operation, also }: Proposal): boolean => operation === 'archive' || (also?.length ?? 0) > 0;

const tones = { pending: 'wait', applied: 'pass', rejected: 'quiet', stale: 'quiet', quarantined: 'fail' } as const;
const states: Readonly<Record<ProposalState, () => string>> = {
  pending: () => t('pending'),
  applied: () => t('applied'),
  rejected: () => t('rejected'),
  stale: () => t('stale'),
  quarantined: () => t('quarantined'),
};

export const stateTag = ({ state, automatic, rejectedBy }: Proposal): readonly View[] => [
  tag(states[state](), tones[state]),
  ...(state === 'applied' && automatic ? [tag(t('automatic'), 'quiet')] : []),
  ...(state === 'rejected' && rejectedBy === 'gate' ? [tag(t('by the gate'), 'quiet')] : []),
  ...(state === 'rejected' && rejectedBy === 'rollback' ? [tag(t('rolled back'), 'wait')] : []),
];
