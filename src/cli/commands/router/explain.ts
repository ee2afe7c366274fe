import { parseArgs } from 'node:util';
import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { renderRoute } from '../../render.js';
import { required } from '../../usage.js';
import type { Verb } from '../skills/verb.js';

export const explain: Verb = {
  usage: 'explain "<task>"',
  help: () => t('Shows which skills the router would choose from for a task, with the parts of their scores and why.'),
  async run(context, args) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    const prompt = required(positionals.join(' ').trim(), `memento router ${explain.usage}`);
    return await withEngine(context, async (engine) => {
      const route = await engine.explain(prompt);
      context.output.value(route);
      context.output.line(renderRoute(route));
      return 0;
    });
  },
};
