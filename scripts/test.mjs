// @ts-check
// npm test: installs what is missing, then runs every check and every suite, the real VS Code included.
// --only static,unit,build,package,host,ui runs some of them. The last line is "N passed, N failed, N skipped".
import { mkdir, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ensureChromium } from './host/chromium.mjs';
import { ensureHost } from './host/install.mjs';
import { ensureDependencies, ensureNode } from './lib/dependencies.mjs';
import { inRoot } from './lib/paths.mjs';
import { describe, Problem } from './lib/problem.mjs';
import { main } from './lib/scope.mjs';
import { stages } from './test/stages.mjs';

const known = [...new Set(stages.flatMap(({ groups }) => groups))];

/** The groups asked for; all without `--only`. */
function wanted() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const only = values.only?.split(',') ?? known;
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Problem(`--only knows ${known.join(', ')}; not ${unknown.join(', ')}.`);
  return stages.filter(({ groups }) => groups.some((name) => only.includes(name)));
}

const seconds = (/** @type {number} */ since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

await main(async (scope, signal) => {
  ensureNode();
  const chosen = wanted();
  const total = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const failures = [];
  const started = Date.now();
  try {
    await ensureDependencies(signal);
    if (chosen.some(({ needsHost }) => needsHost)) {
      const chromium = await ensureChromium(signal);
      await ensureHost(signal);
      process.env['CHROMIUM'] = chromium;
    }
    await rm(inRoot('out/test'), { recursive: true, force: true });
    await mkdir(inRoot('out/test'), { recursive: true });
    /** One stage after the other. @param {typeof stages} lane */
    const all = async (lane) => {
      for (const stage of lane) {
        const begun = Date.now();
        if (!stage.beside) console.log(`\n== ${stage.name}`);
        const { output = '', ...counts } = await stage.run({ home: await scope.folder(), signal });
        signal.throwIfAborted();
        total.passed += counts.passed;
        total.failed += counts.failed;
        total.skipped += counts.skipped;
        if (counts.failed > 0)
          failures.push(...(counts.names?.length ? counts.names : ['']).map((name) => `${stage.name}  ${name}`.trim()));
        if (output) console.log(output.trimEnd());
        console.log(`-- ${stage.name}: ${counts.passed} passed, ${counts.failed} failed (${seconds(begun)})`);
      }
    };
    const first = chosen.findIndex(({ alone }) => alone);
    const together = first < 0 ? chosen : chosen.slice(0, first);
    await Promise.all([all(together.filter(({ beside }) => beside)), all(together.filter(({ beside }) => !beside))]);
    await all(chosen.slice(together.length));
  } catch (error) {
    if (signal.aborted) throw error;
    total.failed++;
    console.error(describe(error));
  }
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((name) => `  ${name}`).join('\n')}`);
  console.log(`\n${seconds(started)}`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
});
