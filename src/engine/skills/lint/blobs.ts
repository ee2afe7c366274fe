import { text } from '../../text.js';
import type { Diagnostic } from '../skill.js';
import { finding } from './finding.js';
import { maxFindings, type Subject } from './subject.js';

/** Shorter ones are hashes, keys and identifiers. */
const shortest = 200;
/** A line of this length that holds nothing else is a part of one. */
const shortestLine = 60;
const inline = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{200,}={0,2}/g;
const wholeLine = /^[A-Za-z0-9+/]+={0,2}\r?$/;
const picture = /data:(?:image|font|audio|video)\/[\w.+-]{1,40};base64,$/;

/** Rule for encoded text, in which a second stage can lie; pictures and fonts as data addresses are left alone. */
export function blobFindings({ source, lineOf }: Subject): Diagnostic[] {
  const found: Diagnostic[] = [];
  let block = '';
  const add = (value: string, offset: number): void => {
    if (value.length < shortest || found.length >= maxFindings || !isEncoded(value)) return;
    found.push(
      finding(
        'base64-blob',
        lineOf(offset),
        text('A text of {0} characters that nobody can read: say what it is, or leave it out.', value.length),
      ),
    );
  };
  for (const { start, end } of longLines(source)) {
    const line = source.slice(start, end);
    if (wholeLine.test(line)) {
      block += line.trimEnd();
      // The next line may go on with it.
      if (isLong(source, end + 1)) continue;
      add(block, start);
    } else if (line.length >= shortest)
      for (const { 0: value, index } of line.matchAll(inline))
        if (!picture.test(line.slice(Math.max(0, index - 80), index))) add(value, start + index);
    block = '';
  }
  return found;
}

/** Letters of both cases and digits: not a path, not a hash. */
const isEncoded = (value: string): boolean => /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);

const isLong = (source: string, start: number): boolean => {
  const end = source.indexOf('\n', start);
  return start < source.length && (end < 0 ? source.length : end) - start >= shortestLine;
};

function* longLines(source: string): Generator<{ readonly start: number; readonly end: number }> {
  for (let start = 0, end = 0; start < source.length; start = end + 1) {
    end = source.indexOf('\n', start);
    if (end < 0) end = source.length;
    if (end - start >= shortestLine) yield { start, end };
  }
}
