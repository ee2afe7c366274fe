import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { approvalModes, createApprover } from '../../../src/cli/approver.js';
import type { CliContext } from '../../../src/cli/context.js';
import { Output } from '../../../src/cli/output.js';

describe('approvals of the command line', () => {
  it('say of the mode "all", and of no other, that everything is allowed', () => {
    const input = new PassThrough() as unknown as ReadStream;
    const { signal } = new AbortController();
    const context: CliContext = {
      output: new Output(true, process.stdout, process.stderr),
      environment: {},
      folder: '.',
      root: '.',
      signal,
      input,
    };
    const everything = approvalModes.map((mode) => [mode, createApprover(mode, context).everything ?? false]);
    assert.deepEqual(Object.fromEntries(everything), { ask: false, 'read-only': false, all: true });
  });
});
