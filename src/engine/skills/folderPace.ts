import { setImmediate as turn } from 'node:timers/promises';
import { mapBounded } from './bounded.js';
import { DirectDisk, waitingDisk, type Disk } from './folderDisk.js';

/** Files open at the same time where the disk is slow (reference/reliability.md 2c). */
const parallel = 32;
/** Milliseconds of work after which others get their turn. */
const slice = 8;

/**
 * Applies `work` to all items and gives the results in their order: one after the other with short breaks as long as the disk answers at once,
 * many at a time once it does not.
 */
export async function mapPaced<T, R>(
  items: readonly T[],
  work: (item: T, disk: Disk) => Promise<R>,
): Promise<readonly R[]> {
  const disk = new DirectDisk();
  const results: R[] = [];
  let began = performance.now();
  for (const item of items) {
    if (disk.isSlow) break;
    results.push(await work(item, disk));
    if (performance.now() - began < slice) continue;
    await turn();
    began = performance.now();
  }
  if (results.length === items.length) return results;
  const rest = await mapBounded(items.slice(results.length), parallel, (item) => work(item, waitingDisk));
  return [...results, ...rest];
}
