import { parseArgs } from 'node:util';
import type { Engine } from '../../engine/engine.js';
import { knownSources } from '../../engine/skills/roots.js';
import { english } from '../../engine/text.js';
import { testConnection } from '../../models/connect.js';
import { type CliContext, disabledSources, withEngine } from '../context.js';
import { say, t } from '../l10n.js';
import { endpointOf } from '../model.js';
import { confinementReport } from './confinement.js';
import { embeddingsReport } from './embeddings.js';
import { fsckCommand } from './fsck.js';
import { reviewHint } from './skills/table.js';
import { countedSources } from './sources.js';

/** `memento doctor`: what is configured, reachable and stored where. Nothing secret. */
export async function doctorCommand(context: CliContext, args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { model: { type: 'string' }, fsck: { type: 'boolean', default: false } },
  });
  if (values.fsck) return await fsckCommand(context);
  return await withEngine(context, async (engine) => {
    const { output } = context;
    const [model, embeddings, library, work, replays] = await Promise.all([
      connection(context, values.model),
      embeddingsReport(context, values.model),
      libraryReport(context, engine),
      workReport(engine),
      confinementReport(context.signal),
    ]);
    const { readOnly } = library;
    output.value({
      folder: engine.workspace,
      state: engine.stateDir,
      node: process.version,
      model,
      embeddings,
      ...library,
      readOnly: {
        state: readOnly.state ? english(readOnly.state) : null,
        library: readOnly.library ? english(readOnly.library) : null,
      },
      ...work,
      replays: { confined: replays.confined },
    });
    const { skills, sources, disabled } = library;
    output.entry(`${t('Folder')}: ${engine.workspace}`);
    output.entry(`${t('State')}: ${engine.stateDir}`);
    if (readOnly.state) output.entry(`  ${t('read-only')}: ${say(readOnly.state)}`);
    output.entry(`${t('Model')}: ${model.label}`);
    for (const line of model.lines) output.entry(`  ${line}`);
    output.entry(`${t('Embeddings')}: ${embeddings.label}`);
    for (const line of embeddings.lines) output.entry(`  ${line}`);
    output.entry(`${t('Skills')}: ${t('{0} usable, {1} with problems', skills.usable, skills.problems)}`);
    if (skills.review) output.entry(`  ${reviewHint(skills.review)}`);
    if (skills.quarantined) output.entry(`  ${t('{0} in quarantine', skills.quarantined)}`);
    if (readOnly.library) output.entry(`  ${t('read-only')}: ${say(readOnly.library)}`);
    output.entry(`${t('Sources')}:`);
    for (const { source, skills: count, found } of sources)
      output.entry(
        `  ${source}  ${!found ? t('no such folder') : count === 1 ? t('1 skill') : t('{0} skills', count)}`,
      );
    for (const source of disabled)
      output.entry(
        `  ${source}  ${isKnown(source) ? t('switched off') : t('switched off, but not a folder that is looked at')}`,
      );
    output.entry(`${t('Runs')}: ${work.runs}`);
    output.entry(`${t('Proposals waiting')}: ${work.pending}`);
    output.entry(`${t('Replays')}: ${replays.label}`);
    for (const line of replays.lines) output.entry(`  ${line}`);
    return model.usable === false || embeddings.usable === false ? 1 : 0;
  });
}

const isKnown = (source: string): boolean => knownSources.some((one) => one.source === source);

async function libraryReport(context: CliContext, engine: Engine) {
  const [{ skills, broken, shadowed }, { toReview, quarantined }, readOnly] = await Promise.all([
    engine.skills(),
    engine.standing(),
    engine.readOnly(),
  ]);
  return {
    skills: {
      usable: skills.length - toReview.size,
      review: toReview.size,
      problems: broken.length,
      shadowed: shadowed.length,
      quarantined: quarantined.length,
    },
    sources: await countedSources(engine.workspace, context.environment, [...skills, ...broken, ...shadowed]),
    disabled: disabledSources(context.environment),
    readOnly,
  };
}

async function workReport(engine: Engine): Promise<{ readonly runs: number; readonly pending: number }> {
  const [runs, proposals] = await Promise.all([engine.runs(), engine.proposals()]);
  return { runs: runs.length, pending: proposals.filter(({ state }) => state === 'pending').length };
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
