import type { BenchReport } from '../../src/protocol.js';
import { simulated, tag } from '../components.js';
import { h, type Child } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../l10n.js';

/** The word across every drawing of what the practice model made. */
export const watermarkOf = ({ simulated }: BenchReport): string => (simulated ? t('simulated') : '');

/** What has to be known before any figure of the report is believed. */
export const reservations = (report: BenchReport): Child => [
  report.simulated && simulated(),
  report.judged &&
    h(
      'span',
      { class: 'tag quiet', attr: { title: t('A model judged some answers; it can be wrong') } },
      icon('account'),
      t('LLM-judged'),
    ),
  !report.complete && tag(t('not complete'), 'wait'),
];
