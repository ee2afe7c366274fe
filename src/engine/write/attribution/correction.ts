import { HumanError } from '../../errors.js';
import type { RunEvent } from '../../events.js';
import type { Said } from '../../feedback/person.js';
import { english, type Text, text } from '../../text.js';
import type { Attribution, Cause } from '../attribution.js';

/** The cause of a failure as the person names it. */
export interface Correction extends Said {
  readonly cause: Cause;
  /** The better skill for `wrong_skill`, the one to blame for `skill_defect` (absent: the one that was used); no other cause has one. */
  readonly skill?: string | null;
}

/** The cause that the person has named last, if they did: it is not looked for again. */
export const namedCause = (events: readonly RunEvent[]): Attribution | undefined =>
  events
    .flatMap((event) => (event.type === 'attribution' ? event.attribution : []))
    .findLast(({ by }) => by === 'user');

/**
 * The attribution that says what the person says.
 * @param used the skill of the run
 * @param names of the skills that may be used
 * @throws {HumanError} when the skill is missing, unknown, or cannot be meant
 */
export function attributionBy(correction: Correction, used: string | null, names: ReadonlySet<string>): Attribution {
  const { cause } = correction;
  const reason = correction.reason?.trim() || undefined;
  const skill = skillOf(correction, used, names);
  const why = sentence(cause, skill);
  const said = reason === undefined ? { reason: english(why), why } : { reason };
  return { cause, by: 'user', skill, confidence: 1, ...said, quotes: [], unverified: 0 };
}

function skillOf({ cause, skill }: Correction, used: string | null, names: ReadonlySet<string>): string | null {
  const named = skill ?? null;
  if (cause !== 'wrong_skill' && cause !== 'skill_defect') {
    if (named !== null) throw new HumanError(text('A skill is named only for “wrong skill” and “skill defect”.'));
    return cause === 'execution_lapse' ? used : null;
  }
  const meant = cause === 'skill_defect' ? (named ?? used) : named;
  if (meant === null)
    throw new HumanError(
      cause === 'wrong_skill'
        ? text('Say which skill would have been right.')
        : text('The run used no skill. Say which one is to blame, or that a skill is missing.'),
    );
  if (!names.has(meant)) throw new HumanError(text('There is no skill “{0}” that may be used.', meant));
  if (cause === 'wrong_skill' && meant === used)
    throw new HumanError(text('“{0}” is the skill the run used: say which other one would have been right.', meant));
  return meant;
}

function sentence(cause: Cause, skill: string | null): Text {
  switch (cause) {
    case 'skill_defect':
      return text('You said that “{0}” is to blame.', skill ?? '');
    case 'wrong_skill':
      return text('You said that “{0}” would have been right.', skill ?? '');
    case 'missing_skill':
      return text('You said that no skill of the library covers this.');
    case 'execution_lapse':
      return text('You said that the skill was right and was not followed.');
    case 'environment':
      return text('You said that a tool or the machine failed.');
    case 'bad_task':
      return text('You said that the task cannot be solved as it is put.');
  }
}
