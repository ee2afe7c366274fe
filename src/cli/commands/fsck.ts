import { english } from '../../engine/text.js';
import { type CliContext, withEngine } from '../context.js';
import { say, t } from '../l10n.js';

/** `memento doctor --fsck`: verifies everything that is stored, changes nothing, and ends with 1 when something is damaged. */
export async function fsckCommand(context: CliContext): Promise<number> {
  const { output, signal } = context;
  return await withEngine(context, async (engine) => {
    if (output.progress) output.note(t('Verifying what is stored in {0} …', engine.stateDir));
    const { checked, problems } = await engine.fsck(signal);
    output.value({
      state: engine.stateDir,
      checked,
      problems: problems.map(({ file, problem }) => ({ file, problem: english(problem) })),
    });
    const { objects, versions, logLines, proposals, generations } = checked;
    output.entry(
      t(
        'Verified: {0} objects, {1} versions, {2} log lines, {3} proposals, {4} generations of the router.',
        ...[objects, versions, logLines, proposals, generations],
      ),
    );
    for (const { file, problem } of problems) output.entry(`${file}: ${say(problem)}`);
    output.entry(problems.length ? t('{0} problems.', problems.length) : t('Everything is as it was written.'));
    return problems.length ? 1 : 0;
  });
}
