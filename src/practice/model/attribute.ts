import { hash32, share } from '../hash.js';
import { blame, type Failure, mistakenBlame } from './blame.js';
import { episodesIn, section } from './episode.js';
import type { Prompt } from './prompt.js';
import { skillsIn } from './skillText.js';

/** Says what a failed run is to be blamed on. */
export function attribute({ text, character, salt }: Prompt): string {
  const key = `${salt}${hash32(text)}`;
  const [episode] = episodesIn(section(text, 'Failed episode', ['Skill in use', 'Library']));
  if (!episode) return 'There is no episode to look at.';
  const failure: Failure = {
    episode,
    used: skillsIn(section(text, 'Skill in use', ['Library']), true),
    library: [...section(text, 'Library', []).matchAll(/^- (\S+): (.*)$/gm)].map(([, name = '', description = '']) => ({
      name,
      description,
    })),
    key,
  };
  const found = share(`${key}a`) < character.attrErr ? mistakenBlame(failure) : blame(failure);
  return `\`\`\`json\n${JSON.stringify(found, null, 2)}\n\`\`\``;
}
