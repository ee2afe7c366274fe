import type { ChatModel } from '../ports.js';
import type { Attribution } from './attribution.js';

/** What is done with a change that the gate has passed (issue 5, modes). */
export type Review = 'review' | 'auto' | 'shadow';

/** What goes with learning from one run. */
export interface Lesson {
  readonly model: ChatModel;
  readonly review: Review;
  /** The cause as the person has named it; absent: it is looked for. */
  readonly cause?: Attribution;
}
