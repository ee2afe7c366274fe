import { build } from 'esbuild';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onlyReportStrings } from '../../scripts/lib/reportStrings.mjs';
import { reportHtml } from '../../src/bench/report/html.js';
import type { BenchReport } from '../../src/protocol.js';

const root = path.resolve(import.meta.dirname, '../..');

/** Script and style of report.html as scripts/build.mjs makes them. */
async function bundle(): Promise<{ readonly script: string; readonly style: string }> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { report: 'webview-ui/report.ts' },
    outdir: 'dist',
    write: false,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    plugins: [onlyReportStrings],
    legalComments: 'none',
    logLevel: 'warning',
  });
  const text = (ending: string): string => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}

/** Writes a report as report.html into a folder of its own. @returns its path */
export async function writeReportFile(report: BenchReport): Promise<string> {
  const { script, style } = await bundle();
  const dir = await mkdtemp(path.join(tmpdir(), 'memento-report-'));
  const file = path.join(dir, 'report.html');
  await writeFile(file, reportHtml(report, script, style));
  return file;
}
