import type { Cause } from '../../src/protocol.js';
import { t } from '../l10n.js';

/** The six causes of a failure, in words. `library`: a change of the library can follow from it. */
export const causes: Readonly<
  Record<Cause, { readonly name: () => string; readonly summary: () => string; readonly library: boolean }>
> = {
  skill_defect: { name: () => t('skill defect'), summary: () => t('a line of the skill'), library: true },
  missing_skill: { name: () => t('missing skill'), summary: () => t('no skill says how'), library: true },
  wrong_skill: { name: () => t('wrong skill'), summary: () => t('another skill would fit'), library: true },
  execution_lapse: { name: () => t('execution lapse'), summary: () => t('a slip, not the skill'), library: false },
  environment: { name: () => t('environment'), summary: () => t('the surroundings, not the skill'), library: false },
  bad_task: { name: () => t('bad task'), summary: () => t('the task or its check'), library: false },
};
