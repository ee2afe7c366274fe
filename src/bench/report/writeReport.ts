import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { reportFile } from './benchFolder.js';
import type { BenchReport } from './benchReport.js';
import { reportHtml } from './html.js';

/**
 * Writes `report.json` and `report.html` into a benchmark's folder.
 * @param dist folder with the script and the style that draw a report
 * @returns the path of `report.html`
 */
export async function writeReport(folder: string, report: BenchReport, dist: string): Promise<string> {
  const [script, style] = await Promise.all(
    ['report.js', 'report.css'].map((name) => readFile(path.join(dist, name), 'utf8')),
  );
  const page = path.join(folder, 'report.html');
  await replace(page, reportHtml(report, script ?? '', style ?? ''));
  // Last: who finds it finds the page as well.
  await replace(path.join(folder, reportFile), JSON.stringify(report));
  return page;
}

/** A reader never sees half of it. */
async function replace(file: string, content: string): Promise<void> {
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
}
