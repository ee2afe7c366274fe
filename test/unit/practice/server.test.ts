import assert from 'node:assert/strict';
import http from 'node:http';
import type { Chunk } from '../../../src/practice/chunks.js';
import type { Completion } from '../../../src/practice/completion.js';
import { type PracticeServer, serve } from '../../../src/practice/server.js';
import { memoryTools } from './support/tools.js';
import { overHttp } from './support/model.js';
import { runTask } from './support/run.js';

const chat = {
  model: 'practice',
  messages: [{ role: 'user', content: '<task>\nMake the page slug for the title "Harbor of Glass".\n</task>' }],
  tools: [
    { type: 'function', function: { name: 'write_file' } },
    { type: 'function', function: { name: 'run_command' } },
  ],
};

describe('practice server', () => {
  let server: PracticeServer;
  beforeEach(async () => {
    server = await serve({ chunkDelayMs: 0 });
  });
  afterEach(() => server.close());

  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(`${server.baseUrl}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  /** The events of a streamed reply, and whether it ended as it should. */
  async function streamed(body: unknown): Promise<{ chunks: readonly Chunk[]; ended: boolean }> {
    const response = await post('/chat/completions', { ...(body as object), stream: true });
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    const events = (await response.text()).split('\n\n').filter(Boolean);
    const last = events.pop();
    return { chunks: events.map((event) => JSON.parse(event.slice(6)) as Chunk), ended: last === 'data: [DONE]' };
  }

  it('lists its models', async () => {
    const response = await fetch(`${server.baseUrl}/models`);
    const { data } = (await response.json()) as { data: { id: string }[] };
    assert.deepEqual(
      data.map(({ id }) => id),
      ['practice', 'practice-noisy', 'practice-embed'],
    );
  });

  it('streams the same reply in small pieces', async () => {
    const whole = (await (await post('/chat/completions', chat)).json()) as Completion;
    const { chunks, ended } = await streamed({ ...chat, stream_options: { include_usage: true } });
    assert.ok(ended);
    const deltas = chunks.flatMap(({ choices }) => choices);
    const { message, finish_reason: finish } = whole.choices[0];
    assert.equal(deltas.map(({ delta }) => delta.content ?? '').join(''), message.content);
    const calls = deltas.flatMap(({ delta }) => delta.tool_calls ?? []);
    const [call] = message.tool_calls ?? [];
    assert.deepEqual([calls[0]?.id, calls[0]?.function.name], [call?.id, call?.function.name]);
    assert.equal(calls.map((piece) => piece.function.arguments).join(''), call?.function.arguments);
    assert.ok(calls.every((piece) => piece.function.arguments.length <= 48) && calls.length > 10);
    assert.deepEqual([deltas.at(-1)?.finish_reason, finish], ['tool_calls', 'tool_calls']);
    assert.deepEqual(chunks.at(-1)?.usage, whole.usage);
    assert.ok((await streamed(chat)).chunks.every(({ usage }) => usage === undefined));
  });

  it('never cuts a character in two', async () => {
    const prompt = `${'😀'.repeat(60)} is no task`;
    const skill = `<skill name="x" version="1">\n\`\`\`recipe\n- For the request "${prompt}" the answer is x${'😀'.repeat(60)}.\n\`\`\`\n</skill>`;
    const messages = [
      { role: 'system', content: skill },
      { role: 'user', content: prompt },
    ];
    const { chunks } = await streamed({ model: 'practice', messages });
    const pieces = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta.content ?? ''));
    assert.ok(pieces.every((piece) => !/[\ud800-\udbff]$/.test(piece)));
    assert.match(pieces.join(''), /x😀{60}$/u);
  });

  it('runs a whole task over HTTP, in parts or as text', async () => {
    const run = await runTask('Make the page slug for the title "Harbor of Glass".', undefined, {
      ask: overHttp(server.baseUrl),
      tools: memoryTools({}),
    });
    assert.equal(run.answer, 'harbor-of-glass');
    const parts = [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }];
    const response = await post('/chat/completions', { model: 'practice', messages: parts, temperature: 0.7, n: 1 });
    assert.equal(response.status, 200);
  });

  it('embeds texts so that related ones are near', async () => {
    const input = ['count the errors in the request log', 'request log errors', 'asset tag for serial number'];
    const response = await post('/embeddings', { model: 'practice-embed', input });
    const { data } = (await response.json()) as { data: { embedding: number[] }[] };
    const cosine = (a: number, b: number): number =>
      (data[a]?.embedding ?? []).reduce((sum, value, index) => sum + value * (data[b]?.embedding[index] ?? 0), 0);
    assert.ok(cosine(0, 1) > 0.8, String(cosine(0, 1)));
    assert.ok(cosine(0, 2) < 0.2, String(cosine(0, 2)));
    assert.ok(Math.abs(cosine(0, 0) - 1) < 1e-9);
    const single = (await (await post('/embeddings', { model: 'practice-embed', input: '' })).json()) as typeof data;
    assert.ok(single);
  });

  it('answers what it cannot serve as an OpenAI server does', async () => {
    const cases = [
      ['/chat/completions', '{"model":', 400, /not valid JSON/, null],
      ['/chat/completions', {}, 400, /^model: /, null],
      ['/chat/completions', { model: 'practice', messages: [] }, 400, /^messages: /, null],
      ['/chat/completions', { model: 'practice', messages: [{ role: 'king' }] }, 400, /^messages\.0\.role: /, null],
      ['/chat/completions', { ...chat, model: 'gpt-9' }, 404, /'gpt-9' does not exist/, 'model_not_found'],
      ['/chat/completions', { ...chat, model: 'constructor' }, 404, /does not exist/, 'model_not_found'],
      ['/embeddings', { model: 'practice-embed', input: 7 }, 400, /^input: /, null],
      ['/embeddings', { model: 'practice', input: 'x' }, 404, /does not exist/, 'model_not_found'],
      ['/completions', {}, 404, /Unknown request URL: POST \/v1\/completions/, null],
      ['/chat/completions', `"${'x'.repeat(9 * 1024 * 1024)}"`, 413, /larger than/, null],
    ] as const;
    for (const [path, body, status, message, code] of cases) {
      const response = await post(path, body);
      assert.equal(response.status, status);
      const { error } = (await response.json()) as { error: { message: string; type: string; code: string | null } };
      assert.match(error.message, message);
      assert.deepEqual([error.type, error.code], ['invalid_request_error', code]);
    }
    assert.equal((await post('/chat/completions', chat)).status, 200);
  });

  it('is not served where others could reach it', async () => {
    for (const host of ['0.0.0.0', '::', '192.168.0.1', 'example.org'])
      await assert.rejects(serve({ host }), /loopback only/);
    assert.match(server.baseUrl, /^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  });

  it('stops when the client goes away, and ends streams when it is closed', async () => {
    const slow = await serve({ chunkDelayMs: 50 });
    const open = (): Promise<http.IncomingMessage> =>
      new Promise((resolve, reject) => {
        const request = http.request(`${slow.baseUrl}/chat/completions`, { method: 'POST' }, resolve);
        request.on('error', reject);
        request.end(JSON.stringify({ ...chat, stream: true }));
      });
    const left = await open();
    left.destroy();
    const cut = await open();
    const gone = new Promise((resolve) => cut.on('error', resolve).on('close', resolve).resume());
    await slow.close();
    await gone;
    await assert.rejects(fetch(`${slow.baseUrl}/models`));
  });

  it('takes a character of its own', async () => {
    const forgetful = await serve({ character: { slip: 1 } });
    const run = await runTask('Write the asset tag for serial number 7.', undefined, {
      ask: overHttp(forgetful.baseUrl),
      tools: memoryTools({}),
    });
    assert.equal(run.answer, 'I am not sure');
    await forgetful.close();
  });
});
