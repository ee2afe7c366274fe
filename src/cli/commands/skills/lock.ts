import { type CliContext, withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { noSkill } from './find.js';
import type { Verb } from './verb.js';
import { oneWord } from './words.js';

export const lock: Verb = {
  usage: 'lock NAME',
  help: () => t('Keeps a skill from being rewritten automatically.'),
  run: (context, args) => set(context, oneWord(lock, args), true),
};

export const unlock: Verb = {
  usage: 'unlock NAME',
  help: () => t('Lets a skill be rewritten again.'),
  run: (context, args) => set(context, oneWord(unlock, args), false),
};

async function set(context: CliContext, name: string, locked: boolean): Promise<number> {
  return await withEngine(context, async (engine) => {
    const { skills, broken } = await engine.skills();
    // What was locked before it was removed or broken can still be unlocked.
    const known = [...skills, ...broken].some((one) => one.name === name);
    if (!known && (locked || !(await engine.standing()).locked.has(name))) throw noSkill(name);
    await engine.lock(name, locked);
    context.output.value({ name, locked });
    context.output.entry(
      locked ? t('{0} is locked: Memento will not rewrite it.', name) : t('{0} is no longer locked.', name),
    );
    return 0;
  });
}
