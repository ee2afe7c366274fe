// @ts-check
// Repeats what `npm test` does at random many times more: properties, kill loops, fault injection. `npm run soak -- <files>` takes some only.
import { globSync } from 'node:fs';
import { inRoot, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { main } from './lib/scope.mjs';

await main(async (_scope, signal) => {
  const chosen = process.argv.slice(2);
  const files = chosen.length ? chosen : globSync(inRoot('test/unit/**/*.{property,kill,fault}.test.ts'));
  const mocha = inRoot('node_modules/mocha/bin/mocha.js');
  const env = { ...process.env, MEMENTO_SOAK: '1' };
  const { code } = await run(process.execPath, [mocha, '--timeout', '0', ...files], { cwd: root, env, inherit: true, signal });
  process.exitCode = code ?? 1;
});
