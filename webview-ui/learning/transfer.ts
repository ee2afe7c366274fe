import type { ConditionReport, DomainReport } from '../../src/protocol.js';
import type { View } from '../dom.js';
import { integer, percent } from '../format.js';
import { t } from '../l10n.js';
import { chart } from './chart.js';
import type { Desk } from './desk.js';
import { draw, hatch } from './draw.js';
import { kept } from './kept.js';
import { watermarkOf } from './marks.js';
import { namesWidth, rowHeight, rowName, rowWords, stacked, type Part } from './rows.js';
import { samples } from './samples.js';

const parts = (): readonly Part[] => [
  { name: t('learned in this domain'), fill: { colour: 'var(--hue-0)' } },
  { name: t('learned in another'), fill: { colour: 'var(--hue-1)', hatch: hatch.up } },
  { name: t('there from the start'), fill: { colour: 'var(--fill)', hatch: hatch.dots } },
  { name: t('no skill'), fill: { colour: 'var(--fill)', hollow: true } },
];

const values = ({ passedWith: { own, other, seed, none } }: DomainReport): readonly number[] => [
  own,
  other,
  seed,
  none,
];
const passed = (domain: DomainReport): number => values(domain).reduce((sum, value) => sum + value, 0);
const fromOthers = (domain: DomainReport): number =>
  passed(domain) > 0 ? domain.passedWith.other / passed(domain) : 0;

/** With whose skills the tasks of each domain passed: what was learned in one domain and helps in another is transfer. */
export function transfer(desk: Desk, condition: ConditionReport, width: number): View | null {
  const { report } = desk;
  const { domains, name } = condition;
  if (domains.length === 0) return null;
  const rows = domains.map((domain) => ({
    name: rowName(domain.domain),
    values: values(domain),
    end: passed(domain),
    words: t('{0} other', percent(fromOthers(domain))),
  }));
  const all = domains.reduce((sum, domain) => sum + passed(domain), 0);
  const drawn = kept('transfer', [report, condition, width], () =>
    draw({
      width,
      height: rows.length * rowHeight + 26,
      marginTop: 2,
      marginBottom: 22,
      marginLeft: namesWidth(domains.map(({ domain }) => domain)),
      marginRight: 72,
      label: domains
        .map((one) => t('{0}: {1} passed with skills of another domain.', one.domain, percent(fromOthers(one))))
        .join(' '),
      watermark: watermarkOf(report),
      x: { ticks: Math.max(2, Math.floor((width - 170) / 60)), tickSize: 0, grid: true, label: null },
      y: { domain: rows.map(({ name }) => name), tickSize: 0, label: null },
      marks: [...stacked(parts(), rows), rowWords(rows)],
    }),
  );
  return chart(desk, {
    name: 'transfer',
    title: t('Passed with skills from where'),
    caption: t('{0}, after the last round; {1} test tasks that passed', name, integer(all)),
    legend: samples(parts()),
    drawn,
    figures: {
      heads: [t('domain'), ...parts().map(({ name }) => name), t('passed')],
      rows: domains.map((domain) => [domain.domain, ...values(domain).map(integer), integer(passed(domain))]),
    },
  });
}
