import { type Text, text } from '../../text.js';
import type { GateReport } from './report.js';

/**
 * What the replays have shown, in one sentence for every surface: “fixes 3 of 4 failures, one of them never shown; 8 old successes replayed, 0
 * broken; +12 tokens”. Of a change that was not replayed: why.
 */
export function gateSentence(report: GateReport): Text {
  if (report.state === 'not-gated') return report.why ?? text('Nothing has been replayed.');
  const { failures, hidden, unreplayable, tokensAdded } = report;
  const replayed = report.successes.of + report.neighbours.of;
  const broken = report.successes.broken + report.neighbours.broken;
  const tokens = tokensAdded < 0 ? `−${-tokensAdded}` : `+${tokensAdded}`;
  const held = [replayed, broken, tokens] as const;
  const mended = [failures.passed, failures.of] as const;
  if (report.both)
    return unreplayable
      ? text(
          'replays {0} old successes of both, {1} broken; {2} tokens; {3} runs could not be replayed',
          ...[...held, unreplayable],
        )
      : text('replays {0} old successes of both, {1} broken; {2} tokens', ...held);
  if (report.fromSuccesses)
    return unreplayable
      ? text(
          '{0} of {1} tasks that worked without it pass; {2} old successes replayed, {3} broken; {4} tokens; {5} runs could not be replayed',
          ...[...mended, ...held, unreplayable],
        )
      : text(
          '{0} of {1} tasks that worked without it pass; {2} old successes replayed, {3} broken; {4} tokens',
          ...[...mended, ...held],
        );
  if (failures.of === 0)
    return unreplayable
      ? text(
          '{0} old successes replayed, {1} broken; {2} tokens; {3} runs could not be replayed',
          ...[...held, unreplayable],
        )
      : text('{0} old successes replayed, {1} broken; {2} tokens', ...held);
  if (unreplayable)
    return text(
      'fixes {0} of {1} failures, {2} of them never shown; {3} old successes replayed, {4} broken; {5} tokens; {6} runs could not be replayed',
      ...[...mended, hidden.passed, ...held, unreplayable],
    );
  if (hidden.passed === 0)
    return text('fixes {0} of {1} failures; {2} old successes replayed, {3} broken; {4} tokens', ...mended, ...held);
  if (hidden.passed === 1)
    return text(
      'fixes {0} of {1} failures, one of them never shown; {2} old successes replayed, {3} broken; {4} tokens',
      ...[...mended, ...held],
    );
  return text(
    'fixes {0} of {1} failures, {2} of them never shown; {3} old successes replayed, {4} broken; {5} tokens',
    ...[...mended, hidden.passed, ...held],
  );
}
