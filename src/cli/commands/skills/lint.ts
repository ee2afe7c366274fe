import path from 'node:path';
import { mapBounded } from '../../../engine/skills/bounded.js';
import type { CliContext } from '../../context.js';
import { t } from '../../l10n.js';
import { diagnosticLine } from './lines.js';
import { lintFolder, type LintedFile } from './lintFolder.js';
import { libraryFolders, namedFolders, type Target } from './lintTargets.js';
import { plainDiagnostic } from './rows.js';
import type { Verb } from './verb.js';
import { wordsOf } from './words.js';

/** Folders read at the same time, and printed in order before the next ones are begun. */
const batch = 32;

/** Needs no engine: nothing is written, not even a state folder made. */
export const lint: Verb = {
  usage: 'lint [PATH...]',
  help: () =>
    t(
      'Checks SKILL.md files, folders of skills at any depth, or the whole library. Writes nothing; ends with 1 when there are errors.',
    ),
  async run(context, args) {
    const paths = wordsOf(args);
    const folders = paths.length ? await namedFolders(context.folder, paths) : libraryFolders(context);
    const report = new Report(context);
    await report.begin();
    let waiting: Target[] = [];
    const settle = async (): Promise<void> => {
      for (const file of await mapBounded(waiting, batch, lintFolder)) await report.add(file);
      waiting = [];
    };
    for await (const folder of folders) {
      if (context.signal.aborted) break;
      if (waiting.push(folder) === batch) await settle();
    }
    if (!context.signal.aborted) await settle();
    return await report.end();
  },
};

/** Prints the findings as they come: one JSON object piece by piece, or a line for each. */
class Report {
  private files = 0;
  private errors = 0;
  private warnings = 0;

  constructor(private readonly context: CliContext) {}

  async begin(): Promise<void> {
    await this.context.output.piece('{"files":[');
  }

  async add({ path: file, name, diagnostics }: LintedFile): Promise<void> {
    const { output, folder } = this.context;
    const printed = { path: file, name, diagnostics: diagnostics.map(plainDiagnostic) };
    await output.piece(`${this.files ? ',\n' : '\n'}${JSON.stringify(printed)}`);
    this.files++;
    for (const one of diagnostics) {
      if (one.severity === 'error') this.errors++;
      else this.warnings++;
      output.entry(`${nearby(folder, file)}:${one.line}: ${diagnosticLine(one)}`);
    }
  }

  /** @returns the exit code; a cancelled report says so, so that nobody takes it for a whole one */
  async end(): Promise<number> {
    const { output, signal } = this.context;
    const { files, errors, warnings } = this;
    const cancelled = signal.aborted;
    await output.piece(
      `\n],"summary":${JSON.stringify({ files, errors, warnings, ...(cancelled ? { cancelled } : {}) })}}\n`,
    );
    output.entry(t('{0} files, {1} errors, {2} warnings', files, errors, warnings));
    if (cancelled) {
      output.note(t('Cancelled.'));
      return 130;
    }
    if (!files) output.note(t('There is no SKILL.md to check here.'));
    return errors ? 1 : 0;
  }
}

/** The path as a person would type it. */
function nearby(folder: string, file: string): string {
  const relative = path.relative(folder, file);
  return relative.startsWith('..') ? file : relative;
}
