import { parseArgs } from 'node:util';
import type { Engine } from '../../../engine/engine.js';
import { throwIfCancelled } from '../../../engine/errors.js';
import type { ContentSummary } from '../../../engine/exchange/summary.js';
import { agrees, canAsk } from '../../confirm.js';
import { type CliContext, withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { UsageError } from '../../usage.js';
import { describe, summaryFor } from './describe.js';
import { callOf, type Verb } from './verb.js';
import { candidates, named, type Waiting } from './waiting.js';

export const trust: Verb = {
  usage: 'trust [NAME... | --all]',
  help: () =>
    t(
      'Shows what skills from outside contain and lets them be used; imports move into the library. Alone it lists what waits.',
    ),
  async run(context, args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { all: { type: 'boolean', default: false } },
    });
    if (values.all && positionals.length) throw new UsageError(t('Usage: {0}', callOf(trust)));
    return await withEngine(context, async (engine) => {
      const all = await candidates(engine);
      const waiting = all.filter(({ kind }) => kind !== 'trusted');
      if (positionals.length) return await use(context, engine, named(all, positionals));
      return values.all ? await use(context, engine, waiting) : await list(context, waiting);
    });
  },
};

/** What waits, without deciding anything. */
async function list(context: CliContext, waiting: readonly Waiting[]): Promise<number> {
  const summaries = await tell(context, waiting);
  context.output.value({ trusted: [], waiting: summaries });
  context.output.entry(
    waiting.length
      ? t('To use them: {0}', 'memento skills trust NAME... | --all')
      : t('Nothing waits to be looked at.'),
  );
  return 0;
}

async function use(context: CliContext, engine: Engine, chosen: readonly Waiting[]): Promise<number> {
  const { output } = context;
  const skills = await tell(context, chosen);
  if (!chosen.length) output.entry(t('Nothing waits to be looked at.'));
  else if (canAsk(context) && !(await isAgreed(context, chosen))) {
    output.entry(t('Nothing was changed.'));
    return 130;
  }
  const seen = new Map(chosen.map(({ id, tree }) => [id, tree]));
  const trusted = chosen.length ? await engine.trust([...seen.keys()], seen) : [];
  output.value({ trusted, skills });
  if (trusted.length) output.entry(t('May be used now: {0}', trusted.join(', ')));
  return 0;
}

/** Prints what each contains, one after the other: a skill may be large, and there may be thousands. */
async function tell(context: CliContext, chosen: readonly Waiting[]) {
  const told: (Pick<Waiting, 'name' | 'id' | 'kind' | 'from' | 'description'> & {
    readonly summary: ContentSummary;
  })[] = [];
  for (const one of chosen) {
    throwIfCancelled(context.signal);
    const summary = await summaryFor(one);
    for (const line of describe(one, summary)) context.output.entry(line);
    const { name, id, kind, from, description } = one;
    told.push({ name, id, kind, from, description, summary });
  }
  return told;
}

async function isAgreed(context: CliContext, chosen: readonly Waiting[]): Promise<boolean> {
  const question =
    chosen.length === 1
      ? t('Use {0} from now on?', chosen[0]?.name ?? '')
      : t('Use these {0} skills from now on?', chosen.length);
  return await agrees(context, question);
}
