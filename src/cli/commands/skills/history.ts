import type { SkillVersion, VersionAuthor } from '../../../engine/skills/skill.js';
import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { moment } from './lines.js';
import { versionsOf } from './find.js';
import type { Verb } from './verb.js';
import { oneWord } from './words.js';

export const history: Verb = {
  usage: 'history NAME',
  help: () => t('Shows the versions of a skill: who made them, when and why.'),
  async run(context, args) {
    const name = oneWord(history, args);
    return await withEngine(context, async (engine) => {
      const versions = await versionsOf(engine, name);
      context.output.value(versions);
      for (const version of versions) context.output.entry(versionLine(version));
      if (!versions.length) context.output.entry(t('Memento has recorded no version of “{0}” yet.', name));
      return 0;
    });
  },
};

/** A version on one line, its reason included. */
export function versionLine({ version, at, by, why, tree, run, proposal }: SkillVersion): string {
  const from = [...(run ? [t('run {0}', run)] : []), ...(proposal ? [t('proposal {0}', proposal)] : [])].join(', ');
  const parts = [
    `v${version}`.padEnd(4),
    moment(at),
    tree === null ? t('archived') : authorOf(by),
    why,
    from && `(${from})`,
  ];
  return parts.filter((part) => part !== '').join('  ');
}

const authorOf = (by: VersionAuthor): string =>
  ({
    memento: 'Memento',
    hand: t('by hand'),
    template: t('as Memento brings it'),
    import: t('imported'),
    restore: t('restored'),
  })[by];
