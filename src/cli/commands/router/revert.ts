import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { onlyOne, UsageError } from '../../usage.js';
import type { Verb } from '../skills/verb.js';
import { wordsOf } from '../skills/words.js';
import { generationLine } from './line.js';

export const revert: Verb = {
  usage: 'revert GEN',
  help: () => t('Puts an earlier generation in use again.'),
  async run(context, args) {
    const word = onlyOne(wordsOf(args), `memento router ${revert.usage}`);
    if (!/^[1-9]\d{0,8}$/.test(word)) throw new UsageError(t('GEN is a number: memento router generations'));
    return await withEngine(context, async (engine) => {
      const generation = await engine.revertRouter(Number(word));
      context.output.value(generation);
      context.output.entry(generationLine(generation));
      return 0;
    });
  },
};
