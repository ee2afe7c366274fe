import { hash32, share } from '../hash.js';
import { released } from './episode.js';
import type { Prompt } from './prompt.js';

/** Confidence it states; assumptions, as every rate of the practice model. */
const sure = 0.9;
const unsure = 0.3;

/**
 * Judges without knowing the answer, as a model does: it holds for right what a step has printed, and for wrong what is empty or what no step bears
 * out after tools were used. Whether the rule behind it is right it cannot see, so it believes a wrong skill. Where the request gives a reference it
 * compares with that, letter for letter. The seed is the only thing that makes two votes differ.
 */
export function judge({ text, body, character, salt }: Prompt): string {
  const last = (tag: string, of = text): string | undefined => {
    const found = [...of.matchAll(new RegExp(`<${tag}>\\n?([\\s\\S]*?)\\n?</${tag}>`, 'g'))].at(-1)?.[1];
    return found === undefined ? undefined : released(tag, found).trim();
  };
  // A step may hold such tags too; only what follows the answer is the judge's own.
  const [answer = '', reference] = [last('answer'), last('reference', text.slice(text.lastIndexOf('</answer>')))];
  const outputs = [...text.matchAll(/<output>\n([\s\S]*?)\n<\/output>/g)].map(([, output = '']) =>
    released('step', output),
  );
  const opinion = reference === undefined ? plausible(answer, outputs) : answer === reference ? 'success' : 'failure';
  const wrong = share(`${salt}${hash32(text)}${body.seed ?? ''}j`) < character.judgeErr;
  const verdict = wrong && opinion !== 'unsure' ? (opinion === 'success' ? 'failure' : 'success') : opinion;
  const reasons = {
    success: reference === undefined ? 'A step printed this answer.' : 'The answer is the reference.',
    failure: reference === undefined ? 'No step bears the answer out.' : 'The answer is not the reference.',
    unsure: 'The steps do not show whether it is right.',
  };
  const reply = { verdict, confidence: verdict === 'unsure' ? unsure : sure, reason: reasons[verdict] };
  return `\`\`\`json\n${JSON.stringify(reply)}\n\`\`\``;
}

function plausible(answer: string, outputs: readonly string[]): 'success' | 'failure' | 'unsure' {
  if (answer === '') return 'failure';
  if (outputs.some((output) => output.includes(answer))) return 'success';
  return outputs.length > 0 ? 'failure' : 'unsure';
}
