import { visible } from '../../safety/hidden.js';
import { text, type Text } from '../../text.js';

/** '1 line', '31 lines'. */
export const lineCount = (count: number): Text => (count === 1 ? text('1 line') : text('{0} lines', count));

/** Bytes for a person: '812 B', '64 KB', '3.1 MB'. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

const longestBrief = 120;

/** Untrusted text for one line a person reads: hidden characters shown, line ends as spaces, cut. */
export function brief(value: string): string {
  const line = visible(value.slice(0, 4 * longestBrief)).replace(/\s*\n\s*/g, ' ');
  return line.length > longestBrief ? `${line.slice(0, longestBrief)}…` : line;
}
