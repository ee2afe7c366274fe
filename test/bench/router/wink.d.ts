declare module 'wink-bm25-text-search' {
  /** What of it the bench uses. */
  interface Engine {
    defineConfig(config: { readonly fldWeights: Readonly<Record<string, number>> }): boolean;
    definePrepTasks(tasks: readonly unknown[]): number;
    addDoc(doc: Readonly<Record<string, string>>, id: string): number;
    consolidate(): boolean;
    search(text: string, limit?: number): [id: string, score: number][];
  }
  function create(): Engine;
  export = create;
}

declare module 'wink-nlp-utils' {
  const utils: {
    readonly string: Readonly<Record<'lowerCase' | 'tokenize0', unknown>>;
    readonly tokens: Readonly<Record<'removeWords' | 'stem' | 'propagateNegations', unknown>>;
  };
  export = utils;
}
