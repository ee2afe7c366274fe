import type { Utility } from '../../src/protocol.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { percent } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../l10n.js';
import type { RunView } from '../runView.js';
import { cost } from './gateWords.js';
import { versioned } from './routeWords.js';
import { section } from './section.js';

/** What the outcome did to the skill's record. */
export function learned(ctx: Context, run: RunView): Child {
  if (!run.learned.length) return null;
  const summary = run.learned
    .map(({ skill, before, after }) => t('{0} {1} → {2}', skill, Math.round(before.mean * 100), percent(after.mean)))
    .join(', ');
  return section(ctx, 'learned', { icon: 'layers', title: t('Learned'), summary }, true, () => [
    ...run.learned.map(({ skill, version, before, after }) =>
      h(
        'div',
        { key: skill, class: 'util' },
        h('span', { class: 'muted' }, t('{0}, before', label(run, skill, version))),
        interval(before, false),
        h('span', { class: 'muted small wide' }, figures(before)),
        h('span', { class: 'b' }, t('{0}, now', label(run, skill, version))),
        interval(after, true),
        h(
          'span',
          { class: 'small wide' },
          percent(after.mean),
          ' ',
          change(before, after),
          h('span', { class: 'muted' }, rest(after)),
        ),
      ),
    ),
    without(run),
  ]);
}

/** What the skill was worth here. */
function without({ without: tried }: RunView): Child {
  if (!tried) return null;
  const { skill, result, spent } = tried;
  const words =
    result === 'passed'
      ? t('Done once more without {0}, in a copy: it worked as well ({1}).', skill, cost(spent))
      : t('Done once more without {0}, in a copy: it failed ({1}).', skill, cost(spent));
  return h('p', { key: 'without', class: 'note' }, icon('flask', 'muted'), words);
}

/** With one skill its name stands in the head already. */
const label = (run: RunView, skill: string, version: number): string =>
  run.learned.length > 1 ? versioned(skill, version) : `v${version}`;

const figures = (utility: Utility): string => percent(utility.mean) + rest(utility);

const rest = ({ uses, low, high }: Utility): string => {
  const [from, to] = [Math.round(low * 100), Math.round(high * 100)];
  return uses === 1 ? t(', 1 use, likely {0} to {1}', from, to) : t(', {0} uses, likely {1} to {2}', uses, from, to);
};

function change(before: Utility, after: Utility): Child {
  const points = Math.round(after.mean * 100) - Math.round(before.mean * 100);
  if (!points) return null;
  return h(
    'span',
    { class: points > 0 ? 'pass' : 'fail' },
    t('{0} with this run', points > 0 ? `+${points}` : `−${-points}`),
  );
}

/** The rate as a bar, and over it the span it likely lies in. */
function interval(utility: Utility, now: boolean): View {
  const share = (value: number): string => `${Math.round(value * 100)}%`;
  return h(
    'span',
    { class: now ? 'bar thick hot' : 'bar thick', attr: { 'aria-hidden': true } },
    h('span', { class: 'fill', style: { width: share(utility.mean) } }),
    h('span', { class: 'span', style: { left: share(utility.low), width: share(utility.high - utility.low) } }),
  );
}
