/** The name under which the practice server has its embeddings. */
export const practiceEmbeddingModel = 'practice-embed';
