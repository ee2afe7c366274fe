import type { Draft } from './draft.js';
import { type Episode, section } from './episode.js';
import { yamlValue } from './wording.js';

/** A complete SKILL.md in the block the prompt asks for. @param episodes what it is for, so that the files they were about can be named */
export function newSkill(name: string, { description, recipe }: Draft, episodes: readonly Episode[]): string {
  return `\`\`\`\`skill
---
name: ${yamlValue(name)}
description: ${yamlValue(description)}
---
# ${title(name)}

How this house wants such tasks done${filesOf(episodes)}. Follow every line of the recipe.

\`\`\`recipe
${recipe.map(({ says }) => `- ${says}`).join('\n')}
\`\`\`
\`\`\`\``;
}

/** The files the requests were about, as an example of what the skill is for. */
function filesOf(episodes: readonly Episode[]): string {
  const files = new Set(episodes.flatMap(({ understood }) => understood?.asked.file ?? []));
  return files.size ? `, for example with ${[...files].join(', ')}` : '';
}

/** Names of the library, and names an earlier attempt was told are taken. */
export function takenIn(prompt: string): ReadonlySet<string> {
  const library = section(prompt, 'Library', ['Rejected edits']);
  return new Set([
    ...[...library.matchAll(/^- (\S+): /gm)].map(([, name = '']) => name),
    ...[...prompt.matchAll(/The name (\S+) is taken/g)].map(([, name = '']) => name),
  ]);
}

const title = (name: string): string => {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
