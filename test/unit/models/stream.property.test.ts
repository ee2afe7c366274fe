import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HumanError } from '../../../src/engine/errors.js';
import type { ChatModel, ChatReply } from '../../../src/engine/ports.js';
import { connectModel } from '../../../src/models/connect.js';
import {
  call,
  calls,
  delta,
  done,
  finishes,
  says,
  startFaultServer,
  streams,
  usage,
  type FaultServer,
  type Script,
  type StreamEnd,
} from '../../support/faultServer.js';
import { ask, configOf } from './setup.js';

const events = [
  delta({ role: 'assistant', content: '' }),
  says('읽는 중 📖, Größe?'),
  ': ping\n\n',
  calls(call(0, 'c1', 'read_file', '')),
  calls({ index: 0, function: { arguments: '{"path":"메모' } }),
  calls({ index: 0, function: { arguments: '.txt"}' } }, call(1, 'c2', 'list_dir', '{}')),
  finishes('tool_calls'),
  usage(9, 4),
  done,
];
const whole = Buffer.from(events.join(''));
/** Up to here nothing tells why the reply ended. */
const reasonAt = Buffer.byteLength(events.slice(0, 7).join('')) - 1;
/** From here on the end mark is a whole line. */
const markAt = whole.length - 1;

const expected: ChatReply = {
  content: '읽는 중 📖, Größe?',
  toolCalls: [
    { id: 'c1', name: 'read_file', arguments: '{"path":"메모.txt"}' },
    { id: 'c2', name: 'list_dir', arguments: '{}' },
  ],
  finish: 'tool_calls',
  usage: { promptTokens: 9, completionTokens: 4 },
};

const pieces = (bytes: Buffer, cuts: readonly number[]): readonly Buffer[] => {
  const ends = [...new Set([...cuts.filter((cut) => cut > 0 && cut < bytes.length), bytes.length])].sort(
    (a, b) => a - b,
  );
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
};

const cuts = (below: number): fc.Arbitrary<readonly number[]> => fc.array(fc.nat(below), { maxLength: 12 });

describe('model: any stream', () => {
  let server: FaultServer;
  let model: ChatModel;
  let next: { readonly bytes: readonly Buffer[]; readonly end: StreamEnd } = { bytes: [], end: 'end' };

  before(async () => {
    server = await startFaultServer(...Array<Script>(2000).fill((response) => streams(next.bytes, next.end)(response)));
    model = await connectModel(configOf(server.url, { backoffMs: 0 }));
  });
  after(() => server.close());

  const replyTo = (bytes: readonly Buffer[], end: StreamEnd): Promise<ChatReply> => {
    next = { bytes, end };
    return ask(model);
  };

  it('gives the same reply however its bytes are split', () =>
    fc.assert(
      fc.asyncProperty(cuts(whole.length), async (at) => {
        assert.deepEqual(await replyTo(pieces(whole, at), 'end'), expected);
      }),
      { seed: 20, numRuns: 60 },
    ));

  it('is an error, never a reply, when the connection breaks anywhere before the end mark', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(markAt - 1), cuts(whole.length), async (length, at) => {
        await assert.rejects(replyTo(pieces(whole.subarray(0, length), at), 'reset'), HumanError);
      }),
      {
        seed: 21,
        numRuns: 60,
        examples: [
          [0, []],
          [markAt - 1, []],
        ],
      },
    ));

  it('is an error, never a reply, when it ends properly but before it says why', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(reasonAt - 1), cuts(whole.length), async (length, at) => {
        await assert.rejects(replyTo(pieces(whole.subarray(0, length), at), 'end'), HumanError);
      }),
      {
        seed: 22,
        numRuns: 60,
        examples: [
          [0, []],
          [reasonAt - 1, []],
        ],
      },
    ));

  it('has lost nothing but the count of tokens when it ends properly after it has said why', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: reasonAt + 1, max: whole.length }), cuts(whole.length), async (length, at) => {
        const { content, toolCalls, finish } = await replyTo(pieces(whole.subarray(0, length), at), 'end');
        assert.deepEqual(
          { content, toolCalls, finish },
          { content: expected.content, toolCalls: expected.toolCalls, finish: expected.finish },
        );
      }),
      { seed: 23, numRuns: 30 },
    ));
});
