import type { Utility } from '../../read/route.js';
import { type Text, text } from '../../text.js';
import type { LearningSettings } from '../settings.js';
import type { Uplift } from './uplift.js';

/** A skill that may be archived: an own one that is neither elementary nor locked. */
export interface Retirable {
  readonly skill: string;
  readonly utility: Utility;
  readonly uplift?: Uplift;
  /** Whole rounds since its last use, or since it was made. */
  readonly idleRounds: number;
  /** Who made it: `memento` when every version of it came from a proposal. */
  readonly made: 'memento' | 'person';
}

/** A skill that is better archived, and why. */
export interface Retiring {
  readonly skill: string;
  readonly because: 'utility' | 'uplift' | 'idle' | 'cap';
  readonly made: Retirable['made'];
  readonly reason: Text;
}

type Rules = Pick<LearningSettings, 'archiveUses' | 'archiveBelow' | 'upliftRuns' | 'idleRounds' | 'activeCap'>;

/**
 * Which skills to archive (learning.md 2, step 3; never deleted). Doing badly counts against every skill. Being idle or one too many counts only against
 * what Memento has made itself: a skill that a person wrote or a team brought along may wait for its day, and retiring too early does harm
 * (Library Drift, learning.md 1).
 */
export function retiring(skills: readonly Retirable[], rules: Rules): readonly Retiring[] {
  const found = skills.flatMap((one) => badly(one, rules) ?? []);
  const gone = new Set(found.map(({ skill }) => skill));
  const left = skills.filter(({ skill, made }) => made === 'memento' && !gone.has(skill));
  const surplus = [...left].sort((a, b) => worth(a) - worth(b)).slice(0, Math.max(0, left.length - rules.activeCap));
  const crowded = surplus.map(({ skill, made }): Retiring => ({
    skill,
    because: 'cap',
    made,
    reason: text('Memento keeps at most {0} skills of its own making; this one has helped least.', rules.activeCap),
  }));
  return [...found, ...crowded];
}

/** U·ln(1 + n): what works counts, and so does how often it was needed. */
const worth = ({ utility: { mean, uses } }: Retirable): number => mean * Math.log(1 + uses);

function badly({ skill, utility, uplift, idleRounds, made }: Retirable, rules: Rules): Retiring | undefined {
  const { mean, uses, weight = uses } = utility;
  if (weight >= rules.archiveUses && mean < rules.archiveBelow) {
    const reason = text('It works in {0} % of {1} uses.', percent(mean), uses);
    return { skill, because: 'utility', made, reason };
  }
  const arms = uplift && Math.min(uplift.withSkill.runs, uplift.masked.runs);
  if (uplift && arms !== undefined && arms >= rules.upliftRuns && uplift.mean < 0) {
    const { withSkill, masked } = uplift;
    const [without, used] = [masked, withSkill].map(({ passed, runs }) => percent(passed / runs));
    const reason = text('Its tasks work more often without it: {0} % instead of {1} %.', without ?? 0, used ?? 0);
    return { skill, because: 'uplift', made, reason };
  }
  if (made === 'memento' && idleRounds >= rules.idleRounds) {
    const reason = text('It was not used in the last {0} rounds.', idleRounds);
    return { skill, because: 'idle', made, reason };
  }
  return undefined;
}

const percent = (share: number): number => Math.round(share * 100);
