import type { RunEvent } from '../engine/events.js';
import type { Signal, Source, Verdict } from '../engine/feedback/signal.js';
import { strengthOf } from '../engine/feedback/strength.js';
import { standing } from '../engine/feedback/verdict.js';
import { say, t } from './l10n.js';
import { sourceOf } from './words.js';

/** What a signal found besides its one line: problems, files, votes. */
export function foundIn({ problems = [], files = [], judge, reason, expected }: Signal): readonly string[] {
  return [
    ...(reason === undefined ? [] : [`“${reason}”`]),
    ...(expected === undefined ? [] : [t('Right answer: {0}', expected)]),
    ...problems.map(({ path, line, message }) => `${path}:${line} ${message}`),
    ...files,
    ...(judge?.votes ?? []).map((vote) => `${opinion(vote.outcome)} ${percent(vote.confidence)}: ${vote.reason}`),
    ...(judge ? [costOf(judge.spent)] : []),
  ];
}

/** The signals that hold with their strength, which of them decided, and what speaks for what; nothing while there are none. */
export function renderEvidence(events: readonly RunEvent[]): readonly string[] {
  const signals = standing(events.flatMap((event) => (event.type === 'signal' ? [event.signal] : [])));
  if (!signals.length) return [];
  const verdict = events.findLast((event) => event.type === 'verdict')?.verdict;
  const wide = Math.max(...signals.map(({ source }) => sourceOf(source).length));
  return [
    t('Signals, strongest first:'),
    ...signals.map((signal) => {
      const decides = verdict?.decidedBy === signal.source ? `  (${t('decides')})` : '';
      const name = sourceOf(signal.source).padEnd(wide);
      return `  ${name}  ${percent(strengthOf(signal)).padStart(5)}  ${opinion(signal.outcome)}  ${say(signal.detail)}${decides}`;
    }),
    ...reasons(verdict),
  ];
}

function reasons(verdict: Verdict | undefined): readonly string[] {
  const { success = [], failure = [] } = verdict?.signs ?? {};
  const names = (some: readonly Source[]): string => some.map(sourceOf).join(', ');
  return [
    ...(success.length ? [`  ${t('For it: {0}', names(success))}`] : []),
    ...(failure.length ? [`  ${t('Against it: {0}', names(failure))}`] : []),
  ];
}

const opinion = (outcome: Signal['outcome']): string => ({ success: '✓', failure: '✗', unknown: '·' })[outcome];

const percent = (value: number): string => `${Math.round(value * 100)} %`;

const costOf = ({ calls, tokens, ms }: NonNullable<Signal['judge']>['spent']): string =>
  tokens === null
    ? t('{0} requests, {1} s', calls, (ms / 1000).toFixed(1))
    : t('{0} requests, {1} tokens, {2} s', calls, tokens, (ms / 1000).toFixed(1));
