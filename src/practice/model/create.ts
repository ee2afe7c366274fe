import { hash32, share } from '../hash.js';
import { commonSense } from '../kb/house.js';
import { blunder } from './blunder.js';
import { draftOf, state } from './draft.js';
import { type Episode, episodesIn, section } from './episode.js';
import { lesson, rejectedIn, summaryOf } from './lesson.js';
import type { Prompt } from './prompt.js';
import { describe, nameFrom, sharedWords, yamlValue } from './wording.js';

/** Writes a new skill from what the failing episodes teach. */
export function create({ text, body, character, salt }: Prompt): string {
  const key = `${salt}${hash32(text)}${body.seed ?? ''}`;
  const failures = episodesIn(section(text, 'Failing episodes', ['Library', 'Rejected edits']));
  const changes = lesson(commonSense, { failures, keep: [] }, key, rejectedIn(text));
  if (!changes.length) return 'NOTHING';
  const words = sharedWords(failures);
  const name = nameFrom(words, takenIn(text), `skill-${hash32(text) % 1000}`);
  const taught = changes.reduce(state, draftOf(undefined));
  const draft = { ...taught, description: describe('', words) };
  const bad = share(`${key}err`) < character.writeErr;
  const { description, recipe } = bad ? blunder(draft, changes, failures, key) : draft;
  const guessed = failures.every(({ expected }) => expected === undefined);
  return `${summaryOf(changes, guessed)}

\`\`\`\`skill
---
name: ${yamlValue(name)}
description: ${yamlValue(description)}
---
# ${title(name)}

How this house wants such tasks done${filesOf(failures)}. Follow every line of the recipe.

\`\`\`recipe
${recipe.map(({ says }) => `- ${says}`).join('\n')}
\`\`\`
\`\`\`\`
`;
}

/** The files the requests were about, as an example of what the skill is for. */
function filesOf(failures: readonly Episode[]): string {
  const files = new Set(failures.flatMap(({ understood }) => understood?.asked.file ?? []));
  return files.size ? `, for example with ${[...files].join(', ')}` : '';
}

/** Names of the library, and names an earlier attempt was told are taken. */
function takenIn(prompt: string): ReadonlySet<string> {
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
