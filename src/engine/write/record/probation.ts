import type { SkillVersion } from '../../skills/skill.js';
import { type Text, text } from '../../text.js';
import type { LearningSettings } from '../settings.js';
import { type Beta, meanOf, probabilityBelow } from './beta.js';
import { lineageOf, talliesOf } from './lineage.js';
import type { Judged, TrackRecord } from './trackRecord.js';
import { inherit, posteriorOf } from './utility.js';

/** How a version that Memento wrote is doing in its first uses (learning.md 2, step 7). */
export type Probation = {
  /** Judged uses that count: those of this version, at most `of`. */
  readonly uses: number;
  readonly of: number;
} & (
  | { readonly state: 'on_probation' | 'kept' }
  /** It is to be taken back to the version `back`. */
  | { readonly state: 'worse'; readonly back: number; readonly reason: Text }
);

type Rules = Pick<LearningSettings, 'probationUses' | 'probationSlack' | 'worse' | 'decay'>;

/**
 * Judges a version that came from a proposal by its first uses: worse, when the share that worked lies by more than the slack below its parent's
 * utility, or, at any time before, when it is worse with a probability above `worse`. The probability compares the posteriors, that of the new
 * version with its inherited prior. One failure alone never decides, be the parent ever so good: it may be a lapse. Later uses change nothing.
 *
 * A new skill has no parent to go back to: it is watched and kept; what becomes of one that does badly is for `retire.ts` to say.
 * @param versions of the skill, oldest first
 * @returns undefined for a version that the person made, changed or restored, and for one that goes back to what its parent was made from
 */
export function probationOf(
  track: TrackRecord,
  versions: readonly SkillVersion[],
  version: number,
  { probationUses: of, probationSlack, worse: sure, decay }: Rules,
): Probation | undefined {
  const written = versions.find((one) => one.version === version);
  if (written?.by !== 'memento' || written.proposal === undefined || written.tree === null) return undefined;
  const counted = (track.uses.get(version) ?? []).slice(0, of);
  const uses = counted.length;
  const parent = versions.findLast((one) => one.version < version && one.tree !== null && one.tree === written.parent);
  if (parent) {
    const lineage = lineageOf(versions, parent.version);
    // Going back to an earlier content is no change to be watched.
    if (lineage.flat().some((one) => versions[one - 1]?.tree === written.tree)) return undefined;
    const before = posteriorOf(talliesOf(track, lineage, undefined, decay));
    const reason = worseThan(before, counted, { over: uses >= of, slack: probationSlack, sure });
    if (reason) return { state: 'worse', uses, of, back: parent.version, reason };
  }
  return { state: uses < of ? 'on_probation' : 'kept', uses, of };
}

/** Failures before the probability is asked: with fewer, a lapse would take a good change back. */
const leastFailures = 2;

/** Why a version does worse than the one before it; undefined when nothing says so. */
function worseThan(
  before: Beta,
  counted: readonly Judged[],
  { over, slack, sure }: { readonly over: boolean; readonly slack: number; readonly sure: number },
): Text | undefined {
  const [uses, worked] = [counted.length, counted.filter(({ passed }) => passed).length];
  const utility = meanOf(before);
  if (over && worked / uses + slack < utility)
    return text('It worked in {0} of {1} uses; the version before it in {2} %.', worked, uses, percent(utility));
  if (uses - worked < leastFailures) return undefined;
  const prior = inherit(before);
  const posterior = { a: prior.a + worked, b: prior.b + uses - worked };
  // Most versions do no worse, and the integral is the dear part.
  if (meanOf(posterior) >= utility) return undefined;
  const probability = probabilityBelow(posterior, before);
  if (probability > sure)
    return text(
      'After {0} uses it is worse than the version before it with a probability of {1} %.',
      uses,
      percent(probability),
    );
  return undefined;
}

const percent = (share: number): number => Math.round(share * 100);
