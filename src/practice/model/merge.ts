import { hash32, share } from '../hash.js';
import { commonSense, type Convention, hear, settle } from '../kb/house.js';
import { topicWords } from '../words.js';
import { catchAll } from './blunder.js';
import { answerUnder, type Episode, episodesIn, section } from './episode.js';
import type { Prompt } from './prompt.js';
import { placeForNew, type SkillText, skillsIn } from './skillText.js';
import { describe, yamlValue } from './wording.js';

/** Two lines that settle the same slot differently. */
interface Conflict {
  readonly first: Convention;
  readonly second: Convention;
  /** The lines as they stand. */
  readonly lines: readonly [string, string];
}

/** Makes one skill of two: the first one with the lines of the second that it lacks. */
export function merge({ text, body, character, salt }: Prompt): string {
  const key = `${salt}${hash32(text)}${body.seed ?? ''}`;
  const headings = ['Second skill', 'Episodes to preserve', 'Rejected edits'];
  const [first] = skillsIn(section(text, 'First skill', headings));
  const [second] = skillsIn(section(text, 'Second skill', headings.slice(1)));
  const keep = episodesIn(section(text, 'Episodes to preserve', headings.slice(2)));
  if (!first || !second) return 'NOTHING';
  const conflicts = conflictsOf(first, second);
  const losers = conflicts.map((one) => loserOf(one, first, keep));
  if (losers.some((loser) => loser === undefined)) return 'NOTHING';
  const bad = share(`${key}err`) < character.writeErr;
  const words = topicWords(second.description);
  const description = bad && share(`${key}kind`) < 0.5 ? catchAll : describe(first.description, words);
  const forgets = (line: string): boolean => bad && description !== catchAll && share(`${key}drop${line}`) < 0.5;
  const lines = merged(first, second).filter(
    (line) => !losers.includes(line) && !(line.startsWith('- ') && forgets(line)),
  );
  const replaced = conflicts.map(({ lines: [one, other] }, index) => {
    const loser = losers[index];
    return `REPLACED: ${loser ?? ''} => ${loser === one ? other : one}`;
  });
  return `${first.name} and ${second.name} are chosen for the same tasks.

\`\`\`\`skill
---
name: ${yamlValue(first.name)}
description: ${yamlValue(description)}
---
${lines.join('\n').trim()}
\`\`\`\`
${replaced.join('\n')}
`;
}

/** The body of the first skill with what only the second says: rules among the rules, all else above them. */
function merged(first: SkillText, second: SkillText): readonly string[] {
  const start = bodyStart(first);
  const known = new Set(first.lines.map((line) => line.trim()));
  const fresh = second.lines
    .slice(bodyStart(second))
    .filter((line) => line.trim() !== '' && !/^(?:#|```)/.test(line.trim()) && !known.has(line.trim()));
  const rules = new Set(second.recipe.map(({ raw }) => raw));
  const place = placeForNew(first);
  const fence = first.lines.findIndex((line) => /^\s*```/.test(line));
  const above = fence < 0 ? place : fence;
  return [
    ...first.lines.slice(start, above),
    ...fresh.filter((line) => !rules.has(line)),
    ...(fence < 0 ? [] : ['']),
    ...first.lines.slice(above, place),
    ...fresh.filter((line) => rules.has(line)),
    ...first.lines.slice(place),
  ];
}

const bodyStart = ({ lines }: SkillText): number => (lines[0] === '---' ? lines.indexOf('---', 1) + 1 : 0);

function conflictsOf(first: SkillText, second: SkillText): readonly Conflict[] {
  return first.recipe.flatMap(({ says, raw }) => {
    const one = hear(says);
    return second.recipe.flatMap((line): Conflict[] => {
      const other = hear(line.says);
      return one && other?.slot === one.slot && other.option !== one.option
        ? [{ first: one, second: other, lines: [raw, line.raw] }]
        : [];
    });
  });
}

/** The line that the successes speak against; `undefined` when they do not tell. */
function loserOf({ first, second, lines }: Conflict, skill: SkillText, keep: readonly Episode[]): string | undefined {
  const rules = skill.recipe.flatMap(({ says }) => hear(says) ?? []);
  const right = (convention: Convention): number => {
    const house = settle(commonSense, [...rules, convention]);
    return keep.filter((episode) => answerUnder(episode, house) === episode.answer).length;
  };
  const [one, other] = [right(first), right(second)];
  return one === other ? undefined : lines[one > other ? 1 : 0];
}
