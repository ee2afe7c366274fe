import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/engine/errors.js';
import type { Embedder } from '../../../src/engine/ports.js';
import { english } from '../../../src/engine/text.js';
import { connectEmbedder, testEmbeddings } from '../../../src/models/connect.js';
import { lazyEmbedder } from '../../../src/models/lazyEmbedder.js';
import { serve } from '../../../src/practice/server.js';
import { fails, hangs, type FaultServer, type Script, sends, startFaultServer } from '../../support/faultServer.js';
import { assertNoKey, configOf, humanError, key, sentence } from './setup.js';

const never = (): AbortSignal => new AbortController().signal;

const json = (value: unknown, type = 'application/json'): Script => sends(JSON.stringify(value), type);

/** A proper reply with these vectors. */
const gives = (...vectors: readonly unknown[]): Script =>
  json({ object: 'list', data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })) });

const many = (count: number): Script => gives(...Array.from({ length: count }, (_, index) => [index, 1]));

const texts = (count: number): string[] => Array.from({ length: count }, (_, index) => `text ${index}`);

async function withEmbedder(
  scripts: readonly Script[],
  test: (embedder: Embedder, server: FaultServer) => Promise<void>,
): Promise<void> {
  const server = await startFaultServer(...scripts);
  try {
    await test(await connectEmbedder(configOf(server.url)), server);
  } finally {
    await server.close();
  }
}

const numbers = (vectors: readonly Float32Array[]): number[][] => vectors.map((vector) => [...vector]);

const inputs = (server: FaultServer): string[][] => server.requests.map(({ body }) => body?.input as string[]);

describe('embeddings: requests', () => {
  it('are those of the interface, with the key, and ask for plain numbers', () =>
    withEmbedder([gives([1, 0], [0, 2])], async (embedder, server) => {
      assert.deepEqual(numbers(await embedder.embed(['a', 'b'], never())), [
        [1, 0],
        [0, 2],
      ]);
      const { method, path, headers, body } = server.requests[0]!;
      assert.equal(`${method} ${path}`, 'POST /v1/embeddings');
      assert.equal(headers.authorization, `Bearer ${key}`);
      assert.deepEqual(body, { model: 'tiny-1', input: ['a', 'b'], encoding_format: 'float' });
    }));

  it('hold 32 texts at most', () =>
    withEmbedder([many(32), many(32), many(6)], async (embedder, server) => {
      const vectors = await embedder.embed(texts(70), never());
      assert.equal(vectors.length, 70);
      assert.deepEqual([...(vectors[69] ?? [])], [5, 1]);
      assert.deepEqual(
        inputs(server).map(({ length }) => length),
        [32, 32, 6],
      );
      assert.deepEqual(inputs(server).flat(), texts(70));
    }));

  it('are fewer texts where these are long, and no text is sent beyond 8,000 characters', () =>
    withEmbedder([many(8), many(1)], async (embedder, server) => {
      await embedder.embed(Array<string>(9).fill('x'.repeat(9_000)), never());
      assert.deepEqual(
        inputs(server).map((sent) => sent.map(({ length }) => length)),
        [Array<number>(8).fill(8_000), [8_000]],
      );
    }));

  it('never hold half a character', () =>
    withEmbedder([many(1)], async (embedder, server) => {
      await embedder.embed([`${'x'.repeat(7_999)}👍`], never());
      assert.doesNotMatch(inputs(server)[0]?.[0] ?? '', /\p{Cs}/u);
      assert.equal(inputs(server)[0]?.[0]?.length, 8_000);
    }));

  it('become smaller when the server says that they are too large, and stay so', () =>
    withEmbedder(
      [
        fails(422, { message: 'batch size 20 > maximum allowed batch size 16' }),
        many(10),
        many(10),
        many(10),
        many(10),
      ],
      async (embedder, server) => {
        assert.equal((await embedder.embed(texts(20), never())).length, 20);
        await embedder.embed(texts(20), never());
        assert.deepEqual(
          inputs(server).map(({ length }) => length),
          [20, 10, 10, 10, 10],
        );
      },
    ));

  it('cut a text that is too long for the model, and only that one', () =>
    withEmbedder(
      [
        fails(413, { message: 'inputs must have less than 512 tokens' }),
        many(1),
        fails(500, { message: 'input is too large to process' }),
        many(1),
      ],
      async (embedder, server) => {
        await embedder.embed(['short', 'y'.repeat(1_000)], never());
        assert.deepEqual(
          inputs(server).map((sent) => sent.map(({ length }) => length)),
          [[5, 1_000], [5], [1_000], [500]],
        );
      },
    ));

  it('leave out encoding_format where the server does not know it', () =>
    withEmbedder(
      [fails(400, { message: 'Unknown field', param: 'encoding_format' }), many(1), many(1)],
      async (embedder, server) => {
        await embedder.embed(['a'], never());
        await embedder.embed(['b'], never());
        assert.deepEqual(
          server.requests.map(({ body }) => body?.encoding_format),
          ['float', undefined, undefined],
        );
      },
    ));

  it('are sent again after a failure that passes, and not after a refusal', () =>
    withEmbedder([fails(503), fails(429), many(1), fails(401)], async (embedder, server) => {
      assert.equal((await embedder.embed(['a'], never())).length, 1);
      const error = await humanError(embedder.embed(['b'], never()));
      assert.equal(sentence(error, server), 'HOST did not accept the API key.');
      assert.equal(server.requests.length, 4);
    }));

  it('end when they are cancelled', () =>
    withEmbedder([hangs], async (embedder, server) => {
      const controller = new AbortController();
      const reply = embedder.embed(['a'], controller.signal);
      await server.arrived(1);
      controller.abort();
      await assert.rejects(reply, CancelledError);
      await server.requests[0]?.closed;
      await assert.rejects(embedder.embed(['a'], AbortSignal.abort()), CancelledError);
      assert.equal(server.requests.length, 1);
    }));

  it('do not follow a redirect: neither key nor text reaches another address', () =>
    withEmbedder([many(1)], async (_, other) =>
      withEmbedder([sends('', 'text/plain', 307, { location: `${other.url}/embeddings` })], async (embedder) => {
        await humanError(embedder.embed(['a'], never()));
        assert.equal(other.requests.length, 0);
      }),
    ));

  it('for nothing are none', () =>
    withEmbedder([], async (embedder, server) => {
      assert.deepEqual(await embedder.embed([], never()), []);
      assert.equal(server.requests.length, 0);
    }));
});

describe('embeddings: replies', () => {
  const base64 = (...values: number[]): string => Buffer.from(new Float32Array(values).buffer).toString('base64');

  const accepted: readonly (readonly [what: string, script: Script])[] = [
    [
      'in another order',
      json({
        data: [
          { index: 1, embedding: [3, 4] },
          { index: 0, embedding: [1, 2] },
        ],
      }),
    ],
    ['without numbers, in order', json({ data: [{ embedding: [1, 2] }, { embedding: [3, 4] }] })],
    ['in base64 that nobody asked for', gives(base64(1, 2), base64(3, 4))],
    ['labelled as text', sends(JSON.stringify({ data: [{ embedding: [1, 2] }, { embedding: [3, 4] }] }), 'text/plain')],
  ];
  for (const [what, script] of accepted)
    it(`are read ${what}`, () =>
      withEmbedder([script], async (embedder) => {
        assert.deepEqual(numbers(await embedder.embed(['a', 'b'], never())), [
          [1, 2],
          [3, 4],
        ]);
      }));

  const broken = 'HOST sent embeddings that cannot be read.';
  const notNumbers = 'HOST sent embeddings with something in them that is not a number.';
  const refused: readonly (readonly [what: string, script: Script, says: string])[] = [
    ['too few', many(1), 'HOST sent 1 embeddings where 2 were asked for.'],
    ['too many', many(3), 'HOST sent 3 embeddings where 2 were asked for.'],
    ['no list', json({ object: 'list' }), broken],
    [
      'a number twice',
      json({
        data: [
          { index: 0, embedding: [1] },
          { index: 0, embedding: [2] },
        ],
      }),
      broken,
    ],
    [
      'a number beyond the texts',
      json({
        data: [
          { index: 0, embedding: [1] },
          { index: 2, embedding: [2] },
        ],
      }),
      broken,
    ],
    ['a number that is none', json({ data: [{ index: '0', embedding: [1] }, { embedding: [2] }] }), broken],
    ['empty vectors', gives([], []), broken],
    ['no vectors', gives(null, {}), broken],
    ['different lengths', gives([1, 2], [1]), 'HOST sent embeddings of different lengths.'],
    ['B47: null, as servers write NaN', gives([1, null], [1, 2]), notNumbers],
    ['B47: numbers that are infinite in 32 bits', gives([1, 1e39], [1, 2]), notNumbers],
    ['B47: NaN in base64', gives(base64(1, Number.NaN), base64(1, 2)), notNumbers],
    ['B47: Infinity in base64', gives(base64(1, -Infinity), base64(1, 2)), notNumbers],
    ['numbers as text', gives(['1', '2'], ['1', '2']), notNumbers],
    ['half a number in base64', gives('AAAAAAA=', 'AAAAAAA='), broken],
    ['what is no base64', gives('****', '****'), broken],
    [
      'B47: NaN as some servers write it',
      sends('{"data":[{"index":0,"embedding":[NaN]},{"index":1,"embedding":[1]}]}', 'application/json'),
      'HOST sent a reply that cannot be read. Nothing in it was carried out.',
    ],
    ['a web page', sends('<html></html>', 'text/html'), 'HOST answered with a web page. Is the base URL right?'],
    ['nothing', sends('', 'application/json'), 'HOST sent an empty reply.'],
    ['a list', json([1]), 'HOST sent a reply that cannot be read. Nothing in it was carried out.'],
    [
      'an error with status 200',
      json({ error: { message: 'no room' } }),
      'HOST broke off its reply with an error: no room',
    ],
    [
      'more than 8 MB',
      sends(`{"data":"${'x'.repeat(9 * 1024 * 1024)}"}`, 'application/json'),
      'The reply from HOST was stopped because it is longer than 8 MB.',
    ],
    [
      'no such service',
      fails(404, { message: 'Not Found' }),
      'There are no embeddings at http://HOST/v1. Leave the embedding model empty to do without.',
    ],
    [
      'no such model',
      fails(404, { message: 'The model does not exist', code: 'model_not_found' }),
      'HOST does not know the model tiny-1.',
    ],
    [
      'a failure that is about no limit',
      fails(500, { message: 'deadline exceeded' }),
      'The server at HOST failed (HTTP 500): deadline exceeded',
    ],
    [
      'the key, quoted',
      fails(400, { message: `Wrong key ${key}` }),
      'HOST refused the request (HTTP 400): Wrong key [hidden]',
    ],
  ];
  for (const [what, script, says] of refused)
    it(`are refused: ${what}`, () =>
      // The same again for a reply that is asked for in smaller parts.
      withEmbedder([script, script, script], async (embedder, server) => {
        const error = await humanError(embedder.embed(['a', 'b'], never()));
        assert.equal(sentence(error, server), says);
        assertNoKey(says);
      }));

  it('are refused when their length changes from one request to the next', () =>
    withEmbedder([many(32), gives([1, 2, 3])], async (embedder, server) => {
      const error = await humanError(embedder.embed(texts(33), never()));
      assert.equal(sentence(error, server), 'HOST sent embeddings of different lengths.');
    }));
});

describe('embeddings: a test of them', () => {
  const test = async (...scripts: readonly Script[]): Promise<readonly [boolean, number | null, string]> => {
    const server = await startFaultServer(...scripts);
    try {
      const { ok, dimension, line } = await testEmbeddings(configOf(server.url), never());
      assert.equal(server.requests.length, 1);
      return [ok, dimension, english(line).replaceAll(new URL(server.origin).host, 'HOST')];
    } finally {
      await server.close();
    }
  };

  it('says how long they are', async () => {
    assert.deepEqual(await test(gives([1, 2, 3])), [true, 3, 'Embeddings of tiny-1 have 3 numbers.']);
  });

  it('says what is wrong, after one attempt', async () => {
    const said = 'The server at HOST failed (HTTP 503): failure 503';
    assert.deepEqual(await test(fails(503), gives([1])), [false, null, said]);
  });

  it('says what is wrong with the configuration', async () => {
    const { ok, line, remedy } = await testEmbeddings(configOf('nonsense'), never());
    assert.equal(ok, false);
    assert.match(english(line), /must be an address/);
    assert.equal(remedy, 'open-settings');
  });
});

describe('embeddings: connected when first used', () => {
  it('and again after a failure', () =>
    withEmbedder([many(1), fails(400), many(1)], async (_, server) => {
      let connections = 0;
      const embedder = lazyEmbedder({ id: 'tiny-1', simulated: false }, () => {
        connections++;
        if (connections === 1) throw new Error('no key store');
        return connectEmbedder(configOf(server.url));
      });
      await assert.rejects(embedder.embed(['a'], never()), /no key store/);
      await embedder.embed(['b'], never());
      await humanError(embedder.embed(['c'], never()));
      assert.equal(connections, 2);
      await embedder.embed(['d'], never());
      assert.equal(connections, 3);
      assert.equal(server.requests.length, 3);
    }));
});

describe('embeddings: practice model', () => {
  it('gives vectors in which a text is nearest to itself in other words', async () => {
    const server = await serve({ chunkDelayMs: 0 });
    try {
      const embedder = await connectEmbedder({ baseUrl: server.baseUrl, model: 'practice-embed', simulated: true });
      const [parse, deploy, asked] = await embedder.embed(
        ['parse the ledger file', 'deploy the web server', 'parsing a file of ledgers'],
        never(),
      );
      const dot = (one: Float32Array, other: Float32Array): number =>
        one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
      assert.equal(asked?.length, 256);
      assert.ok(dot(asked, parse!) > dot(asked, deploy!));
      assert.deepEqual(embedder.info, { id: 'practice-embed', simulated: true });
    } finally {
      await server.close();
    }
  });
});
