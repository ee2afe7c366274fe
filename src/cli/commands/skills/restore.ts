import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { atMost, required } from '../../usage.js';
import { versionNamed, versionsOf } from './find.js';
import { callOf, type Verb } from './verb.js';
import { wordsOf } from './words.js';

export const restore: Verb = {
  usage: 'restore NAME VERSION',
  help: () => t('Makes a skill what it was in a version, as a new version. Brings an archived skill back, too.'),
  async run(context, args) {
    const words = atMost(2, wordsOf(args), callOf(restore));
    const name = required(words[0], callOf(restore));
    const word = required(words[1], callOf(restore));
    return await withEngine(context, async (engine) => {
      const old = versionNamed(await versionsOf(engine, name), name, word);
      const now = await engine.restore(name, old.version);
      context.output.value(now);
      context.output.entry(t('{0} is now v{1}, as it was in v{2}.', name, now.version, old.version));
      return 0;
    });
  },
};
