import { stripHidden } from '../../safety/hidden.js';
import type { SkillText } from '../example.js';

/** Bounds of a query in characters. */
export const longestQuery = 300;
const shortestQuery = 3;

/** Whether two queries are the same but for case, blanks and punctuation. */
export const foldQuery = (query: string): string =>
  query
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/**
 * Takes queries as a model wrote them: on one line, without characters that a person does not see. Left out are those that are too long or
 * too short, that name the skill, or that are there already.
 * @param seen folded queries there are already ({@link foldQuery}); what is taken is added
 */
export function cleanQueries(
  written: readonly string[],
  skill: Pick<SkillText, 'name' | 'description'>,
  seen: Set<string>,
): string[] {
  const names = namesSkill(skill);
  return written.flatMap((raw) => {
    const query = plain(raw);
    const folded = foldQuery(query);
    const usable = folded !== '' && query.length >= shortestQuery && query.length <= longestQuery;
    if (!usable || seen.has(folded) || names(query)) return [];
    seen.add(folded);
    return [query];
  });
}

/** Control characters, private use and halves of characters, too, have no place in what a person types. */
const plain = (raw: string): string =>
  stripHidden(raw.replace(/\s+/g, ' '))
    .text.replace(/[\p{Cc}\p{Co}\p{Cs}]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();

/**
 * Tells whether a query names a skill, however the words of the name are joined. Words that the description itself uses in the same way are
 * its topic and no name: without “terminal” or “pdf” hardly anybody could ask for such a skill.
 */
function namesSkill({ name, description }: Pick<SkillText, 'name' | 'description'>): (query: string) => boolean {
  const words = name
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  if (!words) return () => false;
  const written = new RegExp(String.raw`(?<![a-z0-9])${words.join(String.raw`[\s\p{Pd}._+]*`)}(?![a-z0-9])`, 'gu');
  const formsIn = (text: string): string[] => text.normalize('NFKC').toLowerCase().match(written) ?? [];
  const topic = new Set(formsIn(description));
  if (words.length > 1) topic.delete(name.normalize('NFKC').toLowerCase());
  return (query) => formsIn(query).some((form) => !topic.has(form));
}
