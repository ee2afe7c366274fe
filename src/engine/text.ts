/**
 * A sentence for a person, not yet in a language: the English text is the key, `{0}`, `{1}` ... stand for the arguments.
 * The engine only makes these; each surface translates them (`vscode.l10n.t`, `@vscode/l10n`), so the engine needs no state.
 */
export interface Text {
  readonly key: string;
  readonly args: readonly (string | number)[];
}

/** Makes a {@link Text}. The key must be a literal: the test of the language files collects the keys from the source. */
export const text = (key: string, ...args: readonly (string | number)[]): Text => ({ key, args });

/** The English of a {@link Text}, for prompts, logs and tests. */
export const english = (value: Text): string =>
  value.key.replace(/\{(\d+)\}/g, (whole, index: string) => String(value.args[Number(index)] ?? whole));
