import { type Text, text } from '../text.js';
import { type Outcome, type Signal, sources, type Verdict } from './signal.js';
import { decisive, doubt, strengthOf } from './strength.js';

/** The signals that hold: the latest of each source, strongest source first. */
export function standing(signals: readonly Signal[]): readonly Signal[] {
  return sources.flatMap((source) => signals.findLast((one) => one.source === source) ?? []);
}

/**
 * Draws the verdict from all signals; of the same source the latest counts. The strongest source that is {@link decisive} decides: once the person
 * has judged, that holds over the check. A judge holds only where no sign of the person or the workspace speaks against it. Where nothing is
 * decisive alone, signs that all say the same decide together when 1 - ∏(1 - strength) is decisive. Otherwise the outcome is unknown, which
 * teaches nothing.
 */
export function verdictOf(signals: readonly Signal[]): Verdict {
  const speaking = standing(signals).filter((one) => one.outcome !== 'unknown' && strengthOf(one) > 0);
  const signs = {
    success: speaking.filter(({ outcome }) => outcome === 'success').map(({ source }) => source),
    failure: speaking.filter(({ outcome }) => outcome === 'failure').map(({ source }) => source),
  };
  const alone = speaking.find((one) => strengthOf(one) >= decisive);
  if (alone?.source === 'judge' && speaking.some((one) => contradicts(one, alone.outcome)))
    return unknown(text('The judge and other signs contradict each other. Say whether it was right.'), signs);
  if (alone) return { outcome: alone.outcome, decidedBy: alone.source, reason: alone.detail, signs };
  const [first] = speaking;
  if (!first) return unknown(text('Nothing has judged this run yet. Say whether it was right.'), signs);
  const together = 1 - speaking.reduce((left, one) => left * (1 - strengthOf(one)), 1);
  if (together >= decisive && speaking.every(({ outcome }) => outcome === first.outcome))
    return { outcome: first.outcome, decidedBy: first.source, reason: text('Several weak signs agree.'), signs };
  return unknown(text('The signs are too weak to judge by. Say whether it was right.'), signs);
}

const contradicts = (one: Signal, outcome: Outcome): boolean =>
  one.source !== 'judge' && one.outcome !== outcome && strengthOf(one) >= doubt;

const unknown = (reason: Text, signs: NonNullable<Verdict['signs']>): Verdict => ({
  outcome: 'unknown',
  reason,
  signs,
});
