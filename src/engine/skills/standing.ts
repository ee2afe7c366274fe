import type { Text } from '../text.js';
import type { Quarantined } from '../exchange/quarantine.js';
import type { Publication } from '../exchange/publications.js';

/** What the person has decided about the skills of the library, and what waits for a decision. Names are those of the snapshot. */
export interface Standing {
  /** Skills whose content this person has not looked at: listed, not used in runs. */
  readonly toReview: ReadonlySet<string>;
  /** Kept from automatic rewriting. */
  readonly locked: ReadonlySet<string>;
  /** Imports that wait for a look, oldest first. */
  readonly quarantined: readonly Quarantined[];
  /** Copies in other agents' folders, with their drift. */
  readonly published: readonly Publication[];
  /** Names of skills that were removed and can be restored from their history. */
  readonly archived: readonly string[];
}

/** Why nothing can be written; absent where it can. */
export interface ReadOnly {
  /** The state folder: no runs, no decisions. */
  readonly state?: Text;
  /** `.memento`: runs work, changes of skills do not. */
  readonly library?: Text;
}
