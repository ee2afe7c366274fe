import { HumanError } from '../engine/errors.js';
import { text } from '../engine/text.js';
import { defaultLearning, type LearningSettings } from '../engine/write/settings.js';

/** One way of keeping and changing a library, to be compared with others (learning.md 3 and 4; issue 6). */
export interface Condition {
  readonly name: string;
  /** Whether the library of the world is there at all. */
  readonly library: boolean;
  /** Whether failures change it. */
  readonly learns: boolean;
  /** What is accepted: all that is written, or what its gate has passed. */
  readonly accepts: 'all' | 'passed';
  /** Whether the skills that are there from the start may be rewritten. */
  readonly rewritesAll: boolean;
  readonly retry: boolean;
  /** Whether the router learns from what has worked. */
  readonly router: boolean;
  readonly learning: LearningSettings;
}

/** As in the editor, but for its haste: nobody waits here, and a rule drawn from one failure is wrong more often (learning.md 4, "windows"). */
const learning: LearningSettings = {
  ...defaultLearning,
  fromOneExample: false,
  // On the frozen world re-runs before the cause is asked for cost a fifth of the tokens and changed no curve.
  counterfactuals: false,
  tokensPerDay: Number.MAX_SAFE_INTEGER,
};

const full: Condition = {
  name: 'full',
  library: true,
  learns: true,
  accepts: 'passed',
  rewritesAll: false,
  // As in the editor, where a person asks for it; in the frozen world it cost tokens and points.
  retry: false,
  router: true,
  learning,
};

const fixed = { learns: false, router: false } as const;

/** Rewrites the used skill after each failure; no attribution, no gate, nothing put away: what the paper's loop comes to without its safeguards. */
const naive: Condition = {
  ...full,
  name: 'naive',
  accepts: 'all',
  rewritesAll: true,
  router: false,
  learning: {
    ...learning,
    attribution: false,
    counterfactuals: false,
    gate: false,
    hidden: false,
    regression: false,
    rejectedMemory: false,
    lint: false,
    reach: false,
    fromSuccesses: false,
    probation: false,
    archiving: false,
    fromOneExample: true,
    keep: 0,
    candidates: 1,
    candidatesBlind: 1,
    windowRuns: 1,
  },
};

const without = (part: string, less: Partial<Condition>, fewer: Partial<LearningSettings> = {}): Condition => ({
  ...full,
  ...less,
  name: `full-${part}`,
  learning: { ...learning, ...fewer },
});

const all: readonly Condition[] = [
  { ...full, ...fixed, name: 'none', library: false },
  { ...full, ...fixed, name: 'seed' },
  naive,
  full,
  { ...full, name: 'full+retry', retry: true },
  { ...full, name: 'full+reruns', learning: { ...learning, counterfactuals: true } },
  without('attribution', {}, { attribution: false }),
  without('gate', { accepts: 'all' }, { gate: false }),
  without('router', { router: false }),
  without('hidden', {}, { hidden: false }),
  without('regression', {}, { regression: false }),
  without('rejected', {}, { rejectedMemory: false }),
  without('lint', {}, { lint: false }),
  without('probation', {}, { probation: false }),
];

export const conditionNames: readonly string[] = all.map(({ name }) => name);

/** The condition of a name. @throws {HumanError} when there is none */
export function conditionOf(name: string): Condition {
  const found = all.find((condition) => condition.name === name);
  if (!found)
    throw new HumanError(text('There is no condition “{0}”; there are {1}.', name, conditionNames.join(', ')));
  return found;
}
