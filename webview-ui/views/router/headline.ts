import type { Compared, RouterReport, Share } from '../../../src/protocol.js';
import { simulated } from '../../components.js';
import { h, type Child, type View } from '../../dom.js';
import { integer, percent, span } from '../../format.js';
import { t } from '../../l10n.js';
import { rivals, ways } from './ways.js';

/** How good the router is, in three figures, beside what is cheap. */
export const headline = (report: RouterReport): View =>
  h(
    'dl',
    { class: 'stats' },
    compared(t('Right skill first'), report.recallAt1),
    compared(t('Right skill in the first five'), report.recallAt5),
    h(
      'div',
      {},
      h('dt', {}, t('Judged on')),
      h(
        'dd',
        {},
        integer(report.graded),
        ' ',
        h('small', {}, report.graded === 1 ? t('graded task') : t('graded tasks')),
        report.simulated && simulated(),
      ),
    ),
  );

function compared(title: string, recall: Compared<Share> | null): View {
  const rest: Child = recall
    ? [
        h(
          'dd',
          { key: 'rivals', class: 'rest' },
          rivals.map((way) => `${ways[way]()} ${percent(recall[way].value)}`).join(', '),
        ),
        h('dd', { key: 'span', class: 'rest' }, t('likely {0}', span(recall.router))),
      ]
    : h('dd', { key: 'rivals', class: 'rest' }, t('too few graded tasks'));
  return h('div', {}, h('dt', {}, title), h('dd', {}, recall ? percent(recall.router.value) : '–'), rest);
}
