import { parseArgs } from 'node:util';
import { english } from '../../engine/text.js';
import { type CliContext, withEngine } from '../context.js';
import { say, t } from '../l10n.js';
import { oneOf, required } from '../usage.js';

const usage = 'memento skills init | list';

export async function skillsCommand(context: CliContext, args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const action = oneOf('skills', required(positionals[0], usage), ['init', 'list'] as const);
  return await withEngine(context, async (engine) => {
    const { output } = context;
    if (action === 'init') {
      const result = await engine.initLibrary();
      output.value(result);
      for (const name of result.copied) output.line(t('copied: {0}', name));
      for (const name of result.kept) output.line(t('kept as it is: {0}', name));
      return 0;
    }
    const [{ skills, broken }, facts] = await Promise.all([engine.skills(), engine.facts()]);
    const rows = [
      ...skills.map((skill) => {
        const known = facts.get(skill.name);
        return {
          name: skill.name,
          path: skill.path,
          source: skill.source,
          state: 'ready',
          version: known?.version ?? 1,
          utility: known?.utility.mean ?? 0.5,
          uses: known?.utility.uses ?? 0,
          diagnostics: skill.diagnostics,
        };
      }),
      ...broken.map((skill) => ({
        name: skill.name,
        path: skill.path,
        source: 'own',
        state: 'problem',
        version: null,
        utility: null,
        uses: 0,
        diagnostics: skill.diagnostics,
      })),
    ];
    output.value(
      rows.map((row) => ({
        ...row,
        diagnostics: row.diagnostics.map((one) => ({ ...one, message: english(one.message) })),
      })),
    );
    for (const row of rows) {
      const record = row.uses
        ? t('{0} % of {1} uses', Math.round((row.utility ?? 0) * 100), row.uses)
        : t('not used yet');
      output.line(
        row.state === 'ready'
          ? `${row.name}  v${row.version ?? 1}  ${record}  ${row.source}`
          : `${row.name}  ${t('problem')}`,
      );
      for (const one of row.diagnostics)
        output.line(`  ${one.severity} ${one.code} ${t('line {0}', one.line)}: ${say(one.message)}`);
    }
    if (!rows.length) output.line(t('No skills yet in this folder. “memento skills init” copies the elementary ones.'));
    return 0;
  });
}
