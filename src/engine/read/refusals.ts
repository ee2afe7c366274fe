/** How descriptions say what a skill is not for; what follows to the end of the sentence is what it refuses. */
const refusal =
  /\b(?:(?:do|does|should|must|is|are)(?: not|n['’]t)|never|not)\s+(?:be\s+)?(?:use[ds]?|invoked?|trigger(?:ed)?|apply|intended|meant|suitable|for)\b[^.!?;。！？；\n]*/gi;

/**
 * A description without what it says the skill is *not* for: those words would make it match exactly the tasks it refuses.
 */
export const positiveText = (description: string): string => description.replace(refusal, ' ');

/** What a description says the skill is not for, joined; empty when it says nothing of the kind. */
export const refusedText = (description: string): string => (description.match(refusal) ?? []).join(' ');
