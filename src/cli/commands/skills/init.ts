import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { noWords } from './words.js';
import type { Verb } from './verb.js';

export const init: Verb = {
  usage: 'init',
  help: () => t('Copies the elementary skills into the library; what is there stays as it is.'),
  async run(context, args) {
    noWords(init, args);
    return await withEngine(context, async (engine) => {
      const result = await engine.initLibrary();
      context.output.value(result);
      for (const name of result.copied) context.output.entry(t('copied: {0}', name));
      for (const name of result.kept) context.output.entry(t('kept as it is: {0}', name));
      return 0;
    });
  },
};
