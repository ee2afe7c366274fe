import type { FileChange, RunEvent } from '../events.js';

/** The files a run has changed, as its events say. */
export function changesIn(events: readonly RunEvent[]): readonly FileChange[] {
  const changes = new Map<string, FileChange>();
  for (const event of events)
    if (event.type === 'file.changed') changes.set(event.change.path, event.change);
    else if (event.type === 'file.reverted') changes.delete(event.path);
  return [...changes.values()];
}
