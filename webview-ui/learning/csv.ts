import type { BenchReport, ConditionReport, Interval } from '../../src/protocol.js';

type Cell = string | number | undefined;

/** Columns of {@link csv}; figures are shares of 0 to 1, tokens, milliseconds or counts, as the measure says. */
const heads = ['condition', 'part', 'of', 'round', 'seed', 'measure', 'value', 'low', 'high', 'n'] as const;

/** All figures of a report as comma-separated values (RFC 4180), one figure a line. */
export function csv(report: BenchReport): string {
  const rows = [
    heads,
    ...report.conditions.flatMap((condition) => ofCondition(report, condition)),
    ...compared(report),
  ];
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function ofCondition({ seeds }: BenchReport, { name, curve, domains, edits, cost, map }: ConditionReport): Cell[][] {
  const interval = (part: string, of: Cell, round: Cell, measure: string, { mean, low, high, n }: Interval): Cell[] => [
    name,
    part,
    of,
    round,
    '',
    measure,
    mean,
    low,
    high,
    n,
  ];
  const figure = (part: string, of: Cell, round: Cell, seed: Cell, measure: string, value: Cell): Cell[] => [
    name,
    part,
    of,
    round,
    seed,
    measure,
    value,
    '',
    '',
    '',
  ];
  return [
    ...curve.flatMap(({ round, test, unseen, wording, train, bySeed, library, tokens }) => [
      interval('curve', '', round, 'test', test),
      interval('curve', '', round, 'unseen', unseen),
      ...(wording
        ? [
            interval('curve', '', round, 'known words', wording.known),
            interval('curve', '', round, 'new words', wording.novel),
          ]
        : []),
      ...(train ? [interval('curve', '', round, 'train', train)] : []),
      ...bySeed.map((value, index) => figure('curve', '', round, seeds[index], 'test', value)),
      figure('curve', '', round, '', 'skills', library),
      figure('curve', '', round, '', 'tokens', tokens),
    ]),
    ...domains.flatMap(({ domain, first, last, passedWith }) => [
      interval('domain', domain, '', 'first', first),
      interval('domain', domain, '', 'last', last),
      ...Object.entries(passedWith).map(([whose, count]) =>
        figure('domain', domain, '', '', `passed with ${whose}`, count),
      ),
    ]),
    ...(['proposed', 'accepted', 'rejected', 'rolledBack', 'archived', 'harmful', 'helpful'] as const).map((measure) =>
      figure('edits', '', '', '', measure, edits[measure]),
    ),
    ...edits.reasons.map(({ reason, count }) => figure('edits', reason, '', '', 'turned down', count)),
    ...Object.entries(cost.tokens).map(([spentOn, tokens]) => figure('cost', spentOn, '', '', 'tokens', tokens)),
    figure('cost', '', '', '', 'requests', cost.requests),
    figure('cost', '', '', '', 'milliseconds', cost.ms),
    ...(cost.money ? [figure('cost', '', '', '', cost.money.currency, cost.money.amount)] : []),
    ...map.flatMap(({ skill, x, y, cluster, uses, passed }) =>
      Object.entries({ x, y, cluster, uses, passed }).map(([measure, value]) =>
        figure('map', skill, '', seeds[0], measure, value),
      ),
    ),
  ];
}

const compared = ({ comparisons }: BenchReport): Cell[][] =>
  comparisons.flatMap(({ condition, against, difference: { mean, low, high, n }, better, worse, same, tokens }) => [
    [condition, 'against', against, '', '', 'difference', mean, low, high, n],
    ...Object.entries({ better, worse, same, 'token ratio': tokens }).map(([measure, value]) => [
      condition,
      'against',
      against,
      '',
      '',
      measure,
      value,
      '',
      '',
      '',
    ]),
  ]);

/** Names come from files: a spreadsheet must not take one for a formula. */
function cell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const words = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
}
