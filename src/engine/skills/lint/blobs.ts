import { text } from '../../text.js';
import type { Diagnostic } from '../skill.js';
import { finding } from './finding.js';
import { maxFindings, type Subject } from './subject.js';

/** Shorter ones are hashes, keys and identifiers. */
const longest = 200;
const blob = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{200,}={0,2}/g;

/** Rule for encoded text, in which a second stage can lie; pictures and fonts as data addresses are left alone. */
export function blobFindings({ source, lineOf }: Subject): Diagnostic[] {
  if (source.length < longest) return [];
  const found: Diagnostic[] = [];
  for (const { 0: value, index } of source.matchAll(blob)) {
    if (!/\d/.test(value) || !/[a-z]/.test(value) || !/[A-Z]/.test(value)) continue;
    if (/data:(?:image|font|audio|video)\/[\w.+-]{1,40};base64,$/.test(source.slice(Math.max(0, index - 80), index)))
      continue;
    found.push(
      finding(
        'base64-blob',
        lineOf(index),
        text('A text of {0} characters that nobody can read: say what it is, or leave it out.', value.length),
      ),
    );
    if (found.length >= maxFindings) break;
  }
  return found;
}
