import { Tokenizer } from '../../read/tokens.js';
import { stripHidden } from '../../safety/hidden.js';
import { redact } from '../../safety/redact.js';
import type { Skill } from '../../skills/skill.js';
import { Pace } from '../../store/pace.js';

/** Most skills in a catalogue, and its longest text in characters: about 3,000 tokens, whatever the library holds. */
export const mostListed = 40;
export const longestCatalogue = 12_000;
/** Characters of a description: enough to tell what a skill is for. */
const longestDescription = 240;
/** Shorter words stand inside of too many others. */
const shortestWord = 3;

/**
 * The skills that a model is shown when it looks for a better one: all of a small library; of a large one the slate, then those whose name and
 * description hold most of the task's rare words. Goes through ten thousand skills in slices.
 * @param first names that are listed in any case, best first
 */
export async function listedFor(
  prompt: string,
  library: readonly Skill[],
  first: readonly string[],
): Promise<readonly Skill[]> {
  if (library.length <= mostListed && catalogue(library).length <= longestCatalogue) return library;
  const named = new Set(first);
  const slate = library.filter(({ name }) => named.has(name));
  slate.sort((a, b) => first.indexOf(a.name) - first.indexOf(b.name));
  const others = library.filter(({ name }) => !named.has(name));
  return within([...slate, ...(await nearest(prompt, others, mostListed))]);
}

/** The catalogue as it stands in a prompt, one skill in a line. */
export const catalogue = (skills: readonly Skill[]): string => skills.map(lineOf).join('\n') || '(empty)';

function lineOf({ name, description }: Skill): string {
  const line = redact(stripHidden(description).text).replace(/\s+/g, ' ').trim();
  return `- ${name}: ${line.length > longestDescription ? `${line.slice(0, longestDescription)}…` : line}`;
}

/** As many of them as the catalogue holds. */
function within(skills: readonly Skill[]): readonly Skill[] {
  let left = longestCatalogue;
  const listed: Skill[] = [];
  for (const skill of skills.slice(0, mostListed)) {
    left -= lineOf(skill).length + 1;
    if (left < 0) break;
    listed.push(skill);
  }
  return listed;
}

/** Skills that share a word with the task, those with the most and the rarest first (words weigh ln(1 + N / n), as in BM25). */
async function nearest(prompt: string, skills: readonly Skill[], count: number): Promise<readonly Skill[]> {
  const words = [...new Set(new Tokenizer().terms(prompt))].filter(
    (word) => word.length >= shortestWord || !/^[a-z0-9]*$/.test(word),
  );
  const holders = new Array<number>(words.length).fill(0);
  const hits: { readonly skill: Skill; readonly held: readonly number[] }[] = [];
  const pace = new Pace();
  for (const skill of skills) {
    const text = `${skill.name} ${skill.description}`.toLowerCase();
    // A stem stands in all forms of its word: nothing has to be cut to words.
    const held = words.flatMap((word, index) => (text.includes(word) ? [index] : []));
    for (const index of held) holders[index] = (holders[index] ?? 0) + 1;
    if (held.length) hits.push({ skill, held });
    if (pace.due) await pace.rest();
  }
  const weights = holders.map((number) => Math.log(1 + skills.length / Math.max(1, number)));
  const ranked: { readonly skill: Skill; readonly weight: number }[] = [];
  for (const { skill, held } of hits) {
    ranked.push({ skill, weight: held.reduce((sum, index) => sum + (weights[index] ?? 0), 0) });
    if (pace.due) await pace.rest();
  }
  ranked.sort((a, b) => b.weight - a.weight || (a.skill.name < b.skill.name ? -1 : 1));
  return ranked.slice(0, count).map(({ skill }) => skill);
}
