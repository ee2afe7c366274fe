import type { GenerationInfo } from '../../../engine/read/report.js';
import { say, t } from '../../l10n.js';

const stateOf = (state: GenerationInfo['state']): string =>
  ({ 'in-use': t('in use'), replaced: t('replaced'), refused: t('refused'), reverted: t('reverted') })[state];

/** One line about a generation. */
export function generationLine(generation: GenerationInfo): string {
  const { number, at, state, examples, skills, simulated, usable, result } = generation;
  const marks = [stateOf(state), ...(simulated ? [t('simulated')] : []), ...(usable ? [] : [t('damaged')])];
  return [
    `${number}  ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}`,
    marks.join(', '),
    examples === 1 ? t('1 example') : t('{0} examples', examples),
    skills === 1 ? t('1 skill') : t('{0} skills', skills),
    say(result),
  ].join('  ');
}
