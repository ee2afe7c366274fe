import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/engine/errors.js';
import { inlineJobs } from '../../../src/engine/jobs/inline.js';
import { sampleRun, writeLog } from '../store/runsSample.js';
import { useTempFolder } from '../store/temp.js';

describe('jobs on this thread', () => {
  const at = useTempFolder();

  it('lets others have their turn, and stops when the signal fires', async () => {
    const runs = Array.from({ length: 1000 }, (_, n) => sampleRun({ run: `run-${n}`, number: n + 1, output: 4000 }));
    writeLog(at('a.jsonl'), runs.flat());
    const files = [{ file: at('a.jsonl'), from: 0 }];
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    try {
      const items = await inlineJobs().run('runs.index', files, new AbortController().signal);
      assert.equal(new Set(items.flatMap((item) => item.runs.map(({ run }) => run))).size, 1000);
      assert.ok(turns > 3, `${turns} turns`);
      const stop = new AbortController();
      const stopped = inlineJobs().run('runs.index', files, stop.signal);
      setImmediate(() => stop.abort());
      await assert.rejects(stopped, CancelledError);
      await assert.rejects(inlineJobs().run('runs.index', files, AbortSignal.abort()), CancelledError);
    } finally {
      clearInterval(timer);
    }
  });
});
