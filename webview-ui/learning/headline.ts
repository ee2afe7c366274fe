import type { BenchReport, ConditionReport, Interval } from '../../src/protocol.js';
import { link } from '../components.js';
import { h, type Child, type View } from '../dom.js';
import { icon } from '../icons.js';
import { integer, percent, span, tokens } from '../format.js';
import { locale, say, t } from '../l10n.js';
import { csv } from './csv.js';
import { ordered, type Desk } from './desk.js';
import { reservations } from './marks.js';
import { named, seeds } from './words.js';

/** How good one condition has become, in four figures. */
export function headline(condition: ConditionReport): View {
  const { curve, firstToLast } = condition;
  const [before, now] = [curve[0], curve.at(-1)];
  return h(
    'dl',
    { key: 'stats', class: 'stats' },
    now && share(t('Tests passed, round {0}', now.round), now.test),
    before && share(t('Before, round 0'), before.test),
    now && now.unseen.n > 0 && share(t('Kinds never learned from'), now.unseen),
    now?.wording && share(t('In words never learned from'), now.wording.novel),
    h(
      'div',
      {},
      h('dt', {}, t('Tokens per point gained')),
      h('dd', {}, tokens(perPoint(condition))),
      h(
        'dd',
        { class: 'rest' },
        t(
          '{0} gained, {1} lost, {2}',
          integer(firstToLast.gained),
          integer(firstToLast.lost),
          probability(firstToLast.p),
        ),
      ),
    ),
  );
}

const share = (title: string, value: Interval): View =>
  h(
    'div',
    {},
    h('dt', {}, title),
    h('dd', {}, percent(value.mean)),
    h('dd', { class: 'rest' }, t('{0} of {1} tasks', span(value), integer(value.n))),
  );

/** What learning cost for each point of test accuracy, `null` where there was no gain or no telling. */
function perPoint({ curve, cost: { tokens } }: ConditionReport): number | null {
  const gained = 100 * ((curve.at(-1)?.test.mean ?? 0) - (curve[0]?.test.mean ?? 0));
  return gained > 0 ? Math.round((tokens.act + tokens.attribute + tokens.write + tokens.gate) / gained) : null;
}

const probability = (p: number): string =>
  p < 0.001 ? t('p < 0.001') : t('p = {0}', p.toLocaleString(locale(), { maximumFractionDigits: 3 }));

/** Which benchmark this is, the condition on show, and what has to be known before any figure is believed. */
export function subject(desk: Desk, condition: ConditionReport): View {
  const { report } = desk;
  return h(
    'div',
    { key: 'subject', class: 'subject' },
    h('p', {}, described(report), ' ', changes(report), ' ', reservations(report)),
    h(
      'div',
      { class: 'picks' },
      h(
        'label',
        {},
        t('Condition'),
        ' ',
        h(
          'select',
          {
            prop: { value: condition.name },
            on: {
              change: ({ target }) =>
                target instanceof HTMLSelectElement && desk.choose({ condition: target.value, round: null }),
            },
          },
          ordered(report).map(({ name }) =>
            h('option', { key: name, attr: { value: name, selected: name === condition.name } }, name),
          ),
        ),
      ),
      link(t('Save as CSV'), () => desk.save(`${fileName(report.name)}.csv`, csv(report))),
    ),
  );
}

function described({ name, counts, seeds: all, model, startedAt }: BenchReport): string {
  const when = new Date(startedAt).toLocaleDateString(locale(), { dateStyle: 'medium' });
  const sizes = counts
    ? t('{0} training and {1} test tasks, {2}', integer(counts.train), integer(counts.test), seeds(all.length))
    : seeds(all.length);
  return t('“{0}”, {1}, with {2}, {3}', named(name), sizes, named(model), when);
}

/** Two runs of one world can only be compared when it is said what was different in it. */
const changes = ({ changed = [] }: BenchReport): Child =>
  changed.length > 0 && h('span', {}, h('br', {}), t('Changed settings: {0}.', changed.join(', ')));

const fileName = (name: string): string => name.replace(/[^\w-]+/g, '-').slice(0, 80) || 'benchmark';

/** What is not as it should be, in sentences. */
export const warnings = ({ warnings }: BenchReport): Child =>
  warnings.length > 0 &&
  h(
    'ul',
    { key: 'warnings', class: 'warnings', attr: { 'aria-label': t('Warnings') } },
    warnings.map((words) => h('li', {}, icon('warning', 'wait'), h('span', {}, say(words)))),
  );
