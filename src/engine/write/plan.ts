import { isForeign, type Skill } from '../skills/skill.js';
import { type Text, text } from '../text.js';
import { type Attribution, sureEnough } from './attribution.js';

/** What a cause leads to: a change of a skill, a new one, or nothing and why. */
export type Plan =
  | { readonly operation: 'rewrite'; readonly skill: Skill }
  | { readonly operation: 'create' }
  /** The right skill was not chosen: its description is to say better when to use it, once it was missed often enough. */
  | { readonly operation: 'route_fix'; readonly skill: Skill }
  | { readonly operation: 'nothing'; readonly why: Text };

type Sure = Pick<Attribution, 'cause' | 'skill' | 'confidence'>;

/**
 * What to do about a failure (learning.md 2, step 3). Elementary skills are never changed: a lesson from one task becomes a skill of its own.
 * Locked and read-only skills stay as they are.
 */
export function planFor(attribution: Sure, library: readonly Skill[], locked: ReadonlySet<string>): Plan {
  const nothing = (why: Text): Plan => ({ operation: 'nothing', why });
  if (attribution.confidence < sureEnough)
    return nothing(
      text(
        'The model is not sure enough of the cause ({0} %) to change a skill.',
        Math.round(attribution.confidence * 100),
      ),
    );
  const skill = library.find((one) => one.name === attribution.skill);
  switch (attribution.cause) {
    case 'skill_defect':
      return !skill || skill.source === 'elementary' ? { operation: 'create' } : changeOf('rewrite', skill, locked);
    case 'missing_skill':
      return { operation: 'create' };
    case 'wrong_skill':
      if (!skill) return nothing(text('Another skill would fit better, but the model named none of the library.'));
      return skill.source === 'elementary'
        ? nothing(text('“{0}” would fit better: run the task again with it.', skill.name))
        : changeOf('route_fix', skill, locked);
    case 'execution_lapse':
      return nothing(text('The skill was right and was not followed; there is nothing to change.'));
    case 'environment':
      return nothing(text('A tool or the machine failed, not a skill; there is nothing to change.'));
    case 'bad_task':
      return nothing(text('The task cannot be solved as it is put; there is nothing to change.'));
  }
}

/** A skill is changed only where that is ours to do. */
function changeOf(operation: 'rewrite' | 'route_fix', skill: Skill, locked: ReadonlySet<string>): Plan {
  const why = locked.has(skill.name)
    ? text('“{0}” is locked: Memento leaves it as it is.', skill.name)
    : isForeign(skill.source)
      ? text('“{0}” lies in {1} and is read-only. Adopt it, and Memento can improve it.', skill.name, skill.source)
      : undefined;
  return why ? { operation: 'nothing', why } : { operation, skill };
}
