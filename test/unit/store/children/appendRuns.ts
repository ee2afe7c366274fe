// Appends runs for ever, as one window, and prints the id and number of each event that was acknowledged.
import { RunLog } from '../../../../src/engine/store/runs.js';
import { createWindowId } from '../../../../src/engine/store/window.js';
import { sampleRun } from '../runsSample.js';

const [dir = '', name = '', rotateAt = '0'] = process.argv.slice(2);
const clock = { now: () => Date.UTC(2026, 0, 15) };
const log = new RunLog({ dir, window: createWindowId(), clock, rotateAt: Number(rotateAt) });
for (let number = 1; ; number++) {
  const run = `${name}-${number}`;
  for (const event of sampleRun({ run, number, output: 20_000 })) {
    await log.append(event);
    process.stdout.write(`${run} ${event.seq}\n`);
  }
}
