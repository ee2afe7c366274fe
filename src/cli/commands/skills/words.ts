import { parseArgs } from 'node:util';
import { onlyOne, atMost, required } from '../../usage.js';
import { callOf, type Verb } from './verb.js';

/** The words of a verb that has no options. @throws {TypeError} (of `parseArgs`) when an option is given */
export const wordsOf = (args: string[]): string[] => parseArgs({ args, allowPositionals: true }).positionals;

/** @throws {UsageError} when a word follows a verb that takes none */
export function noWords(verb: Verb, args: string[]): void {
  atMost(0, wordsOf(args), callOf(verb));
}

/** The one word of a verb without options. @throws {UsageError} */
export const oneWord = (verb: Verb, args: string[]): string => onlyOne(wordsOf(args), callOf(verb));

/** One word or more. @throws {UsageError} when there is none */
export function someWords(verb: Verb, words: readonly string[]): readonly string[] {
  required(words[0], callOf(verb));
  return words;
}
