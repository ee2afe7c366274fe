// @ts-check
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { reportStrings } from './strings.mjs';

/**
 * Of the translations that webview-ui/report.ts imports, leaves the sentences a report may show: the file holds them inside.
 * @type {import('esbuild').Plugin}
 */
export const onlyReportStrings = {
  name: 'only-report-strings',
  setup(b) {
    /** @type {Promise<ReadonlySet<string>> | undefined} */
    let wanted;
    b.onLoad({ filter: /bundle\.l10n\.[\w-]+\.json$/ }, async ({ path: file }) => {
      wanted ??= reportStrings(path.join(path.dirname(file), '..')).then((keys) => new Set(keys));
      const keys = await wanted;
      const all = Object.entries(JSON.parse(await readFile(file, 'utf8')));
      return { contents: JSON.stringify(Object.fromEntries(all.filter(([key]) => keys.has(key)))), loader: 'json' };
    });
  },
};
