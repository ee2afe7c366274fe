import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPracticeServer } from '../../../src/practice/serve.js';

describe('practice worker', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'memento-worker-'));
  const worker = path.join(folder, 'practice.cjs');
  before(async () => {
    const entryPoints = [path.resolve('src/practice/worker.ts')];
    await build({ entryPoints, outfile: worker, bundle: true, minify: true, platform: 'node', format: 'cjs' });
  });
  after(() => rmSync(folder, { recursive: true }));

  it('serves from a thread of its own until it is disposed', async () => {
    const practice = await startPracticeServer(worker, { chunkDelayMs: 0 });
    const messages = [{ role: 'user', content: 'Write the asset tag for serial number 7.' }];
    const tools = ['write_file', 'run_command'].map((name) => ({ type: 'function', function: { name } }));
    const response = await fetch(`${practice.baseUrl}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'practice', messages, tools }),
    });
    // The text of programs must survive a minified bundle.
    assert.match(await response.text(), /function encodeTag\(serial, house\) \{\\\\n {2}const digits =/);
    practice.dispose();
    practice.dispose();
    // Ending the thread takes a moment.
    for (;;)
      try {
        await fetch(`${practice.baseUrl}/models`);
      } catch {
        break;
      }
  });

  it('says why it could not start', async () => {
    await assert.rejects(startPracticeServer(worker, { host: '0.0.0.0' }), /loopback only/);
    const empty = path.join(folder, 'empty.cjs');
    writeFileSync(empty, '');
    await assert.rejects(startPracticeServer(empty), /ended with code 0/);
    await assert.rejects(startPracticeServer(path.join(folder, 'missing.cjs')), /missing\.cjs/);
  });
});
