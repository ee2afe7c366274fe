import { parentPort, workerData } from 'node:worker_threads';
import { serve, type ServeOptions } from './server.js';

// The entry of a worker thread: serves the practice model until the thread that started it ends it or ends itself.
const port = parentPort;
if (!port) throw new Error('the practice worker runs in a worker thread');
serve((workerData ?? {}) as ServeOptions).then(
  ({ baseUrl }) => port.postMessage({ baseUrl }),
  (error: unknown) => {
    throw error;
  },
);
