import { t } from '../../l10n.js';
import type { Waiting } from './waiting.js';

/** What `--json` says of it. */
export const summaryFor = (one: Waiting) => Promise.resolve({ files: one.files.length });

/** What a person should know of a skill before using it. */
export const describe = (one: Waiting): Promise<readonly string[]> =>
  Promise.resolve([one.name, `  ${one.description}`, `  ${t('from {0}', one.from)}`, '']);
