import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { HumanError } from '../../../src/engine/errors.js';
import type { ChatModel, ChatProgress, ChatReply, ChatRequest } from '../../../src/engine/ports.js';
import { english } from '../../../src/engine/text.js';
import type { EndpointConfig, Limits } from '../../../src/models/config.js';
import { connectModel } from '../../../src/models/connect.js';
import { startFaultServer, type FaultServer, type Script } from '../../support/faultServer.js';

/** Looks like a key, so that the tests also show that it never comes out again. */
export const key = 'sk-test-Zq81LmvX0pTr47Wn';

export const quick: Partial<Limits> = { firstMs: 5_000, idleMs: 5_000, backoffMs: 1 };

export const request: ChatRequest = {
  messages: [{ role: 'user', content: 'Say hello.' }],
  tools: [{ name: 'read_file', description: 'Reads a file.', parameters: { type: 'object', properties: {} } }],
};

export const configOf = (url: string, limits: Partial<Limits> = {}): EndpointConfig => ({
  baseUrl: url,
  model: 'tiny-1',
  apiKey: key,
  limits: { ...quick, ...limits },
});

/** Runs a test against a server with these scripts and a model connected to it. */
export async function withServer(
  scripts: readonly Script[],
  test: (model: ChatModel, server: FaultServer) => Promise<void>,
  limits: Partial<Limits> = {},
): Promise<void> {
  const server = await startFaultServer(...scripts);
  try {
    await test(await connectModel(configOf(server.url, limits)), server);
  } finally {
    await server.close();
  }
}

export const ask = (model: ChatModel, progress: ChatProgress = {}): Promise<ChatReply> =>
  model.chat(request, progress, new AbortController().signal);

/** The error a person would see. Fails when there is none, when it is a bug, and when the key can be found in it. */
export async function humanError(promise: Promise<unknown>): Promise<HumanError> {
  const error: unknown = await promise.then(
    () => assert.fail('there was no error'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HumanError)) throw error;
  assertNoKey(inspect(error, { depth: 10, showHidden: true }));
  return error;
}

/** No piece of the key of 6 characters or more. */
export function assertNoKey(shown: string): void {
  for (let start = 0; start + 6 <= key.length; start++)
    assert.ok(!shown.includes(key.slice(start, start + 6)), `a piece of the key is in: ${shown}`);
}

/** The sentence with the server's address replaced, so that tests can compare it whole. */
export const sentence = (error: HumanError, server: FaultServer): string =>
  english(error.text).replaceAll(new URL(server.origin).host, 'HOST');
