import path from 'node:path';
import { createPracticeWorkspace } from '../../practice/workspace.js';
import type { CliContext } from '../context.js';
import { t } from '../l10n.js';
import { required } from '../usage.js';

/** `memento practice DIR`: makes the practice workspace in a new or empty folder. */
export async function practiceCommand(context: CliContext, args: string[]): Promise<number> {
  const folder = path.resolve(context.folder, required(args[0], 'memento practice DIR'));
  await createPracticeWorkspace(folder);
  context.output.value({ folder });
  context.output.line(t('Practice workspace: {0}', folder));
  return 0;
}
