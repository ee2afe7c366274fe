import type { Text } from '../src/protocol.js';

/** The panel has one language for its whole life; the host sends it with `init`. */
let strings: Readonly<Record<string, string>> = {};
let tag = 'en';

/** Sets the translations (English text to translated text) and the language tag of numbers and dates. */
export function setLanguage(translations: Readonly<Record<string, string>>, locale: string): void {
  strings = translations;
  // A tag VS Code knows but this engine does not must not make every number throw.
  tag = Intl.DateTimeFormat.supportedLocalesOf([locale]).length > 0 ? locale : 'en';
}

/** The language tag for `Intl`. */
export const locale = (): string => tag;

/** A sentence in the reader's language. The key must be a literal; `{0}` without an argument stays, for {@link parts}. */
export const t = (key: string, ...args: readonly (string | number)[]): string =>
  (strings[key] ?? key).replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));

/** A sentence the engine made, in the reader's language. */
export const say = (text: Text): string => t(text.key, ...text.args);

/** A sentence cut at its placeholders: strings, and the numbers of the placeholders between them. */
export const parts = (sentence: string): readonly (string | number)[] =>
  sentence
    .split(/\{(\d+)\}/)
    .map((part, index) => (index % 2 ? Number(part) : part))
    .filter((part) => part !== '');
