/** The answer of a run that gave up after a tool call was denied or failed. */
export const couldNotFinish = 'I could not finish';

const failed = /^\s*(?:(?:Error|Denied):|The user denied)/;
/** How tools report on a command, in a line of its own after what it printed. */
const note = /^\[.*\]$/;
const endedBadly = /^\[(?:exit [1-9]\d*|stopped after .*|ended by .*)\]$/;

/** What went wrong when a tool result reports a denial or a failure, as one line. */
export function failureIn(result: string): string | undefined {
  const lines = linesOf(result);
  if (failed.test(result)) return lines[0];
  const notes = lines.slice(lines.findLastIndex((line) => !note.test(line)) + 1);
  return notes.find((line) => endedBadly.test(line));
}

/** What a command printed: the last line that is not a note on the command. */
export const resultIn = (result: string): string => linesOf(result).findLast((line) => !note.test(line)) ?? '';

const linesOf = (result: string): string[] =>
  result
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
