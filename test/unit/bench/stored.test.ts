import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseReport } from '../../../src/bench/report/parseReport.js';
import { storedReports } from '../../../src/bench/report/stored.js';
import { benchReport, smallReport } from '../../support/benchReport.js';

describe('reports of benchmarks on disk', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'memento-bench-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const put = async (id: string, text: string): Promise<void> => {
    await mkdir(path.join(dir, id));
    await writeFile(path.join(dir, id, 'report.json'), text);
  };

  it('come newest first, each as it was written', async () => {
    const [old, young] = [benchReport({ startedAt: 1000 }), { ...smallReport(), startedAt: 2000 }];
    await put('b', JSON.stringify(old));
    await put('a', JSON.stringify(young));
    await mkdir(path.join(dir, 'running'));
    await writeFile(path.join(dir, 'notes.txt'), 'no folder');
    assert.deepEqual(await storedReports(dir), [
      { id: 'a', report: JSON.parse(JSON.stringify(young)) as unknown },
      { id: 'b', report: JSON.parse(JSON.stringify(old)) as unknown },
    ]);
  });

  it('are none where no benchmark has run', async () =>
    assert.deepEqual(await storedReports(path.join(dir, 'none')), []));

  it('leave out what is cut off or not a report', async () => {
    const whole = JSON.stringify(benchReport());
    await put('cut', whole.slice(0, -20));
    await put('other', '{"name":"x"}');
    await put('good', whole);
    assert.deepEqual(
      (await storedReports(dir)).map(({ id }) => id),
      ['good'],
    );
  });

  it('are checked to the last figure', () => {
    const report = benchReport();
    const [first, ...rest] = report.conditions;
    const [point] = first!.curve;
    const wrong = {
      ...report,
      conditions: [{ ...first!, curve: [{ ...point!, test: { mean: 2, low: 0, high: 1, n: 3 } }] }, ...rest],
    };
    assert.equal(parseReport(JSON.stringify(wrong)), undefined);
    assert.ok(parseReport(JSON.stringify(report)));
  });
});
