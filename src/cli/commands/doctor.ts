import { parseArgs } from 'node:util';
import { testConnection } from '../../models/connect.js';
import { type CliContext, withEngine } from '../context.js';
import { say, t } from '../l10n.js';
import { endpointOf } from '../model.js';

/** `memento doctor`: what is configured, reachable and stored where. Nothing secret. */
export async function doctorCommand(context: CliContext, args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { model: { type: 'string' } } });
  return await withEngine(context, async (engine) => {
    const { output } = context;
    const [{ skills, broken }, runs, proposals] = await Promise.all([
      engine.skills(),
      engine.runs(),
      engine.proposals(),
    ]);
    const model = await connection(context, values.model);
    const pending = proposals.filter(({ state }) => state === 'pending').length;
    const report = {
      folder: engine.workspace,
      state: engine.stateDir,
      node: process.version,
      model,
      skills: { usable: skills.length, problems: broken.length },
      runs: runs.length,
      pending,
    };
    output.value(report);
    output.line(`${t('Folder')}: ${report.folder}`);
    output.line(`${t('State')}: ${report.state}`);
    output.line(`${t('Model')}: ${model.label}`);
    for (const line of model.lines) output.line(`  ${line}`);
    output.line(`${t('Skills')}: ${t('{0} usable, {1} with problems', skills.length, broken.length)}`);
    output.line(`${t('Runs')}: ${runs.length}`);
    output.line(`${t('Proposals waiting')}: ${pending}`);
    return model.usable === false ? 1 : 0;
  });
}

async function connection(
  context: CliContext,
  chosen: string | undefined,
): Promise<{ label: string; usable: boolean | null; lines: string[] }> {
  const endpoint = endpointOf(context.environment, chosen);
  if (!endpoint)
    return {
      label: t('none configured'),
      usable: null,
      lines: [t('Set MEMENTO_BASE_URL and MEMENTO_MODEL, or use --model practice.')],
    };
  if (endpoint === 'practice') return { label: `practice (${t('simulated')})`, usable: true, lines: [] };
  const label = `${endpoint.model} @ ${new URL(endpoint.baseUrl).host}, ${endpoint.apiKey ? t('with a key') : t('without a key')}`;
  const report = await testConnection(endpoint, context.signal);
  return {
    label,
    usable: report.ok,
    lines: [...report.lines, ...(report.problem ? [report.problem.text] : [])].map(say),
  };
}
