import { withEngine } from '../../context.js';
import { say, t } from '../../l10n.js';
import { onlyOne, UsageError } from '../../usage.js';
import type { Verb } from '../skills/verb.js';
import { wordsOf } from '../skills/words.js';

export const restore: Verb = {
  usage: 'restore N',
  help: () =>
    t('Makes the library what it was at the end of a round. What you changed by hand since stays; nothing is lost.'),
  async run(context, args) {
    const word = onlyOne(wordsOf(args), `memento rounds ${restore.usage}`);
    if (!/^[1-9]\d{0,8}$/.test(word)) throw new UsageError(t('N is a number: memento rounds list'));
    return await withEngine(context, async (engine) => {
      const { output } = context;
      const done = await engine.restoreRound(Number(word));
      output.value(done);
      for (const skill of done.restored) output.entry(t('restored: {0}', skill));
      for (const skill of done.archived) output.entry(t('archived: {0}', skill));
      for (const { skill, why } of done.kept) output.entry(t('left as it is: {0}. {1}', skill, say(why)));
      if (!done.restored.length && !done.archived.length && !done.kept.length)
        output.entry(t('The library is what it was at the end of round {0}.', done.round));
      return done.kept.length ? 1 : 0;
    });
  },
};
