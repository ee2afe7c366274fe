import { diffArrays } from 'diff';
import { editBudget } from './prompts.js';
import type { LearningSettings } from './settings.js';

const linesOf = (source: string): string[] => source.split(/\r?\n/);
const full = (lines: readonly string[]): number => lines.filter((line) => line.trim() !== '').length;

/**
 * Lines that differ between two texts: of each change the larger of what went and what came, so that one edit of several lines counts as
 * several. Blank lines are free.
 */
export function changedLines(before: string, after: string): number {
  let [count, removed, added] = [0, 0, 0];
  const close = (): void => {
    count += Math.max(removed, added);
    [removed, added] = [0, 0];
  };
  for (const part of diffArrays(linesOf(before), linesOf(after)))
    if (part.removed) removed += full(part.value);
    else if (part.added) added += full(part.value);
    else close();
  close();
  return count;
}

/** Share of its lines, 0 to 1, that a text has lost; negative when it has grown. Blank lines do not count. */
export function lostShare(before: string, after: string): number {
  const [old, now] = [full(linesOf(before)), full(linesOf(after))];
  return old === 0 ? 0 : (old - now) / old;
}

/**
 * How far a small change may go (learning.md 2, step 5): at most {@link editBudget} lines, and it loses less than `shrinkage` of the lines: skills
 * that are written anew as a whole collapse. Nothing is looked at where `lint` is off.
 * @throws {Error} whose message tells the writer what to correct
 */
export function lintChange(
  before: string,
  after: string,
  { lint, shrinkage }: Pick<LearningSettings, 'lint' | 'shrinkage'>,
): void {
  if (!lint) return;
  const changed = changedLines(before, after);
  if (changed > editBudget)
    throw new Error(`It changes ${changed} lines; at most ${editBudget} are allowed. Change what matters most.`);
  const lost = lostShare(before, after);
  if (lost >= shrinkage)
    throw new Error(
      `The skill loses ${Math.round(lost * 100)} % of its lines; less than ${Math.round(shrinkage * 100)} % is allowed.`,
    );
}
