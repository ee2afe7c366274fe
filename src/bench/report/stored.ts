import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ifCode } from '../house/ifCode.js';
import { reportFile } from './benchFolder.js';
import type { BenchReport } from './benchReport.js';
import { parseReport } from './parseReport.js';

/** A report that lies in a benchmark's folder. */
export interface StoredReport {
  /** Name of the folder. */
  readonly id: string;
  readonly report: BenchReport;
}

/**
 * The reports below a folder of benchmarks, those that began last first. A benchmark without a report, or with one this version does not
 * understand, is left out; where there is no folder, no benchmark has run.
 * @param dir as `benchFolder` says
 */
export async function storedReports(dir: string): Promise<readonly StoredReport[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(ifCode('ENOENT', []));
  const found: StoredReport[] = [];
  for (const entry of entries.filter((one) => one.isDirectory())) {
    const text = await readFile(path.join(dir, entry.name, reportFile), 'utf8').catch(ifCode('ENOENT', ''));
    const report = parseReport(text);
    if (report) found.push({ id: entry.name, report });
  }
  return found.sort((a, b) => b.report.startedAt - a.report.startedAt || (a.id < b.id ? 1 : -1));
}
