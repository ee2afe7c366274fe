import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ChangeReport } from '../../../src/engine/act/changeReport.js';
import { createSnapshot } from '../../../src/engine/act/snapshot.js';
import type { RunEventBody } from '../../../src/engine/events.js';
import { createObjectStore } from '../../../src/engine/store/objects.js';

describe('report of changes', () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'memento-report-')));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('tells each change once, its later forms, and that it was taken back', async () => {
    const file = path.join(root, 'a.txt');
    writeFileSync(file, 'old');
    const snapshot = createSnapshot({
      workspace: root,
      objects: createObjectStore(path.join(root, '..', `${path.basename(root)}-objects`)),
    });
    const events: RunEventBody[] = [];
    const changes = new ChangeReport(snapshot, (event) => events.push(event));
    const write = async (text: string): Promise<void> => {
      await snapshot.beforeWrite(file);
      writeFileSync(file, text);
      await snapshot.afterWrite(file);
      await changes.report();
      await changes.report();
    };
    await write('new');
    await write('newer');
    await write('old');
    assert.deepEqual(
      events.map((event) => event.type),
      ['file.changed', 'file.changed', 'file.reverted'],
    );
    rmSync(path.join(root, '..', `${path.basename(root)}-objects`), { recursive: true, force: true });
  });
});
