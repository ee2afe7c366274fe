import { hash32, share } from '../hash.js';
import { released } from './episode.js';
import type { Prompt } from './prompt.js';
import { domainOf, domainOfRules, taggedIn, wordsIn } from './subject.js';

/** Share of a request's words that a skill outside of the practice world must have. */
const enoughShared = 0.55;

/**
 * Says which requests a skill would help with: those of the domain its rules are about, whatever the description claims. A skill outside of the
 * practice world, which the model does not understand, helps with requests made of the words it is described by.
 */
export function judgeQueries({ text, character, salt }: Prompt): string {
  const key = `${salt}${hash32(text)}`;
  const described = `${taggedIn(text, 'name')} ${taggedIn(text, 'description')}`;
  const fits = fitting(described, domainOfRules(taggedIn(text, 'body')) ?? domainOf(described));
  const queries = text.slice(text.indexOf('</body>')).matchAll(/<query n="(\d+)">([\s\S]*?)<\/query>/g);
  const judgements = [...queries].map(([, number = '', query = '']) => {
    const wrong = share(`${key}j${number}`) < character.judgeErr;
    return { query: Number(number), fits: fits(released('query', query)) !== wrong };
  });
  return `\`\`\`json\n${JSON.stringify({ judgements })}\n\`\`\``;
}

function fitting(described: string, domain: string | undefined): (query: string) => boolean {
  if (domain !== undefined) return (query) => domainOf(query) === domain;
  const words = new Set(wordsIn(described));
  return (query) => {
    const own = wordsIn(query);
    return own.filter((word) => words.has(word)).length >= enoughShared * own.length;
  };
}
