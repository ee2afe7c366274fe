import { open } from 'node:fs/promises';
import type { RunEvent } from '../events.js';
import { decodeLine, linesOf } from './logLines.js';
import { byMark, type Mark } from './runFacts.js';
import { isRunEvent, numberOf } from './runLines.js';
import type { RunPlace } from './runTable.js';

/**
 * Reads the events of a run from where they lie, in order; an event that stands in two files is there once.
 * @throws an error of the file system when a file cannot be read.
 */
export async function readEvents(run: string, places: readonly RunPlace[]): Promise<readonly RunEvent[]> {
  const events: { readonly event: RunEvent; readonly mark: Mark }[] = [];
  for (const { file, lines } of places) {
    const handle = await open(file, 'r');
    try {
      for (let index = 0; index < lines.length; index += 2) {
        const [start = 0, end = 0] = [lines[index], lines[index + 1]];
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
        const bytes = buffer.subarray(0, bytesRead);
        for (const line of linesOf(bytes)) {
          const event = decodeLine(bytes.subarray(line.start, line.end));
          if (!isRunEvent(event) || event.run !== run) continue;
          const sum = numberOf(bytes.toString('latin1', line.start, line.start + 8));
          events.push({ event, mark: { seq: event.seq, at: event.at, sum } });
        }
      }
    } finally {
      await handle.close().catch(() => undefined);
    }
  }
  events.sort((a, b) => byMark(a.mark, b.mark));
  return events.flatMap(({ event, mark }, index) => {
    const before = events[index - 1]?.mark;
    return before && byMark(before, mark) === 0 ? [] : event;
  });
}
