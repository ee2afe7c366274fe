import type { Checkpoint } from '../../../engine/write/record/checkpoints.js';
import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { atMost } from '../../usage.js';
import { moment } from '../skills/lines.js';
import type { Verb } from '../skills/verb.js';
import { wordsOf } from '../skills/words.js';

export const list: Verb = {
  usage: 'list',
  help: () => t('Lists the rounds that have ended: how many runs worked, and how many skills there were.'),
  async run(context, args) {
    atMost(0, wordsOf(args), `memento rounds ${list.usage}`);
    return await withEngine(context, async (engine) => {
      const rounds = await engine.rounds();
      context.output.value(rounds);
      for (const round of rounds) context.output.entry(roundLine(round));
      if (!rounds.length) context.output.entry(t('No round has ended yet in this folder.'));
      return 0;
    });
  },
};

const roundLine = ({ round, at, judged, successes, skills }: Checkpoint): string =>
  [
    `${round}`.padEnd(3),
    moment(at),
    t('{0} of {1} judged runs worked', successes, judged),
    skills.length === 1 ? t('1 skill') : t('{0} skills', skills.length),
  ].join('  ');
