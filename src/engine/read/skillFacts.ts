import type { Probation } from '../write/record/probation.js';
import type { Uplift } from '../write/record/uplift.js';
import type { Utility } from './route.js';

/** What is known of a skill besides its text. */
export interface SkillFacts {
  readonly version: number;
  readonly utility: Utility;
  /** What it is worth compared with no skill; absent as long as nothing was tried without it. */
  readonly uplift?: Uplift;
  /** Of a version that Memento wrote; absent where the person made it. */
  readonly probation?: Probation;
}
