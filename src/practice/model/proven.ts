import { commonSense, type Convention, optionsOf, settle } from '../kb/house.js';
import { answerUnder, type Episode } from './episode.js';

/**
 * The conventions that runs without a skill show to hold: what common sense assumed and any other option would have answered otherwise. A run whose
 * answer common sense does not give shows nothing.
 */
export function proven(successes: readonly Episode[]): readonly Convention[] {
  const found = new Map<string, Convention>();
  for (const episode of successes) {
    if (answerUnder(episode, commonSense) !== episode.answer) continue;
    for (const slot of episode.understood?.kind.uses ?? []) {
      const others = optionsOf(slot).filter((option) => option !== commonSense[slot]);
      const decides = others.some(
        (option) => answerUnder(episode, settle(commonSense, [{ slot, option }])) !== episode.answer,
      );
      if (decides) found.set(slot, { slot, option: commonSense[slot] });
    }
  }
  return [...found.values()];
}
