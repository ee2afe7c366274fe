import type { Embedder } from '../engine/ports.js';

/**
 * An embedder that is there at once and finds out how to connect when it is first used: the key may have to be fetched, the SDK be loaded.
 * @param connect called again after a failure: by then the key may be another one. What it throws, `embed` throws.
 */
export function lazyEmbedder(info: Embedder['info'], connect: () => Promise<Embedder>): Embedder {
  let connected: Promise<Embedder> | undefined;
  return {
    info,
    async embed(texts, signal) {
      connected ??= connect();
      try {
        return await (await connected).embed(texts, signal);
      } catch (error) {
        connected = undefined;
        throw error;
      }
    },
  };
}
