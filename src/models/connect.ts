import type { ChatModel, Clock } from '../engine/ports.js';
import { createChatModel } from './chatModel.js';
import { checkEndpoint, type Endpoint, type EndpointConfig } from './config.js';
import { probe, type ConnectionReport } from './connection.js';
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
