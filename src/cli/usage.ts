import { t } from './l10n.js';

/** A call that cannot be understood: one clear line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws {UsageError} when the value is none of the allowed ones */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new UsageError(t('{0} takes one of: {1}', option, allowed.join(', ')));
  return found;
}

/** @throws {UsageError} when the word is missing */
export function required(value: string | undefined, usage: string): string {
  if (!value) throw new UsageError(t('Usage: {0}', usage));
  return value;
}

/** The only word of a call. @throws {UsageError} when there is none or more than one */
export function onlyOne(words: readonly string[], usage: string): string {
  const [word] = atMost(1, words, usage);
  return required(word, usage);
}

/** @throws {UsageError} when there are more words than the call takes */
export function atMost(count: number, words: readonly string[], usage: string): readonly string[] {
  if (words.length > count) throw new UsageError(t('Usage: {0}', usage));
  return words;
}
