import { parseArgs } from 'node:util';
import type { Engine } from '../../../engine/engine.js';
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
      return values.all ? await use(context, engine, waiting) : await tell(context, waiting);
    });
  },
};

/** What waits, without deciding anything. */
async function tell({ output }: CliContext, waiting: readonly Waiting[]): Promise<number> {
  output.value({ trusted: [], waiting: await Promise.all(waiting.map(forTools)) });
  for (const one of waiting) for (const line of await describe(one)) output.line(line);
  if (waiting.length) output.line(t('To use them: {0}', 'memento skills trust NAME... | --all'));
  else output.line(t('Nothing waits to be looked at.'));
  return 0;
}

async function use(context: CliContext, engine: Engine, chosen: readonly Waiting[]): Promise<number> {
  const { output } = context;
  if (!chosen.length) {
    output.value({ trusted: [], skills: [] });
    output.line(t('Nothing waits to be looked at.'));
    return 0;
  }
  for (const one of chosen) for (const line of await describe(one)) output.line(line);
  const question =
    chosen.length === 1
      ? t('Use {0} from now on?', chosen[0]?.name ?? '')
      : t('Use these {0} skills from now on?', chosen.length);
  if (canAsk(context) && !(await agrees(context, question))) {
    output.line(t('Nothing was changed.'));
    return 130;
  }
  const skills = await Promise.all(chosen.map(forTools));
  const trusted = await engine.trust(chosen.map(({ id }) => id));
  output.value({ trusted, skills });
  output.line(t('May be used now: {0}', trusted.join(', ')));
  return 0;
}

const forTools = async (one: Waiting) => {
  const { name, id, kind, from, description } = one;
  return { name, id, kind, from, description, summary: await summaryFor(one) };
};
