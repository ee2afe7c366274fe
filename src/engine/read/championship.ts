import { text, type Text } from '../text.js';
import type { Comparison } from './compare.js';

/** What a new generation may lose on skills without examples (router.md 5.8). */
const mostUnseenLoss = 0.02;

/**
 * Whether a new generation is used: it has to win on what neither was trained on, without losing on skills without examples. Where nothing was
 * trained before, a tie within one standard error is enough.
 * @param comparison absent when there was too little to hold out: then nothing speaks against it
 */
export function judge(
  comparison: Comparison | undefined,
  hasChampion: boolean,
): { readonly accepted: boolean; readonly result: Text } {
  if (!comparison)
    return { accepted: true, result: text('Used: there are too few tasks yet to hold some out for a comparison.') };
  const { challenger, champion, heldOut, unseenLoss } = comparison;
  const shown = [percent(challenger), heldOut, percent(champion)] as const;
  if (unseenLoss > mostUnseenLoss)
    return {
      accepted: false,
      result: text('Not used: on skills without examples it is right {0} % less often.', percent(unseenLoss)),
    };
  if (challenger > champion)
    return {
      accepted: true,
      result: text('Used: right on {0} % of the latest {1} tasks; before it was {2} %.', ...shown),
    };
  if (!hasChampion && challenger >= champion - Math.sqrt((champion * (1 - champion)) / heldOut))
    return {
      accepted: true,
      result: text('Used: right on {0} % of the latest {1} tasks; untrained {2} %, which is within chance.', ...shown),
    };
  return {
    accepted: false,
    result: text('Not used: right on {0} % of the latest {1} tasks; now it is {2} %.', ...shown),
  };
}

const percent = (share: number): number => Math.round(share * 100);
