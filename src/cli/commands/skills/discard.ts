import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import type { Verb } from './verb.js';
import { someWords, wordsOf } from './words.js';

export const discard: Verb = {
  usage: 'discard NAME...',
  help: () => t('Throws imports away that wait in quarantine (by name or id).'),
  async run(context, args) {
    const names = someWords(discard, wordsOf(args));
    return await withEngine(context, async (engine) => {
      await engine.discard(names);
      context.output.value({ discarded: names });
      for (const name of names) context.output.entry(t('thrown away: {0}', name));
      return 0;
    });
  },
};
