import type { Utility } from './route.js';

/** What is known of a skill besides its text. */
export interface SkillFacts {
  readonly version: number;
  readonly utility: Utility;
}
