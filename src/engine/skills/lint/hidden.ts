import { stripHidden } from '../../safety/hidden.js';
import { text } from '../../text.js';
import type { Diagnostic } from '../skill.js';
import { finding } from './finding.js';
import type { Subject } from './subject.js';

/** Holds everything that `stripHidden` takes out, and a few that it keeps: a cheap look before the dear one. */
const suspect = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/u;

/** Rule for characters that a model reads and a person does not see. */
export function hiddenFindings({ source, lineOf }: Subject): Diagnostic[] {
  const from = source.startsWith('\uFEFF') ? 1 : 0;
  const offsets = hiddenOffsets(source, from);
  const [first] = offsets;
  if (first === undefined) return [];
  return [
    finding(
      'hidden-characters',
      lineOf(first),
      text('{0} invisible characters; they are left out of prompts.', characterCount(source, offsets)),
    ),
  ];
}

/** Offsets of the UTF-16 units that hide, from `from` on. */
export function hiddenOffsets(source: string, from: number): number[] {
  const start = source.slice(from).search(suspect);
  if (start < 0) return [];
  // What is left is a subsequence of what was there: the units that do not come next in it were taken out.
  const begin = from + start;
  const rest = keepsake(source, begin);
  const kept = stripHidden(source.slice(rest)).text;
  const offsets: number[] = [];
  let next = 0;
  for (let at = rest; at < source.length; at++) {
    if (source.charCodeAt(at) === kept.charCodeAt(next)) next++;
    else offsets.push(at);
  }
  return offsets;
}

/** An emoji may have begun before its first invisible part: begin with the line. */
const keepsake = (source: string, offset: number): number => source.lastIndexOf('\n', offset) + 1;

/** Surrogate pairs count once. */
const characterCount = (source: string, offsets: readonly number[]): number =>
  offsets.filter((at) => !/[\uDC00-\uDFFF]/.test(source.charAt(at))).length;
