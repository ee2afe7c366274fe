import { text, type Text } from '../../engine/text.js';
import type { ConditionReport } from './benchReport.js';

/** Points that training rises above the test at its end, and beyond which a test that stays flat means memorising. */
const gap = 0.2;
/** Rise of the test below which it is flat. */
const flat = 0.05;
/** Edits that must have been turned down before feedback counts as too weak. */
const stuck = 5;

/** What a reader should be told before they trust a curve (learning.md 6, item 7). */
export function warningsOf(conditions: readonly ConditionReport[]): readonly Text[] {
  return conditions.flatMap(({ name, curve, edits }) => {
    const [first, last] = [curve[0], curve.at(-1)];
    const warnings: Text[] = [];
    if (first && last?.train && last.train.mean - last.test.mean > gap && last.test.mean - first.test.mean < flat)
      warnings.push(text('{0}: training got better and the test did not; it may memorise its tasks.', name));
    if (edits.accepted === 0 && edits.rejected >= stuck)
      warnings.push(text('{0}: every change was turned down; the feedback may say too little to learn from.', name));
    return warnings;
  });
}
