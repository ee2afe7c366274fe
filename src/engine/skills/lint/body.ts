import { text } from '../../text.js';
import type { Diagnostic } from '../skill.js';
import { finding } from './finding.js';
import type { Subject } from './subject.js';

/** The specification's advice for the length of a body. */
const maxLines = 500;
const maxTokens = 5000;

/** Rules for the length of the instructions. */
export function bodyFindings({ body, bodyStart, parsed, lineOf }: Subject): Diagnostic[] {
  if (!parsed.ok && bodyStart === 0) return [];
  const found: Diagnostic[] = [];
  if (!/\S/.test(body)) return [finding('body-empty', lineOf(bodyStart), text('The skill has no instructions.'))];
  const lines = countLines(body);
  if (lines > maxLines)
    found.push(
      finding(
        'body-long',
        lineOf(bodyStart),
        text('The instructions have {0} lines; keep them below {1}.', lines, maxLines),
      ),
    );
  const tokens = estimateTokens(body);
  if (tokens > maxTokens)
    found.push(
      finding(
        'body-tokens',
        lineOf(bodyStart),
        text('The instructions have about {0} tokens; keep them below {1}.', tokens, maxTokens),
      ),
    );
  return found;
}

function countLines(body: string): number {
  let count = body.endsWith('\n') ? 0 : 1;
  for (let at = body.indexOf('\n'); at >= 0; at = body.indexOf('\n', at + 1)) count++;
  return count;
}

/**
 * About how many tokens a model reads: a quarter per ASCII character, a half per character of other alphabets, one per character from U+2E80
 * on (Chinese, Japanese, Korean, emoji). Within a third of what usual tokenizers count for prose; code has more.
 */
function estimateTokens(value: string): number {
  if (value.length <= maxTokens) return 0;
  if (!/[^\0-\x7f]/.test(value)) return Math.round(value.length / 4);
  let quarters = 0;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    quarters += code < 0x80 ? 1 : code < 0x2e80 ? 2 : code >= 0xdc00 && code <= 0xdfff ? 0 : 4;
  }
  return Math.round(quarters / 4);
}
