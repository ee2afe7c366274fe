import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import type { Verb } from './verb.js';
import { oneWord } from './words.js';

export const adopt: Verb = {
  usage: 'adopt NAME',
  help: () => t('Copies a skill of another agent’s folder into the library, where it can improve.'),
  async run(context, args) {
    const name = oneWord(adopt, args);
    return await withEngine(context, async (engine) => {
      const path = await engine.adopt(name);
      context.output.value({ name, path });
      context.output.entry(t('{0} is now in the library: {1}', name, path));
      return 0;
    });
  },
};
