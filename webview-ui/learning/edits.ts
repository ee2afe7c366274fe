import { ruleX } from '@observablehq/plot';
import type { ConditionReport, EditCounts } from '../../src/protocol.js';
import { h, type Child, type View } from '../dom.js';
import { decimal, percent } from '../format.js';
import { t } from '../l10n.js';
import { chart } from './chart.js';
import type { Desk } from './desk.js';
import { draw, hatch } from './draw.js';
import { kept } from './kept.js';
import { watermarkOf } from './marks.js';
import { namesWidth, rowHeight, rowName, rowWords, stacked, type Part } from './rows.js';
import { samples } from './samples.js';
import { seeds, whyNot } from './words.js';

/** @param isMeasured whether it is known of any condition which edits helped and which hurt */
const parts = (isMeasured: boolean): readonly Part[] => {
  const others: Part['fill'] = { colour: 'var(--fill)', hatch: hatch.dots };
  const turnedDown: Part = { name: t('turned down'), fill: { colour: 'var(--fill)', hollow: true } };
  if (!isMeasured) return [{ name: t('accepted'), fill: others }, turnedDown];
  return [
    { name: t('accepted, helped'), fill: { colour: 'var(--pass)' } },
    { name: t('accepted, neither'), fill: others },
    { name: t('accepted, hurt'), fill: { colour: 'var(--fail)', hatch: hatch.up } },
    turnedDown,
  ];
};

/** The counts of {@link parts}. */
function split({ accepted, rejected, helpful = 0, harmful = 0 }: EditCounts, isMeasured: boolean): readonly number[] {
  if (!isMeasured) return [accepted, rejected];
  return [helpful, Math.max(0, accepted - helpful - harmful), harmful, rejected];
}

/** Share of the accepted edits that lowered test accuracy, `undefined` where that was not measured. */
const hurt = ({ accepted, harmful }: EditCounts): number | undefined =>
  harmful === undefined || accepted === 0 ? undefined : harmful / accepted;

/** What became of the edits that were proposed, condition by condition. */
export function edits(desk: Desk, condition: ConditionReport, width: number): View | null {
  const { report } = desk;
  const writing = report.conditions.filter(({ edits: { proposed } }) => proposed > 0);
  if (writing.length === 0) return null;
  const isMeasured = writing.some(({ edits: { harmful } }) => harmful !== undefined);
  const rows = writing.map(({ name, edits }) => ({ name: rowName(name), values: split(edits, isMeasured), edits }));
  const right = 78;
  const drawn = kept('edits', [report, width], () =>
    draw({
      width,
      height: rows.length * rowHeight + 26,
      marginTop: 2,
      marginBottom: 22,
      marginLeft: namesWidth(writing.map(({ name }) => name)),
      marginRight: right,
      label: summary(writing),
      watermark: watermarkOf(report),
      x: { ticks: Math.max(2, Math.floor((width - right - 100) / 60)), tickSize: 0, grid: true, label: null },
      y: { domain: rows.map(({ name }) => name), tickSize: 0, label: null },
      marks: [
        ...stacked(parts(isMeasured), rows),
        ruleX([0], { className: 'zero' }),
        rowWords(
          rows.map(({ name, values, edits }) => {
            const share = hurt(edits);
            const end = values.reduce((sum, value) => sum + value, 0);
            return { name, end, words: share === undefined ? '' : t('{0} hurt', percent(share)) };
          }),
        ),
      ],
    }),
  );
  return chart(desk, {
    name: 'edits',
    title: t('Edits'),
    caption: isMeasured
      ? t(
          'Per condition, mean of {0}. An accepted edit hurt when the same test tasks passed less often with it than without it.',
          seeds(report.seeds.length),
        )
      : t(
          'Per condition, mean of {0}. Which of them helped or hurt was not measured; “audit” in the configuration does.',
          seeds(report.seeds.length),
        ),
    legend: samples(parts(isMeasured)),
    drawn,
    more: reasons(condition),
    figures: {
      heads: [
        t('condition'),
        t('proposed'),
        t('accepted'),
        t('turned down'),
        t('hurt'),
        t('helped'),
        t('rolled back'),
        t('archived'),
      ],
      rows: writing.map(({ name, edits: { proposed, accepted, rejected, harmful, helpful, rolledBack, archived } }) => [
        name,
        ...[proposed, accepted, rejected].map(figure),
        ...[harmful, helpful].map((count) =>
          count === undefined ? '–' : `${figure(count)} (${percent(accepted > 0 ? count / accepted : 0)})`,
        ),
        ...[rolledBack, archived].map(figure),
      ]),
    },
  });
}

const figure = (count: number): string => decimal(count, Number.isInteger(count) ? 0 : 1);

function reasons({ name, edits: { reasons: why } }: ConditionReport): Child {
  if (why.length === 0) return null;
  const said = why.map(({ reason, count }) => `${whyNot(reason)} (${figure(count)})`).join(', ');
  return h('p', { key: 'reasons', class: 'cap' }, t('Why candidates of {0} were turned down: {1}.', name, said));
}

function summary(conditions: readonly ConditionReport[]): string {
  const parts = conditions.map(({ name, edits }) => {
    const share = hurt(edits);
    return share === undefined
      ? t('{0}: {1} accepted, {2} turned down.', name, figure(edits.accepted), figure(edits.rejected))
      : t(
          '{0}: {1} accepted, {2} of them hurt, {3} turned down.',
          name,
          figure(edits.accepted),
          percent(share),
          figure(edits.rejected),
        );
  });
  return parts.join(' ');
}
