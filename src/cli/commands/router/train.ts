import { parseArgs } from 'node:util';
import { type CliContext, withEngine } from '../../context.js';
import type { Engine } from '../../../engine/engine.js';
import type { ChatModel } from '../../../engine/ports.js';
import { say, t } from '../../l10n.js';
import { endpointOf, withModel } from '../../model.js';
import { atMost } from '../../usage.js';
import type { Verb } from '../skills/verb.js';
import { generationLine } from './line.js';

export const train: Verb = {
  usage: 'train [--model practice]',
  help: () =>
    t('Trains the router on what runs came to. With a model, first makes up example tasks for skills that lack them.'),
  async run(context, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { model: { type: 'string' } } });
    atMost(0, positionals, `memento router ${train.usage}`);
    return await withEngine(context, async (engine) =>
      endpointOf(context.environment, values.model) === undefined
        ? await trainOn(context, engine, undefined)
        : await withModel(context, values.model, (model) => trainOn(context, engine, model)),
    );
  },
};

/** A training whose result is refused has done what was asked. */
async function trainOn({ output, signal }: CliContext, engine: Engine, model: ChatModel | undefined): Promise<number> {
  let shown = '';
  const generation = await engine.trainRouter(
    model,
    (_done, _of, what) => {
      const line = say(what);
      if (output.progress && line !== shown) output.note(line);
      shown = line;
    },
    signal,
  );
  output.value(generation);
  output.entry(generationLine(generation));
  return 0;
}
