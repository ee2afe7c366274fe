import { turnsAgent } from '../skills/lint/injection.js';
import { signFinder, type Signed } from '../skills/lint/signs.js';
import { stripHidden } from './hidden.js';

interface Phrase extends Signed {
  readonly pattern: RegExp;
}

const it = String.raw`(?:this|that|these|those|it|the following|what follows)`;
const agents = String.raw`(?:ai|llm|language model|model|assistant|agent|copilot|chatbot|memento)`;

/** Phrases by which data asks to be remembered or obeyed, on text whose white space is single blanks. What may repeat is bounded. */
const phrases: readonly Phrase[] = [
  { signs: ['remember'], pattern: new RegExp(String.raw`\b(?:remember|memori[sz]e) ${it}\b|\bremember ?:`, 'i') },
  {
    signs: ['memory', 'memories', 'skill', 'knowledge base'],
    pattern: new RegExp(
      String.raw`\b(?:save|store|add|write|put|keep|record|commit) (?:${it}|(?:[\w-]{1,20} ){0,4}?[\w-]{1,20}) (?:in|to|into|as) (?:your |the |a |its |an )?(?:[\w-]{1,20} )?(?:memory|memories|skills?|library of skills|knowledge base)\b`,
      'i',
    ),
  },
  {
    signs: ['skill'],
    pattern:
      /\b(?:propose|create|make|write|add|save|update|rewrite) (?:a|an|the|this|your|this as a|it as a) (?:new )?(?:[\w-]{1,20} )?skill\b|\bpropose_skill\b/i,
  },
  { signs: ['from now on', 'henceforth'], pattern: /\b(?:from now on|henceforth)\b/i },
  {
    signs: ['future', 'next time'],
    pattern:
      /\b(?:in|for|on|during) (?:all|any|every|each|your)? ?future (?:runs?|tasks?|sessions?|conversations?|requests?|chats?)\b|\b(?:every|each|the) next time you\b/i,
  },
  {
    signs: ['ai', 'llm', 'model', 'assistant', 'agent', 'copilot', 'chatbot', 'memento'],
    pattern: new RegExp(
      String.raw`\b(?:notes?|notices?|messages?|instructions?) (?:to|for) (?:the |any |all |an |every )?${agents}s?\b|\b(?:attention|dear|hey|hello),? ${agents}s?\b|\b${agents}s? (?:reading|processing|that reads?|who reads?) this\b|\bif you are an? ${agents}\b`,
      'i',
    ),
  },
  { signs: ['기억'], pattern: /(?:이것|이걸|이 내용|다음)[을를은는]? ?(?:꼭 |반드시 |항상 )?기억(?:해|하)/ },
  { signs: ['앞으로'], pattern: /앞으로(?:는)? ?(?:항상|반드시|모든)/ },
  { signs: ['记住', '記住'], pattern: /(?:请|請)?[记記]住(?:这|這|以下|:|:)/ },
  { signs: ['从现在开始', '從現在開始', '今后', '今後'], pattern: /(?:从现在开始|從現在開始|今后|今後)/ },
];

const phrasesFor = signFinder(phrases);

/** Tag characters spell ASCII that no person sees. */
const tags = /[\u{E0020}-\u{E007E}]/gu;
const untag = (tag: string): string => String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000);

/**
 * Whether text asks the agent that reads it to obey or to remember something (reliability.md 4A: A73, A89, A97). Harmless texts may do so too; they
 * are marked all the same, because what is marked is only looked at more closely.
 */
export function asksToBeObeyed(text: string): boolean {
  const plain = stripHidden(text.replace(tags, untag)).text.replace(/\s+/g, ' ');
  return turnsAgent(plain) || phrasesFor(plain.toLowerCase()).some(({ pattern }) => pattern.test(plain));
}
