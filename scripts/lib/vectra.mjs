// Makes esbuild take the index of `vectra` and nothing else of it: 40 KB of 9 MB.
import { inRoot } from './paths.mjs';

/** Packages the index mentions for searches and formats that are never asked for; throw when they are. */
const unused = /^(?:wink-bm25-text-search|wink-nlp|wink-eng-lite-web-model|protobufjs)$/;

/** @type {import('esbuild').Plugin} */
export const vectraIndexOnly = {
  name: 'vectra-index-only',
  setup(b) {
    // The package exports its index only together with everything else.
    b.onResolve({ filter: /^vectra$/ }, () => ({ path: inRoot('node_modules/vectra/lib/LocalIndex.js') }));
    b.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'left-out' }));
    b.onLoad({ filter: /./, namespace: 'left-out' }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error(${JSON.stringify(`${path} is left out of the bundle`)}); };`,
    }));
  },
};
