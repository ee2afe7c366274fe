import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import type { Verb } from '../skills/verb.js';
import { wordsOf } from '../skills/words.js';
import { atMost } from '../../usage.js';
import { generationLine } from './line.js';

export const generations: Verb = {
  usage: 'generations',
  help: () => t('Lists what was trained, newest first, and which of it is in use.'),
  async run(context, args) {
    atMost(0, wordsOf(args), `memento router ${generations.usage}`);
    return await withEngine(context, async (engine) => {
      const { generations: all, outcomesSince, trainAfter } = await engine.routerReport();
      const { output } = context;
      output.value(all);
      for (const one of all) output.entry(generationLine(one));
      if (!all.length) output.line(t('Nothing was trained yet: the router goes by words and by what has worked.'));
      output.line(t('{0} of {1} outcomes until the next training.', outcomesSince, trainAfter));
      return 0;
    });
  },
};
