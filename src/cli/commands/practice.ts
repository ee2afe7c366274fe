import path from 'node:path';
import { createPracticeWorkspace, FolderNotEmptyError } from '../../practice/workspace.js';
import type { CliContext } from '../context.js';
import { t } from '../l10n.js';
import { required, UsageError } from '../usage.js';

/** `memento practice DIR`: makes the practice workspace in a new or empty folder. */
export async function practiceCommand(context: CliContext, args: string[]): Promise<number> {
  const folder = path.resolve(context.folder, required(args[0], 'memento practice DIR'));
  try {
    await createPracticeWorkspace(folder);
  } catch (error) {
    if (error instanceof FolderNotEmptyError) throw new UsageError(t('The folder {0} is not empty.', folder));
    throw error;
  }
  context.output.value({ folder });
  context.output.line(t('Practice workspace: {0}', folder));
  return 0;
}
