import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { ask } from '../../../src/cli/ask.js';
import { CancelledError } from '../../../src/engine/errors.js';

describe('a question at the terminal', () => {
  /** Streams that readline takes for a terminal, where keys are handed to it one by one. */
  const terminal = (): { readonly input: PassThrough; readonly output: PassThrough } => {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    return { input, output: Object.assign(new PassThrough(), { isTTY: true }) };
  };
  const never = new AbortController().signal;

  it('is answered by a line', async () => {
    const { input, output } = terminal();
    const answer = ask('Really? ', input, output, never);
    input.write(' yes \r');
    assert.equal(await answer, 'yes');
    assert.match(String(output.read()), /Really\? /);
  });

  it('is cancelled by Ctrl+C, by Ctrl+D, by the end of the input and by the signal', async () => {
    for (const key of ['\u0003', '\u0004']) {
      const { input, output } = terminal();
      const answer = ask('Really? ', input, output, never);
      input.write(key);
      await assert.rejects(answer, CancelledError);
    }
    const { input, output } = terminal();
    const answer = ask('Really? ', input, output, never);
    input.end();
    await assert.rejects(answer, CancelledError);
    const stop = new AbortController();
    const other = terminal();
    const asked = ask('Really? ', other.input, other.output, stop.signal);
    stop.abort();
    await assert.rejects(asked, CancelledError);
    await assert.rejects(ask('Really? ', other.input, other.output, stop.signal), CancelledError);
  });
});
