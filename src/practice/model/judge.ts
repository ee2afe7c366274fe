import { hash32, share } from '../hash.js';
import type { Prompt } from './prompt.js';

/** Compares the answer with the reference, letter for letter. */
export function judge({ text, character, salt }: Prompt): string {
  const between = (tag: string): string | undefined =>
    new RegExp(`<${tag}>\\n?([\\s\\S]*?)\\n?</${tag}>`).exec(text)?.[1]?.trim();
  const wrong = share(`${salt}${hash32(text)}j`) < character.judgeErr;
  const success = (between('answer') === between('reference')) !== wrong;
  return JSON.stringify({ verdict: success ? 'success' : 'failure', score: success ? 1 : 0 });
}
