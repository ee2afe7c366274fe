import assert from 'node:assert/strict';
import type { ChatReply, ChatRequest } from '../../../src/engine/ports.js';
import {
  call,
  calls,
  delta,
  done,
  event,
  finishes,
  replies,
  says,
  streams,
  usage,
  type Script,
} from '../../support/faultServer.js';
import { ask, request, withServer } from './setup.js';

const replyTo = async (script: Script, asked: ChatRequest = request): Promise<ChatReply> => {
  let reply: ChatReply | undefined;
  await withServer([script], async (model) => {
    reply = await model.chat(asked, {}, new AbortController().signal);
  });
  return reply!;
};

/** The calls of a reply that ends with the given reason. */
const callsOf = async (
  events: readonly string[],
  finish = 'tool_calls',
  asked = request,
): Promise<ChatReply['toolCalls']> => {
  const reply = await replyTo(streams([...events, finishes(finish), done]), asked);
  assert.equal(reply.finish, 'tool_calls');
  return reply.toolCalls;
};

describe('model: replies', () => {
  it('streams text and gives the whole with its usage', () =>
    withServer(
      [
        streams([
          delta({ role: 'assistant', content: '' }),
          says('Hel'),
          says('lo'),
          finishes('stop'),
          usage(12, 2),
          done,
        ]),
      ],
      async (model) => {
        const pieces: string[] = [];
        const reply = await ask(model, { delta: (piece) => pieces.push(piece) });
        assert.deepEqual(pieces, ['Hel', 'lo']);
        assert.deepEqual(reply, {
          content: 'Hello',
          toolCalls: [],
          finish: 'stop',
          usage: { promptTokens: 12, completionTokens: 2 },
        });
      },
    ));

  it('sends the conversation, the tools and the settings as the protocol has them', () =>
    withServer([replies('done')], async (model, server) => {
      const toolCalls = [
        { id: 'c1', name: 'read_file', arguments: '{"path":"a"}' },
        { id: 'c2', name: 'read_file', arguments: '{"path":' },
      ];
      const asked: ChatRequest = {
        ...request,
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Read a.' },
          { role: 'assistant', content: '', toolCalls },
          { role: 'tool', callId: 'c1', content: 'text of a' },
          { role: 'tool', callId: 'c2', content: 'arguments are not JSON' },
          { role: 'assistant', content: 'Read.' },
        ],
        seed: 3,
        temperature: 0,
      };
      await model.chat(asked, {}, new AbortController().signal);
      assert.deepEqual(server.requests[0]!.body, {
        model: 'tiny-1',
        stream: true,
        stream_options: { include_usage: true },
        temperature: 0,
        seed: 3,
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Read a.' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'c1', type: 'function', function: { name: 'read_file', arguments: '{"path":"a"}' } },
              // A server would refuse the conversation for arguments that are not JSON.
              {
                id: 'c2',
                type: 'function',
                function: { name: 'read_file', arguments: '{"unreadable":"{\\"path\\":"}' },
              },
            ],
          },
          { role: 'tool', tool_call_id: 'c1', content: 'text of a' },
          { role: 'tool', tool_call_id: 'c2', content: 'arguments are not JSON' },
          { role: 'assistant', content: 'Read.' },
        ],
        tools: [
          {
            type: 'function',
            function: {
              name: 'read_file',
              description: 'Reads a file.',
              parameters: { type: 'object', properties: {} },
            },
          },
        ],
      });
    }));

  it('needs no end mark when the server has said why it ended', async () => {
    assert.equal((await replyTo(streams([says('hi'), finishes('stop')]))).content, 'hi');
  });

  it('does not wait for a connection that stays open after the end mark', () =>
    withServer(
      [streams([says('hi') + finishes('stop') + done], 'hang')],
      async (model, server) => {
        assert.equal((await ask(model)).content, 'hi');
        await server.requests[0]!.closed;
      },
      { firstMs: 60_000, idleMs: 60_000, closingMs: 30 },
    ));

  it('puts characters together that were cut apart', async () => {
    const text = '안녕 😀 Grüße';
    const bytes = Buffer.from(says(text) + finishes('stop') + done);
    const reply = await replyTo(streams([...bytes].map((byte) => Uint8Array.of(byte))));
    assert.equal(reply.content, text);
  });

  it('understands line ends with carriage returns, comments and other fields', async () => {
    const events = `: hi\r\nid: 1\r\nevent: message\r\n${says('a')}${says('b')}${finishes('stop')}${done}`;
    assert.equal((await replyTo(streams([events.replaceAll('\n\n', '\r\n\r\n')]))).content, 'ab');
  });

  it('shows a refusal as the answer', async () => {
    const reply = await replyTo(streams([delta({ refusal: 'I will not.' }), finishes('stop'), done]));
    assert.equal(reply.content, 'I will not.');
  });

  it('reads text that comes in parts, and leaves thoughts out', async () => {
    const parts = [
      { type: 'thinking', thinking: [] },
      { type: 'text', text: 'yes' },
    ];
    const reply = await replyTo(
      streams([delta({ reasoning_content: 'hm' }), delta({ content: parts }), finishes('stop'), done]),
    );
    assert.equal(reply.content, 'yes');
  });

  it('takes a reply of a million characters in ten thousand events', async () => {
    const reply = await replyTo(streams([says('x'.repeat(100)).repeat(10_000), finishes('stop'), done]));
    assert.equal(reply.content.length, 1_000_000);
  });
});

describe('model: tool calls', () => {
  it('puts 20 parallel calls together from interleaved pieces, beside text', async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    const reply = await replyTo(
      streams([
        says('Reading.'),
        calls(...numbers.map((n) => call(n, `id${n}`, 'read_file', ''))),
        ...numbers.map((n) => calls({ index: n, function: { arguments: `{"path":` } })),
        ...numbers.toReversed().map((n) => calls({ index: n, function: { arguments: `"${n}.txt"}` } })),
        finishes('tool_calls'),
        done,
      ]),
    );
    assert.equal(reply.content, 'Reading.');
    assert.deepEqual(
      reply.toolCalls,
      numbers.map((n) => ({ id: `id${n}`, name: 'read_file', arguments: `{"path":"${n}.txt"}` })),
    );
  });

  it('does without index and id', async () => {
    const made = await callsOf([
      calls({ function: { name: 'a', arguments: '{}' } }),
      calls({ function: { name: 'b', arguments: '{"x"' } }),
      calls({ function: { arguments: ':1}' } }),
    ]);
    assert.deepEqual(made, [
      { id: 'call00001', name: 'a', arguments: '{}' },
      { id: 'call00002', name: 'b', arguments: '{"x":1}' },
    ]);
  });

  it('does without index', async () => {
    const made = await callsOf([
      calls(
        { id: 'i1', function: { name: 'a', arguments: '{' } },
        { id: 'i2', function: { name: 'b', arguments: '{}' } },
      ),
      calls({ id: 'i1', function: { arguments: '}' } }),
    ]);
    assert.deepEqual(made, [
      { id: 'i1', name: 'a', arguments: '{}' },
      { id: 'i2', name: 'b', arguments: '{}' },
    ]);
  });

  it('tells calls apart that all have the index 0', async () => {
    const made = await callsOf([calls(call(0, 'i1', 'a', '{}')), calls(call(0, 'i2', 'b', '{}'))]);
    assert.deepEqual(
      made.map(({ id, name }) => [id, name]),
      [
        ['i1', 'a'],
        ['i2', 'b'],
      ],
    );
  });

  it('gives every call an id of its own, in the reply and in the conversation', async () => {
    const asked: ChatRequest = {
      ...request,
      messages: [
        ...request.messages,
        { role: 'assistant', content: '', toolCalls: [{ id: 'call00001', name: 'a', arguments: '{}' }] },
        { role: 'tool', callId: 'call00001', content: '' },
        { role: 'assistant', content: '', toolCalls: [{ id: 'same', name: 'a', arguments: '{}' }] },
        { role: 'tool', callId: 'same', content: '' },
      ],
    };
    const events = [calls(call(0, 'same', 'a', '{}'), call(1, 'new', 'b', '{}'), call(2, 'new', 'c', '{}'))];
    const made = await callsOf(events, 'tool_calls', asked);
    assert.deepEqual(
      made.map(({ id, name }) => [id, name]),
      [
        ['call00002', 'a'],
        ['new', 'b'],
        ['call00003', 'c'],
      ],
    );
  });

  it('tells two whole calls with one id and no index apart', async () => {
    const one = { id: 'x', function: { name: 'a', arguments: '{}' } };
    assert.equal((await callsOf([calls(one), calls(one)])).length, 2);
  });

  it('passes arguments through as they are, JSON or not', async () => {
    for (const raw of ['{"path": a.txt', '[1]', '', 'null', '{"a":1}{"b":2}']) {
      const made = await callsOf([calls(call(0, 'i', 'a', raw))]);
      assert.equal(made[0]!.arguments, raw);
    }
  });

  it('writes arguments down that come as an object', async () => {
    const made = await callsOf([calls({ index: 0, id: 'i', function: { name: 'a', arguments: { path: 'x' } } })]);
    assert.equal(made[0]!.arguments, '{"path":"x"}');
  });

  it('takes calls under a reply that ends with "stop"', async () => {
    assert.equal((await callsOf([calls(call(0, 'i', 'a', '{}'))], 'stop')).length, 1);
  });

  for (const [reason, finish] of [
    ['length', 'length'],
    ['model_length', 'length'],
    ['content_filter', 'content_filter'],
  ] as const)
    it(`gives no call of a reply that ends with "${reason}"`, async () => {
      const events = [says('I will'), calls(call(0, 'i', 'write_file', '{"path":"a"}'))];
      const reply = await replyTo(streams([...events, finishes(reason), done]));
      assert.deepEqual(reply.toolCalls, []);
      assert.equal(reply.finish, finish);
      assert.equal(reply.content, 'I will');
    });

  it('looks at the first choice only', async () => {
    const other = event({ choices: [{ index: 1, delta: { content: 'other' }, finish_reason: 'stop' }] });
    assert.equal((await replyTo(streams([other, says('first'), other, finishes('stop'), done]))).content, 'first');
  });
});
