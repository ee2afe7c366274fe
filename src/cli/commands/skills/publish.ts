import { parseArgs } from 'node:util';
import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { onlyOne } from '../../usage.js';
import { callOf, type Verb } from './verb.js';

export const publish: Verb = {
  usage: 'publish NAME [--to DIR] [--replace]',
  help: () =>
    t(
      'Copies an own skill into another agent’s folder ({0} unless --to names one); --replace overwrites a changed copy.',
      '.agents/skills',
    ),
  async run(context, args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { to: { type: 'string' }, replace: { type: 'boolean', default: false } },
    });
    const name = onlyOne(positionals, callOf(publish));
    return await withEngine(context, async (engine) => {
      const copy = await engine.publish(name, {
        replace: values.replace,
        ...(values.to === undefined ? {} : { target: values.to }),
      });
      context.output.value(copy);
      context.output.entry(t('{0} is published: {1}', name, copy.path));
      return 0;
    });
  },
};
