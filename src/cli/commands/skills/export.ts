import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { codeOf, fileProblem } from '../../../engine/safety/fileProblem.js';
import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { onlyOne, UsageError } from '../../usage.js';
import { callOf, type Verb } from './verb.js';

export const exportVerb: Verb = {
  usage: 'export NAME [--out FILE]',
  help: () => t('Writes a skill as a zip file ({0} unless --out names one).', 'NAME.zip'),
  async run(context, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { out: { type: 'string' } } });
    const name = onlyOne(positionals, callOf(exportVerb));
    return await withEngine(context, async (engine) => {
      const zip = await engine.exportSkill(name);
      const file = path.resolve(context.folder, values.out ?? `${name}.zip`);
      await writeNew(file, zip);
      context.output.value({ name, file, bytes: zip.length });
      context.output.entry(t('{0} is exported: {1}', name, file));
      return 0;
    });
  },
};

/** Whole or not at all, and never over another file. */
async function writeNew(file: string, data: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx').catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST')
      throw new UsageError(t('“{0}” exists already; name another file with --out.', file));
    throw fileProblem(error, file);
  });
  try {
    await handle.writeFile(data);
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(file, { force: true });
    throw fileProblem(error, file);
  }
}
