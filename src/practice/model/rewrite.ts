import { hash32, share } from '../hash.js';
import { commonSense, hear, settle } from '../kb/house.js';
import { blunder } from './blunder.js';
import { type Draft, draftOf, state } from './draft.js';
import { episodesIn, section } from './episode.js';
import { lesson, rejectedIn, summaryOf } from './lesson.js';
import type { Prompt } from './prompt.js';
import { placeForNew, type SkillText, skillsIn } from './skillText.js';
import { describe, sharedWords, yamlValue } from './wording.js';

/** One line edit, as the prompt asks for it. */
export type LineEdit =
  | { readonly op: 'replace'; readonly line: number; readonly old: string; readonly new: string }
  | { readonly op: 'insert'; readonly line: number; readonly new: string }
  | { readonly op: 'delete'; readonly line: number; readonly old: string };

/** Line edits in one reply, at most: the budget the prompt sets. */
const mostEdits = 4;

/** Patches the current skill with what the failing episodes teach. */
export function rewrite({ text, body, character, salt }: Prompt): string {
  const key = `${salt}${hash32(text)}${body.seed ?? ''}`;
  const headings = ['Failing episodes', 'Episodes to preserve', 'Rejected edits'];
  const [skill] = skillsIn(section(text, 'Current skill', headings), true);
  if (!skill) return json({ summary: 'There is no skill to rewrite.', edits: [] });
  const failures = episodesIn(section(text, 'Failing episodes', headings.slice(1)));
  const keep = episodesIn(section(text, 'Episodes to preserve', headings.slice(2)));
  const base = settle(
    commonSense,
    skill.recipe.flatMap(({ says }) => hear(says) ?? []),
  );
  const changes = lesson(base, { failures, keep }, key, rejectedIn(text));
  const taught = changes.reduce(state, draftOf(skill));
  const words = sharedWords(failures.filter(({ understood }) => understood));
  const draft = { ...taught, description: describe(skill.description, words) };
  const bad = share(`${key}err`) < character.writeErr;
  const guessed = failures.every(({ expected }) => expected === undefined);
  return json({
    summary: summaryOf(changes, guessed),
    edits: editsFor(skill, bad ? blunder(draft, changes, failures, key) : draft),
  });
}

const json = (value: { readonly summary: string; readonly edits: readonly LineEdit[] }): string =>
  `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

/** The edits from the current skill to the draft: rules first, then the description, then what is lost. */
export function editsFor(skill: SkillText, draft: Draft): readonly LineEdit[] {
  const line = (number: number): string => skill.lines[number - 1] ?? '';
  const replaced = draft.recipe.flatMap(({ from, says }): LineEdit[] =>
    from && from.says !== says
      ? [{ op: 'replace', line: from.line, old: from.raw, new: from.raw.replace(from.says, () => says) }]
      : [],
  );
  const place = placeForNew(skill);
  const inserted = draft.recipe
    .filter(({ from }) => !from)
    .map(({ says }): LineEdit => ({ op: 'insert', line: place, new: `- ${says}` }));
  const described: LineEdit[] =
    skill.descriptionLine && draft.description !== skill.description
      ? [
          {
            op: 'replace',
            line: skill.descriptionLine,
            old: line(skill.descriptionLine),
            new: `description: ${yamlValue(draft.description)}`,
          },
        ]
      : [];
  const kept = new Set(draft.recipe.map(({ from }) => from?.line));
  const deleted = skill.recipe
    .filter((from) => !kept.has(from.line))
    .map((from): LineEdit => ({ op: 'delete', line: from.line, old: from.raw }));
  return [...replaced, ...inserted, ...described, ...deleted].slice(0, mostEdits);
}
