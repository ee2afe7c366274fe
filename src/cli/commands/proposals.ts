import { parseArgs } from 'node:util';
import { type CliContext, withEngine } from '../context.js';
import { t } from '../l10n.js';
import { renderProposal } from '../renderProposal.js';
import { oneOf, required, UsageError } from '../usage.js';
import { operationOf, stateOf } from '../words.js';

const usage =
  'memento proposals list | show ID | accept ID [--hunks 1,3] [--acknowledge-source] | reject ID [--reason "..."] | undo ID';

export async function proposalsCommand(context: CliContext, args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      hunks: { type: 'string' },
      reason: { type: 'string' },
      'acknowledge-source': { type: 'boolean', default: false },
    },
  });
  const action = oneOf('proposals', required(positionals[0], usage), [
    'list',
    'show',
    'accept',
    'reject',
    'undo',
  ] as const);
  return await withEngine(context, async (engine) => {
    const { output } = context;
    if (action === 'list') {
      const proposals = await engine.proposals();
      output.value(proposals);
      for (const one of proposals)
        output.line(`${one.id}  ${stateOf(one.state)}  ${operationOf(one.operation, one.skill)}  ${one.summary}`);
      if (!proposals.length) output.line(t('No proposals yet in this folder.'));
      return 0;
    }
    const id = required(positionals[1], usage);
    const proposal =
      action === 'show'
        ? await engine.proposal(id)
        : action === 'accept'
          ? await engine.accept(id, hunksOf(values.hunks), { acknowledged: values['acknowledge-source'] })
          : action === 'reject'
            ? await engine.reject(id, values.reason)
            : await engine.undoAccept(id);
    output.value(proposal);
    output.line(renderProposal(proposal));
    return 0;
  });
}

/** `1,3` as indices from 0. */
function hunksOf(option: string | undefined): number[] | undefined {
  if (option === undefined) return undefined;
  return option.split(',').map((part) => {
    const number = Number(part);
    if (!Number.isInteger(number) || number < 1)
      throw new UsageError(t('--hunks takes numbers from 1, for example 1,3'));
    return number - 1;
  });
}
