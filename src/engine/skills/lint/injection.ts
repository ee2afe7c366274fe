import { text } from '../../text.js';
import type { Diagnostic } from '../skill.js';
import { finding } from './finding.js';
import { signFinder, type Signed } from './signs.js';
import { matches, type Subject } from './subject.js';

interface Phrase extends Signed {
  readonly pattern: RegExp;
}

/** Phrases of known attempts. What may repeat is bounded, so that all are linear in the text. */
const phrases: readonly Phrase[] = [
  {
    signs: ['ignore', 'disregard', 'forget', 'override', 'bypass'],
    pattern:
      /\b(?:ignore|disregard|forget|override|bypass)\s{1,4}(?:(?:all|any|every|the|your|my|of|these|those)\s{1,4}){0,3}(?:previous|prior|above|earlier|preceding|system|developer|safety)\s{1,4}(?:instruction|prompt|rule|message|guideline|direction|context|restriction)s?\b/gi,
  },
  {
    signs: ['the user', 'the human', 'the operator', 'the person'],
    pattern:
      /\b(?:do\s{1,4}not|don['’]t|never|without)\s{1,4}(?:tell|telling|inform|informing|notify|notifying|alert|alerting|warn|warning)\s{1,4}the\s{1,4}(?:user|human|operator|person)\b/gi,
  },
  {
    signs: ['the user', 'the human', 'the operator', 'the person'],
    pattern:
      /\b(?:hide|conceal|keep)\s{1,4}(?:this|it|these\s{1,4}\w{1,20})\s{1,4}(?:secret\s{1,4})?from\s{1,4}the\s{1,4}(?:user|human|operator|person)\b/gi,
  },
  {
    signs: ['you are now'],
    pattern:
      /\byou\s{1,4}are\s{1,4}now\s{1,4}(?:in\s{1,4})?(?:dan\b|developer\s{1,4}mode|jailbroken|unrestricted|unfiltered)/gi,
  },
  {
    signs: ['system prompt', 'system message', 'system instructions'],
    pattern:
      /\b(?:reveal|print|output|repeat|leak|show|send)\s{1,4}(?:me\s{1,4})?(?:your|the)\s{1,4}(?:full\s{1,4}|entire\s{1,4}|hidden\s{1,4})?system\s{1,4}(?:prompt|message|instructions)\b/gi,
  },
  { signs: ['<|', 'inst]', '<<sys>>'], pattern: /<\|(?:im_start|im_end|system|endoftext)\|>|\[\/?INST\]|<<SYS>>/g },
  {
    signs: ['http://', 'https://'],
    pattern:
      /\b(?:send|upload|post|exfiltrate|forward|transmit)\s{1,4}(?:\w{1,20}\s{1,4}){0,6}(?:api[\s_-]?keys?|credentials|passwords?|private\s{1,4}keys?|ssh\s{1,4}keys?|access\s{1,4}tokens?|\.env)\b[^\n]{0,80}https?:\/\//gi,
  },
];

const phrasesFor = signFinder(phrases);

/** Whether a text holds one of the phrases. */
export const turnsAgent = (source: string): boolean =>
  phrasesFor(source.toLowerCase()).some(({ pattern }) => !matches(pattern, source).next().done);

/** Rule for phrases that speak to the agent behind the person's back. */
export function injectionFindings({ source, lower, lineOf }: Subject): Diagnostic[] {
  const lines = new Set<number>();
  for (const { pattern } of phrasesFor(lower))
    for (const { index } of matches(pattern, source)) lines.add(lineOf(index));
  return [...lines].map((line) =>
    finding('injection', line, text('This phrase tries to turn the agent against the person it works for.')),
  );
}
