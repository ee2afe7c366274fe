import { english, type Text } from '../text.js';

/** A run cannot be done again, or not any further. Not the person's mistake, so no {@link HumanError}: it ends the replay, whoever is at work in it. */
export class NotReplayable extends Error {
  override readonly name = 'NotReplayable';
  constructor(readonly text: Text) {
    super(english(text));
  }
}
