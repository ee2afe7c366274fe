import { text } from '../../text.js';
import type { Field, Fields } from '../fields.js';
import type { Diagnostic } from '../skill.js';
import { finding } from './finding.js';

/** Keys of the Agent Skills specification; its own validator refuses all others, VS Code and we do not. */
export const specKeys: ReadonlySet<string> = new Set([
  'name',
  'description',
  'license',
  'compatibility',
  'metadata',
  'allowed-tools',
]);

/** Keys with a meaning for some agents (VS Code, Claude Code, OpenClaw) that the specification does not know. */
const hostKeys: ReadonlySet<string> = new Set([
  ...['argument-hint', 'arguments', 'user-invocable', 'user-invokable', 'disable-model-invocation', 'when_to_use'],
  ...['model', 'effort', 'context', 'agent', 'hooks', 'paths', 'shell', 'disallowed-tools', 'command-dispatch'],
  ...['command-tool', 'command-arg-mode', 'homepage'],
]);

/** Names of figures that change with every use (PraisonAI and others keep them in the skill). */
const statistic =
  /^(?:use|usage|run|call|invocation|success|failure|fail|error|hit|view|download|install|win|loss|execution)s?[_-]?(?:count|counter|rate|ratio|total|score|percent)?$|^(?:uses|used|usages|runs|successes|failures|utility|last[_-]?(?:use|used|run|invoked|success|failure)(?:[_-]?at)?|times[_-]?used|total[_-]?(?:uses|runs|calls|invocations)|(?:average|avg|mean)[_-]?(?:duration|latency|score|tokens|cost))$/i;

/** Whether a key keeps statistics. */
export const isStatistic = ({ key, kind, value }: Field): boolean =>
  statistic.test(key) && kind === 'text' && /^[\d.,%/\s:TZ+-]+$/.test(value ?? '');

/** The front matter's statistics, at the top and in the metadata. */
export const statisticsIn = (fields: Fields): Field[] =>
  [...present(fields), ...(fields.metadata?.items ?? [])].filter(isStatistic);

export const present = (fields: Fields): Field[] =>
  Object.values(fields).filter((field): field is Field => field !== undefined);

/** Rules for which keys there are. */
export function keyFindings(fields: Fields): Diagnostic[] {
  const found = statisticsIn(fields).map(({ key, line }) =>
    finding('statistics', line, text('“{0}” changes with every use: such figures belong outside of the skill.', key)),
  );
  for (const field of present(fields)) {
    const { key, line } = field;
    if (specKeys.has(key) || isStatistic(field)) continue;
    found.push(
      hostKeys.has(key)
        ? finding('host-key', line, text('Only some agents know the key “{0}”; others may refuse it.', key))
        : finding(
            'unknown-key',
            line,
            text('The key “{0}” is not part of the Agent Skills format; other tools may refuse it.', key),
          ),
    );
  }
  return found;
}
