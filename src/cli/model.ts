import path from 'node:path';
import { HumanError } from '../engine/errors.js';
import type { ChatModel, Embedder } from '../engine/ports.js';
import { text } from '../engine/text.js';
import type { EndpointConfig } from '../models/config.js';
import { connectEmbedder, connectModel } from '../models/connect.js';
import { practiceEmbeddingModel } from '../practice/embeddingModel.js';
import { startPracticeServer } from '../practice/serve.js';
import type { CliContext } from './context.js';

/** `--model practice` and `MEMENTO_MODEL=practice` mean the built-in simulated model. */
const practice = 'practice';

/** The endpoint that the environment names, `undefined` when none does; the practice model has no address of its own. */
export function endpointOf(
  environment: NodeJS.ProcessEnv,
  model = environment.MEMENTO_MODEL || environment.OPENAI_MODEL,
): EndpointConfig | 'practice' | undefined {
  if (model === practice) return practice;
  const own = environment.MEMENTO_BASE_URL;
  const baseUrl =
    own || environment.OPENAI_BASE_URL || (environment.OPENAI_API_KEY ? 'https://api.openai.com/v1' : undefined);
  if (!baseUrl || !model) return undefined;
  // A key set for OpenAI is not sent to an address given for Memento.
  const apiKey = environment.MEMENTO_API_KEY || (own ? undefined : environment.OPENAI_API_KEY);
  return { baseUrl, model, ...(apiKey ? { apiKey } : {}) };
}

/**
 * Where the embeddings are that the environment names: at the address of the model, with its key. `undefined` when it names none.
 * @param model as given to {@link endpointOf}
 */
export function embeddingEndpointOf(
  environment: NodeJS.ProcessEnv,
  model?: string,
): EndpointConfig | 'practice' | undefined {
  const name = environment.MEMENTO_EMBEDDING_MODEL || environment.OPENAI_EMBEDDING_MODEL;
  const endpoint = name ? endpointOf(environment, model) : undefined;
  return name && endpoint && endpoint !== practice ? { ...endpoint, model: name } : endpoint;
}

/**
 * Gives the endpoint of the configured embeddings for the time of `use`; `undefined` when there are none.
 * @param chosen the model named on the command line
 */
export async function withEmbeddings<T>(
  context: CliContext,
  chosen: string | undefined,
  use: (endpoint: EndpointConfig | undefined) => Promise<T>,
): Promise<T> {
  const endpoint = embeddingEndpointOf(context.environment, chosen);
  if (endpoint !== practice) return await use(endpoint);
  const server = await startPracticeServer(path.join(context.root, 'dist', 'practice.cjs'));
  try {
    return await use(practiceEmbeddings(server.baseUrl));
  } finally {
    server.dispose();
  }
}

const practiceEmbeddings = (baseUrl: string): EndpointConfig => ({
  baseUrl,
  model: practiceEmbeddingModel,
  simulated: true,
});

/**
 * Connects the configured model, and the embeddings if any are configured, for the time of `use`.
 * @throws {HumanError} when no model is configured
 */
export async function withModel<T>(
  context: CliContext,
  chosen: string | undefined,
  use: (model: ChatModel, embedder: Embedder | undefined) => Promise<T>,
): Promise<T> {
  const endpoint = endpointOf(context.environment, chosen);
  if (!endpoint)
    throw new HumanError(
      text(
        'No model is configured. Set MEMENTO_BASE_URL and MEMENTO_MODEL (and MEMENTO_API_KEY), or use --model practice for the simulated model.',
      ),
      'configure-model',
    );
  const embeddings = embeddingEndpointOf(context.environment, chosen);
  const embedder = async (config: EndpointConfig | undefined): Promise<Embedder | undefined> =>
    config && (await connectEmbedder(config));
  if (endpoint !== practice)
    return await use(await connectModel(endpoint), await embedder(embeddings === practice ? undefined : embeddings));
  const server = await startPracticeServer(path.join(context.root, 'dist', 'practice.cjs'));
  try {
    return await use(
      await connectModel({ baseUrl: server.baseUrl, model: practice, simulated: true, label: 'practice model' }),
      await embedder(embeddings && practiceEmbeddings(server.baseUrl)),
    );
  } finally {
    server.dispose();
  }
}
