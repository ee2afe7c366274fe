import assert from 'node:assert/strict';
import * as z from 'zod';
import { HumanError } from '../../../src/engine/errors.js';
import type { ChatModel, ChatRequest } from '../../../src/engine/ports.js';
import { askModel, readJson, UnusableReplyError } from '../../../src/engine/write/ask.js';
import { fails } from '../../support/faultServer.js';
import { withServer } from '../models/setup.js';

const anything = z.object({ a: z.number() });

describe('asking a model', () => {
  it('reads the last block, or the text between the first and the last brace', () => {
    assert.deepEqual(readJson('```json\n{"a": 1}\n```\nor\n```\n{"a": 2}```', anything), { a: 2 });
    assert.deepEqual(readJson('```json \r\n{"a": 1}\r\n```', anything), { a: 1 });
    assert.deepEqual(readJson('It is {"a": 3}.', anything), { a: 3 });
  });

  it('is not held up by a reply of fences and line ends', () => {
    // Megabytes of them: with a pattern that tries each of them twice this test would run for hours.
    for (const reply of ['```' + '\n'.repeat(4e6), '```\n'.repeat(1e6), '```json' + ' '.repeat(4e6)])
      assert.throws(() => readJson(reply, anything), /no valid JSON/);
  });

  it('sends back no more of an unreadable reply, and of what is wrong with it, than helps', async () => {
    const requests: ChatRequest[] = [];
    const model: ChatModel = {
      info: { id: 'm', label: 'm', simulated: false },
      chat: (request) => {
        requests.push(structuredClone(request));
        return Promise.resolve({
          content: 'r'.repeat(1e6),
          toolCalls: [],
          finish: 'stop',
          usage: { promptTokens: null, completionTokens: null },
        });
      },
    };
    const read = (): never => {
      throw new Error('w'.repeat(1e6));
    };
    await assert.rejects(askModel(model, [{ role: 'user', content: 'q' }], read, new AbortController().signal));
    assert.equal(requests.length, 3);
    assert.ok(JSON.stringify(requests[2]).length < 40_000);
  });

  it('of more than the model can take gives no reply; what else is wrong with the model is an error of its own', async () => {
    const question = [{ role: 'user', content: 'q' }] as const;
    const put = (model: ChatModel) => askModel(model, question, String, new AbortController().signal);
    await withServer([fails(400, { message: 'Too big', code: 'context_length_exceeded' })], (model) =>
      assert.rejects(put(model), {
        constructor: UnusableReplyError,
        message: 'The conversation has become too long for the model tiny-1.',
      }),
    );
    await withServer([fails(401, { message: 'No.' })], (model) =>
      assert.rejects(
        put(model),
        (error: unknown) => error instanceof HumanError && !(error instanceof UnusableReplyError),
      ),
    );
  });
});
