import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import type { Verb } from './verb.js';
import { oneWord } from './words.js';

export const archive: Verb = {
  usage: 'archive NAME',
  help: () => t('Removes a skill from the library. Its versions stay: “restore” brings it back.'),
  async run(context, args) {
    const name = oneWord(archive, args);
    return await withEngine(context, async (engine) => {
      await engine.archive(name);
      // The last version is the removal; the one before it is what the person would want back.
      const back = (await engine.versions(name)).findLast(({ tree }) => tree !== null)?.version;
      context.output.value({ name, archived: true, restorable: back ?? null });
      context.output.entry(t('{0} is archived.', name));
      if (back !== undefined)
        context.output.entry(t('To bring it back: {0}', `memento skills restore ${name} ${back}`));
      return 0;
    });
  },
};
