import { parseArgs } from 'node:util';
import { approvalModes, createApprover } from '../approver.js';
import { type CliContext, withEngine } from '../context.js';
import { t } from '../l10n.js';
import { withModel } from '../model.js';
import { outcome, renderEvent } from '../render.js';
import { oneOf, UsageError } from '../usage.js';
import { reviewHint } from './skills/table.js';

/** `memento solve "<task>"`: exit code 0 passed or unknown, 1 failed, 130 cancelled. */
export async function solveCommand(context: CliContext, args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      check: { type: 'string' },
      approve: { type: 'string', default: 'ask' },
      review: { type: 'string', default: 'review' },
      model: { type: 'string' },
      skill: { type: 'string' },
      retry: { type: 'string' },
      tests: { type: 'string' },
      judge: { type: 'boolean', default: false },
    },
  });
  const prompt = positionals.join(' ').trim();
  const { retry } = values;
  if (!prompt && retry === undefined) throw new UsageError(t('Say what to solve: memento solve "<task>"'));
  if (retry !== undefined && (prompt || values.check || values.skill))
    throw new UsageError(t('--retry takes the task, and its check, from the run.'));
  const approve = oneOf('--approve', values.approve, approvalModes);
  const review = oneOf('--review', values.review, ['auto', 'review', 'shadow'] as const);
  return await withModel(context, values.model, (model, embedder) =>
    withEngine(
      context,
      async (engine) => {
        const { output } = context;
        const { toReview } = await engine.standing();
        if (toReview.size) output.note(reviewHint(toReview.size));
        const watching = engine.onEvent((event) => {
          output.value(event);
          const line = renderEvent(event);
          if (line !== undefined) output.line(line);
        });
        const task =
          retry === undefined
            ? { prompt, ...(values.check ? { check: values.check } : {}) }
            : (await engine.run(retry)).summary.task;
        const summary = await engine.solve(
          task,
          {
            model,
            ...(retry === undefined ? {} : { retryOf: retry }),
            approver: createApprover(approve, context),
            review,
            ...(values.skill === undefined ? {} : { skill: values.skill === 'none' ? null : values.skill }),
          },
          context.signal,
        );
        watching.dispose();
        output.value(summary);
        if (summary.status === 'cancelled' || summary.status === 'interrupted') {
          output.line(t('Cancelled.'));
          return 130;
        }
        if (summary.status === 'error') return 1;
        if (summary.outcome === 'unknown')
          output.line(
            t('Nothing decided whether it was right. Say so: memento feedback {0} good|bad', `#${summary.number}`),
          );
        else output.line(`${t('Run #{0}', summary.number)} ${outcome(summary.outcome, summary.decidedBy)}.`);
        return summary.outcome === 'failure' ? 1 : 0;
      },
      embedder,
      { feedback: { command: values.tests ?? '', judge: values.judge } },
    ),
  );
}
