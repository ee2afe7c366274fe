import type { GateReport, Spent } from '../../src/protocol.js';
import { duration, tokens } from '../format.js';
import { say, t } from '../l10n.js';

/** The report in one sentence; without replays, why nothing is proven. */
export function gateSentence(report: GateReport): string {
  if (report.state === 'not-gated')
    return t('Not gated: {0}', report.why ? say(report.why) : t('nothing was replayed.'));
  return `${sentenceCase([...proven(report), growth(report)].join('; '))}.`;
}

/** The shortest form, for a row. */
export function gateShort(report: GateReport): string {
  return report.state === 'not-gated' ? t('not gated') : proven(report).join('; ');
}

function proven({ both, fromSuccesses, failures, hidden, successes, neighbours }: GateReport): readonly string[] {
  const parts: string[] = [];
  if (both && successes.of > 0)
    parts.push(t('replays {0} old successes of both, {1} broken', successes.of, successes.broken));
  if (fromSuccesses && failures.of > 0)
    parts.push(t('{0} of {1} tasks that worked without it pass', failures.passed, failures.of));
  else if (failures.of > 0) parts.push(mended(failures, hidden));
  if (successes.of > 0 && !both)
    parts.push(
      successes.of === 1
        ? t('1 old success replayed, {0} broken', successes.broken)
        : t('{0} old successes replayed, {1} broken', successes.of, successes.broken),
    );
  if (neighbours.of > 0)
    parts.push(
      neighbours.of === 1
        ? t('1 task of another skill replayed, {0} broken', neighbours.broken)
        : t('{0} tasks of other skills replayed, {1} broken', neighbours.of, neighbours.broken),
    );
  return parts.length > 0 ? parts : [t('nothing could be replayed')];
}

function mended(failures: GateReport['failures'], hidden: GateReport['hidden']): string {
  const { of, passed } = failures;
  if (of === 1) return passed === 1 ? t('fixes the failure') : t('does not fix the failure');
  if (hidden.passed === 1) return t('fixes {0} of {1} failures, one of them never shown', passed, of);
  if (hidden.passed > 1) return t('fixes {0} of {1} failures, {2} of them never shown', passed, of, hidden.passed);
  if (hidden.of > 0) return t('fixes {0} of {1} failures, none of those never shown', passed, of);
  return t('fixes {0} of {1} failures', passed, of);
}

/** How much the skill grows, in tokens. */
export const growth = ({ tokensAdded }: GateReport): string => {
  const sign = tokensAdded < 0 ? '−' : '+';
  return Math.abs(tokensAdded) === 1 ? t('{0}1 token', sign) : t('{0}{1} tokens', sign, Math.abs(tokensAdded));
};

/** Why the numbers speak for the change where they are not clean. */
export function ruleWords({ rule }: GateReport): string | null {
  if (rule === 'tolerance') return t('It breaks a little and mends more: single outcomes are noisy.');
  if (rule === 'drift') return t('What it breaks is older than all it mends: what is right has changed since.');
  if (rule === 'kept') return t('There was nothing to mend, and nothing that worked with either is broken.');
  return null;
}

/** Requests, tokens and time. */
export const cost = ({ calls, tokens: used, ms }: Spent): string =>
  calls === 1
    ? t('1 request, {0} tokens, {1}', tokens(used), duration(ms))
    : t('{0} requests, {1} tokens, {2}', calls, tokens(used), duration(ms));

const sentenceCase = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);
