import { readNearMisses, readRouterData } from '../../../engine/read/eval/dataFolder.js';
import { evaluate } from '../../../engine/read/eval/evaluate.js';
import { say, t } from '../../l10n.js';
import type { Verb } from '../skills/verb.js';
import { evalCall } from './evalOptions.js';
import { evalLines } from './evalText.js';

/** Milliseconds between two lines of progress: less work than that says nothing. */
const between = 2000;

export const evalVerb: Verb = {
  usage:
    'eval --data DIR [--split test | --folds N] [--method bm25|usage|trained] [--seed N] [--train-per-skill K|all] [--holdout-skills F | --new-skill N | --outcomes N | --negatives FILE]',
  help: () =>
    t(
      'Measures how often the right skill is chosen, on a folder with skills.jsonl and queries.jsonl. --train-per-skill gives so many examples a skill, --holdout-skills leaves a share of the skills without any, --new-skill has skills join a trained library with so many of their own, --outcomes teaches by success and failure alone, --negatives asks tasks that a skill must not be chosen for, --folds is cross-validation over all queries.',
    ),
  async run({ output, folder, signal }, args) {
    const { data: place, negatives, settings } = evalCall(args, `memento router ${evalVerb.usage}`, folder);
    const data = await readRouterData(place, signal);
    if (data.unknown > 0)
      output.note(t('Queries left out because none of their skills is in skills.jsonl: {0}', data.unknown));
    const nearMisses = negatives === undefined ? undefined : await readNearMisses(negatives, data.skills, signal);
    let last = performance.now();
    const report = await evaluate(
      data,
      { ...settings, ...(nearMisses && { nearMisses }) },
      (what) => {
        if (performance.now() - last < between) return;
        last = performance.now();
        output.note(say(what));
      },
      signal,
    );
    output.value(report);
    for (const line of evalLines(report)) output.entry(line);
    return 0;
  },
};
