import { sameAnswer } from '../../engine/feedback/sameAnswer.js';
import type { Normalize } from '../tasks/benchTask.js';

/** Whether an answer is the expected one, both made comparable (learning.md 3). */
export function isSame(expected: string, answer: string, normalize: Normalize = 'trim'): boolean {
  switch (normalize) {
    case 'none':
      return expected === answer;
    case 'trim':
      return expected.trim() === answer.trim();
    case 'case':
      return folded(expected) === folded(answer);
    case 'gaia':
      return sameAnswer(expected, answer);
  }
}

/** As people see letters: composed or not, upper or lower case. */
const folded = (value: string): string => value.trim().normalize('NFC').toLowerCase();
