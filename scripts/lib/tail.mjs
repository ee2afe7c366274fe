// @ts-check
import { open } from 'node:fs/promises';

/**
 * Shows on the terminal what another process appends to a file, as it comes.
 * @param {string} file created when missing
 * @returns {Promise<() => Promise<void>>} shows the rest and ends
 */
export async function tail(file) {
  const handle = await open(file, 'a+');
  const chunk = Buffer.alloc(65536);
  const drain = async () => {
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length);
      if (bytesRead === 0) return;
      process.stdout.write(Buffer.from(chunk.subarray(0, bytesRead)));
    }
  };
  let draining = Promise.resolve();
  const timer = setInterval(() => (draining = draining.then(drain)), 200);
  return async () => {
    clearInterval(timer);
    await draining;
    await drain();
    await handle.close();
  };
}
