import type { FileChange } from '../events.js';
import type { Diagnostics, Problems } from '../ports.js';
import { text } from '../text.js';
import { mostShown, type Problem, type Signal } from './signal.js';
import { strengths } from './strength.js';

/** How long a language server is waited for, in milliseconds: until it has been quiet for a while, at most so long. */
export interface Patience {
  readonly quietMs: number;
  readonly mostMs: number;
}

/** Language servers wait about as long as the first after a change before they look, and most have looked within the second. */
export const patience: Patience = { quietMs: 800, mostMs: 5000 };

/** Resolves when the editor's problems have been quiet for long enough, at the latest after {@link Patience.mostMs}, at once when the signal fires. */
export async function settled(diagnostics: Diagnostics, limits: Patience, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  let quiet = setTimeout(end, limits.quietMs);
  const most = setTimeout(end, limits.mostMs);
  const listener = diagnostics.onDidChange(() => {
    clearTimeout(quiet);
    quiet = setTimeout(end, limits.quietMs);
  });
  signal.addEventListener('abort', end);
  await ended;
  signal.removeEventListener('abort', end);
  listener.dispose();
  clearTimeout(quiet);
  clearTimeout(most);
}

/**
 * What became of the errors in files that the run changed; warnings are listed and not counted. `undefined` when nothing can be told: nobody looks at
 * those files, or nothing is different.
 */
export function diagnosticsSignal(
  before: Problems,
  after: Problems,
  changes: readonly FileChange[],
): Signal | undefined {
  const comparable = new Set(changes.filter((change) => isComparable(change, before, after)).map(({ path }) => path));
  const [old, now] = [before, after].map(({ problems }) => problems.filter(({ path }) => comparable.has(path)));
  const added = without(now ?? [], old ?? []);
  const gone = without(old ?? [], now ?? []).filter(({ severity }) => severity === 'error');
  const errors = added.filter(({ severity }) => severity === 'error');
  const problems = added.slice(0, mostShown);
  const shown = problems.length ? { problems } : {};
  if (errors.length)
    return {
      source: 'diagnostics',
      outcome: 'failure',
      strength: strengths.newErrors,
      detail:
        errors.length === 1
          ? text('A new error in a file the run changed.')
          : text('{0} new errors in files the run changed.', errors.length),
      ...shown,
    };
  if (gone.length)
    return {
      source: 'diagnostics',
      outcome: 'success',
      strength: strengths.errorsGone,
      detail:
        gone.length === 1
          ? text('An error is gone from a file the run changed.')
          : text('{0} errors are gone from files the run changed.', gone.length),
      ...shown,
    };
  if (!added.length) return undefined;
  return {
    source: 'diagnostics',
    outcome: 'unknown',
    strength: strengths.nothing,
    detail:
      added.length === 1
        ? text('No new errors, a new warning.')
        : text('No new errors, {0} new warnings.', added.length),
    ...shown,
  };
}

/**
 * Whether what was known of a file before can be compared with what is known now. A file that was merely opened meanwhile shows problems that it had
 * all along; of a file that was removed all problems are gone.
 */
function isComparable({ path, before: old, after: now }: FileChange, before: Problems, after: Problems): boolean {
  if (now === null) return false;
  if (old === null || before.open.has(path)) return true;
  return before.problems.some((problem) => problem.path === path) || !after.open.has(path);
}

/** Those of `all` that have no counterpart in `others`. Lines are not compared: an edit above moves them. */
function without(all: readonly Problem[], others: readonly Problem[]): readonly Problem[] {
  const left = new Map<string, number>();
  const key = ({ path, severity, message }: Problem): string => JSON.stringify([path, severity, message]);
  for (const one of others) left.set(key(one), (left.get(key(one)) ?? 0) + 1);
  return all.filter((one) => {
    const count = left.get(key(one)) ?? 0;
    left.set(key(one), count - 1);
    return count <= 0;
  });
}
