// @ts-check
// Repeats what `npm test` does at random many times more: properties, kill loops, fault injection. `npm run soak -- <files>` takes some only.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { main } from './lib/scope.mjs';

await main(async (_scope, signal) => {
  const chosen = process.argv.slice(2);
  const all = readdirSync(inRoot('test/unit'), { recursive: true, encoding: 'utf8' });
  const repeated = all.filter((name) => /\.(property|kill|fault)\.test\.ts$/.test(name));
  const files = chosen.length ? chosen : repeated.map((name) => path.join(inRoot('test/unit'), name));
  const mocha = inRoot('node_modules/mocha/bin/mocha.js');
  const env = { ...process.env, MEMENTO_SOAK: '1' };
  const { code } = await run(process.execPath, [mocha, '--timeout', '0', ...files], {
    cwd: root,
    env,
    inherit: true,
    signal,
  });
  return code;
});
