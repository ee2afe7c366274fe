import type { ChatModel, Clock, Embedder } from '../engine/ports.js';
import { createChatModel } from './chatModel.js';
import { checkEndpoint, type Endpoint, type EndpointConfig } from './config.js';
import { probe, type ConnectionReport } from './connection.js';
import { createEmbedder, maxEmbeddingReply } from './embedder.js';
import { probeEmbeddings, type EmbeddingReport } from './embeddingProbe.js';
import type { Wire } from './wire.js';

const systemClock: Clock = { now: () => Date.now() };

/**
 * A chat model at an endpoint. Nothing is sent before the first `chat`; the SDK is loaded here and nowhere earlier.
 * @throws {HumanError} when the configuration is not usable.
 */
export async function connectModel(config: EndpointConfig, clock: Clock = systemClock): Promise<ChatModel> {
  const endpoint = checkEndpoint(config);
  return createChatModel(endpoint, await load(endpoint), clock);
}

/**
 * An embedder at an endpoint. Nothing is sent before the first `embed`.
 * @throws {HumanError} when the configuration is not usable.
 */
export async function connectEmbedder(config: EndpointConfig, clock: Clock = systemClock): Promise<Embedder> {
  const endpoint = embeddingEndpoint(config);
  return createEmbedder(endpoint, await load(endpoint), clock);
}

/**
 * Tries the embeddings of an endpoint with one small text. What is wrong is in the report.
 * @throws {CancelledError} when the signal fires.
 */
export async function testEmbeddings(
  config: EndpointConfig,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<EmbeddingReport> {
  const once = { ...config, limits: { ...config.limits, attempts: 1 } };
  return probeEmbeddings(config, () => connectEmbedder(once, clock), signal);
}

const embeddingEndpoint = (config: EndpointConfig): Endpoint => {
  const endpoint = checkEndpoint(config);
  const replyBytes = Math.min(endpoint.limits.replyBytes, maxEmbeddingReply);
  return { ...endpoint, limits: { ...endpoint.limits, replyBytes } };
};

/**
 * Tries an endpoint: asks for its list of models, then for one small reply with a tool. What is wrong is in the report.
 * @throws {CancelledError} when the signal fires.
 */
export async function testConnection(
  config: EndpointConfig,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<ConnectionReport> {
  return probe(config, load, clock, signal);
}

const load = async (endpoint: Endpoint): Promise<Wire> => (await import('./openai.js')).openWire(endpoint);
