import type { BenchTask, Checked } from '../tasks/benchTask.js';

/** Lines of feedback, and characters of each: what a tool or an answer says beyond that is noise. */
const mostLines = 20;
const longestText = 2000;

/** What is said where neither answer nor hint may be told. */
const wrong = 'wrong';

/** An answer that passed. */
export const passed = (judged = false): Checked => ({ passed: true, feedback: '', judged });

/** An answer that did not pass, and why. */
export const failed = (feedback: readonly string[], judged = false): Checked => ({
  passed: false,
  feedback:
    feedback
      .flatMap((part) => part.split('\n'))
      .slice(0, mostLines)
      .join('\n') || wrong,
  judged,
});

/** The two lines that show what should have come; {@link BenchTask.feedback} `answer` lives on the first. */
export const expectedAndGot = (expected: string, got: string): string[] => [
  `expected: ${oneLine(expected)}`,
  `got: ${oneLine(got)}`,
];

/** A text on one line, cut where it is long. */
export const oneLine = (value: string): string => {
  const line = value.replace(/\r\n|[\r\n]/g, '\\n');
  return line.length <= longestText ? line : `${line.slice(0, longestText)} …`;
};

/** What the agent may learn of a failed check: all of it, the task's hint, or only that it was wrong. Empty when it passed. */
export function feedbackFor(task: Pick<BenchTask, 'feedback' | 'hint'>, checked: Checked): string {
  if (checked.passed) return '';
  switch (task.feedback) {
    case 'answer':
      return checked.feedback;
    case 'hint':
      return [wrong, ...(task.hint === undefined ? [] : [task.hint])].join('\n');
    case 'binary':
      return wrong;
  }
}
