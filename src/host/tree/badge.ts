import type { Diagnostic } from '../../engine/skills/skill.js';
import type { SkillView } from '../library/folderView.js';

/** What a row's badge says. */
export type Badge = 'error' | 'shadowed' | 'warning' | 'review' | 'proposal' | 'probation' | 'new';

/** Everything a badge could say of a skill, the most urgent first. */
export function badgesOf({ skill, facts, proposals, review, shadowed }: SkillView): readonly Badge[] {
  const found: Badge[] = [];
  if (count(skill.diagnostics, 'error') > 0) found.push('error');
  if (shadowed) found.push('shadowed');
  if (count(skill.diagnostics, 'warning') > 0) found.push('warning');
  if (review) found.push('review');
  if (proposals.length > 0) found.push('proposal');
  if (facts?.probation && facts.probation.state !== 'kept') found.push('probation');
  if (facts?.version === 1 && facts.utility.uses === 0 && skill.source === 'own') found.push('new');
  return found;
}

/** A row has room for one badge. */
export const badgeOf = (view: SkillView): Badge | undefined => badgesOf(view)[0];

export const count = (diagnostics: readonly Diagnostic[], severity: Diagnostic['severity']): number =>
  diagnostics.filter((one) => one.severity === severity).length;
