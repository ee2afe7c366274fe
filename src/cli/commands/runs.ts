import { parseArgs } from 'node:util';
import type { RunSummary } from '../../engine/events.js';
import type { Said } from '../../engine/feedback/person.js';
import type { ChatModel } from '../../engine/ports.js';
import { causes } from '../../engine/write/attribution.js';
import { type CliContext, withEngine } from '../context.js';
import { t } from '../l10n.js';
import { endpointOf, withModel } from '../model.js';
import { outcome, renderEvent, renderRun } from '../render.js';
import { renderEvidence } from '../evidence.js';
import { oneOf, required, UsageError } from '../usage.js';

const usage = 'memento runs list | show ID | undo ID';
const feedbackUsage = 'memento feedback RUN good|bad [--reason "..."] [--answer "..."] [--cause CAUSE [--skill NAME]]';

export async function runsCommand(context: CliContext, args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const action = oneOf('runs', required(positionals[0], usage), ['list', 'show', 'undo'] as const);
  return await withEngine(context, async (engine) => {
    const { output } = context;
    if (action === 'list') {
      const runs = await engine.runs();
      output.value(runs);
      for (const run of runs) output.line(renderRun(run));
      if (!runs.length) output.line(t('No runs yet in this folder.'));
      return 0;
    }
    const id = required(positionals[1], usage);
    if (action === 'show') {
      await engine.revisit(id);
      const { summary, events } = await engine.run(id);
      output.value({ ...summary, events });
      for (const event of events) {
        const line = renderEvent(event);
        if (line !== undefined) output.line(line);
      }
      for (const line of renderEvidence(events)) output.line(line);
      return 0;
    }
    const result = await engine.undo(id);
    output.value(result);
    for (const file of result.restored) output.line(t('put back: {0}', file));
    for (const file of result.kept) output.line(t('left as it is, it was changed since: {0}', file));
    return result.kept.length ? 1 : 0;
  });
}

/** The person's verdict on a run; with `--cause` also why it failed. */
export async function feedbackCommand(context: CliContext, args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      reason: { type: 'string' },
      answer: { type: 'string' },
      cause: { type: 'string' },
      skill: { type: 'string' },
      model: { type: 'string' },
    },
  });
  const id = required(positionals[0], feedbackUsage);
  const thumb = oneOf('feedback', required(positionals[1], feedbackUsage), ['good', 'bad'] as const);
  if (values.answer !== undefined && thumb === 'good') throw new UsageError(t('--answer goes with “bad”.'));
  const cause = values.cause === undefined ? undefined : oneOf('--cause', values.cause, causes);
  if (cause === undefined && values.skill !== undefined) throw new UsageError(t('--skill goes with --cause.'));
  if (cause !== undefined && thumb === 'good') throw new UsageError(t('--cause goes with “bad”.'));
  const said: Said = {
    ...(values.reason === undefined ? {} : { reason: values.reason }),
    ...(values.answer === undefined ? {} : { answer: values.answer }),
  };
  return await withEngine(context, async (engine) => {
    const { output, signal } = context;
    const watching = engine.onEvent((event) => {
      const line = renderEvent(event);
      if (line !== undefined) output.line(line);
    });
    const tell = async (model?: ChatModel): Promise<RunSummary> => {
      if (cause === undefined) return await engine.feedback(id, thumb, said, model, signal);
      return await engine.correct(id, { ...said, cause, skill: values.skill ?? null }, model, signal);
    };
    // A bad verdict may lead to a proposal, which needs the model; without one the verdict alone is kept.
    const usable = thumb === 'bad' && endpointOf(context.environment, values.model) !== undefined;
    const summary = usable ? await withModel(context, values.model, tell) : await tell();
    watching.dispose();
    output.value(summary);
    output.line(`${t('Run #{0}', summary.number)} ${outcome(summary.outcome, summary.decidedBy)}.`);
    return 0;
  });
}
