import { text } from '../../text.js';
import type { Diagnostic } from '../skill.js';
import { finding } from './finding.js';
import { signFinder, type Signed } from './signs.js';
import { maxFindings, type Subject } from './subject.js';

interface Form extends Signed {
  readonly pattern: RegExp;
}

/** Forms of keys. Each begins with letters of its own and ends after a bounded length, so that all are linear in the text. */
const forms: readonly Form[] = [
  {
    signs: ['private key'],
    pattern: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----\s{0,4}([A-Za-z0-9+/=\s]{40})/g,
  },
  { signs: ['sk-'], pattern: /\bsk-[A-Za-z0-9_-]{20,200}/g },
  {
    signs: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_', 'glpat-'],
    pattern: /\b(?:gh[opusr]_[A-Za-z0-9]{30,100}|github_pat_[A-Za-z0-9_]{30,100}|glpat-[A-Za-z0-9_-]{18,60})/g,
  },
  { signs: ['akia', 'asia', 'aroa', 'aida'], pattern: /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b/g },
  { signs: ['xox'], pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{16,100}/g },
  { signs: ['aiza'], pattern: /\bAIza[A-Za-z0-9_-]{35}\b/g },
  { signs: ['npm_', 'hf_'], pattern: /\b(?:npm|hf)_[A-Za-z0-9]{30,60}/g },
  { signs: ['pypi-'], pattern: /\bpypi-[A-Za-z0-9_-]{40,200}/g },
  { signs: ['dop_v1_'], pattern: /\bdop_v1_[a-f0-9]{40,80}/g },
  { signs: ['k_live_'], pattern: /\b[rs]k_live_([A-Za-z0-9]{16,100})/g },
  {
    signs: ['eyj'],
    pattern: /\beyJ[A-Za-z0-9_-]{16,200}\.eyJ[A-Za-z0-9_-]{16,400}\.[A-Za-z0-9_-]{16,100}/g,
  },
  {
    signs: ['key', 'token', 'secret', 'passw'],
    pattern:
      /\b(?:api[_-]?key|access[_-]?key|auth[_-]?token|secret(?:[_-]?key)?|password|passwd)["']?\s{0,4}[:=]\s{0,4}["']([A-Za-z0-9+/_=-]{16,200})["']/gi,
  },
];

/** What examples are made of. */
const example =
  /x{4}|0{5}|example|sample|dummy|fake|test|demo|your|replace|changeme|placeholder|redacted|secret|token|1234|abcd|abc123|deadbeef|_key|-key/i;

const formsFor = signFinder(forms);

/** Rule for keys, tokens and passwords that should not be in a file others read. */
export function secretFindings({ source, lower, lineOf }: Subject): Diagnostic[] {
  const lines = new Set<number>();
  for (const { pattern } of formsFor(lower)) {
    for (const match of source.matchAll(pattern)) {
      const value = match[1] ?? match[0];
      if (lines.size >= maxFindings) break;
      if (!example.test(value) && isRandom(value)) lines.add(lineOf(match.index));
    }
  }
  return [...lines].map((line) => finding('secret', line, text('This looks like a key, a token or a password.')));
}

/** Letters and digits, and many different ones: words joined by hyphens and rows of one letter are not random. */
const isRandom = (value: string): boolean => /\d/.test(value) && /[A-Za-z]/.test(value) && new Set(value).size >= 10;
