import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Text } from '../engine/text.js';

/** Bundles that are named after one form of their language, which serves its readers elsewhere too. */
const bundles: Readonly<Record<string, string>> = { zh: 'zh-cn' };

/** Loads the translations for the language of the terminal (`LC_ALL`, `LC_MESSAGES`, `LANG`); English without one. */
export function useLanguage(environment: NodeJS.ProcessEnv, root: string): void {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  const language = /^[a-z]{2}/.exec(locale)?.[0];
  if (!language || language === 'en') return;
  const file = `bundle.l10n.${bundles[language] ?? language}.json`;
  try {
    l10n.config({ contents: readFileSync(path.join(root, 'l10n', file), 'utf8') });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Translates a literal English sentence. */
export const t = (key: string, ...args: (string | number)[]): string => l10n.t(key, ...args);

/** Translates a sentence of the engine. */
export const say = (text: Text): string => l10n.t(text.key, ...text.args);
