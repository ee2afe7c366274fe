import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { connectModel } from '../../../src/models/connect.js';
import { redact } from '../../../src/models/redact.js';
import { fails, replies, says, startFaultServer, streams } from '../../support/faultServer.js';
import { ask, assertNoKey, configOf, humanError, key, withServer } from './setup.js';

/** What the SDK would read from the environment. */
const environment: Readonly<Record<string, string>> = {
  OPENAI_API_KEY: 'sk-from-environment',
  OPENAI_ADMIN_KEY: 'sk-admin-from-environment',
  OPENAI_ORG_ID: 'org-from-environment',
  OPENAI_PROJECT_ID: 'project-from-environment',
  OPENAI_CUSTOM_HEADERS: 'authorization: Bearer custom-from-environment\nx-custom: from-environment',
  OPENAI_LOG: 'debug',
};

describe('model: what leaves the machine', () => {
  const before = { ...process.env };
  afterEach(() => {
    for (const name of [...Object.keys(environment), 'OPENAI_BASE_URL'])
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
  });

  it('the configured key to the configured address, and nothing from the environment or about the machine', () =>
    withServer([replies('stolen')], (_, other) =>
      withServer([replies('hi')], async (__, server) => {
        Object.assign(process.env, environment, { OPENAI_BASE_URL: other.url });
        await ask(await connectModel(configOf(server.url)));
        const { headers, path, method } = server.requests[0]!;
        assert.equal(`${method} ${path}`, 'POST /v1/chat/completions');
        assert.equal(headers.authorization, `Bearer ${key}`);
        assert.deepEqual(Object.keys(headers).sort(), [
          'accept',
          'accept-encoding',
          'accept-language',
          'authorization',
          'connection',
          'content-length',
          'content-type',
          'host',
          'sec-fetch-mode',
          'user-agent',
        ]);
        assert.doesNotMatch(inspect(headers), /environment/);
        assert.equal(other.requests.length, 0);
      }),
    ));

  it('no key when none is configured', () =>
    withServer([replies('hi')], async (_, server) => {
      Object.assign(process.env, environment);
      await ask(await connectModel({ ...configOf(server.url), apiKey: undefined }));
      assert.equal(server.requests[0]!.headers.authorization, undefined);
    }));

  it('nothing to the output, not even for a reply that cannot be read', async () => {
    Object.assign(process.env, environment);
    const outputs = [process.stdout, process.stderr];
    const originals = outputs.map((stream) => stream.write.bind(stream));
    const written: unknown[] = [];
    for (const stream of outputs) stream.write = (piece) => written.push(piece) > 0;
    try {
      await withServer([streams([says('a'), 'data: oops\n\n']), fails(400)], async (model) => {
        await humanError(ask(model));
        await humanError(ask(model));
      });
    } finally {
      for (const [index, stream] of outputs.entries()) stream.write = originals[index]!;
    }
    assert.deepEqual(written, []);
  });

  it('a key that cannot be a header is refused without being repeated', async () => {
    const server = await startFaultServer();
    const error = await humanError(connectModel({ ...configOf(server.url), apiKey: `${key}\n${key}` }));
    assert.equal(error.remedy, 'set-api-key');
    await server.close();
  });
});

describe('model: text of a server, fit to be shown', () => {
  it('has neither the key nor a piece of it', () => {
    for (const said of [
      key,
      `x${key}x`,
      `key=${key};`,
      `"${key}"`,
      `…${key.slice(-7)}`,
      `${key.slice(0, 12)}***`,
      `Bearer ${key}`,
    ])
      assertNoKey(redact(`Not accepted: ${said}, sorry`, key));
  });

  it('has nothing that looks like the key of somebody else', () => {
    for (const secret of [
      'sk-abcdefgh1234',
      'sk-a****z',
      'ghp_abcdefghijklmnop1234',
      'AKIAIOSFODNN7EXAMPLE',
      `AIza${'x'.repeat(35)}`,
      'eyJhbGciOiJIUzI1NiJ9.e30.abc',
      '0123456789abcdef0123456789abcdef',
    ])
      assert.equal(
        redact(`Wrong key ${secret}.`, undefined).replace('[hidden].', '[hidden]'),
        'Wrong key [hidden]',
        secret,
      );
  });

  it('keeps what a person needs', () => {
    const said = 'The model meta-llama/Llama-3.3-70B-Instruct-Turbo needs 2 GB more (request req-12).';
    assert.equal(redact(said, key), said);
  });

  it('is one line without control characters, and not long', () => {
    assert.equal(redact('a\r\n\tb\u001b[31m\u202ec\u0000', undefined), 'a b [31m c');
    assert.equal(redact('word '.repeat(100), undefined).length, 301);
  });
});
