// Takes the lock, says so and keeps it.
import { createStateLock } from '../../../../src/engine/store/lock.js';
import { createWindowId } from '../../../../src/engine/store/window.js';

const lock = createStateLock({ dir: process.argv[2] ?? '', owner: createWindowId() });
setInterval(() => undefined, 1000);
await lock.hold(() => {
  process.stdout.write('held\n');
  return new Promise(() => undefined);
});
