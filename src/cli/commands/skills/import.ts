import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Quarantined } from '../../../engine/exchange/quarantine.js';
import { type CliContext, withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { folded } from '../../output.js';
import { onlyOne } from '../../usage.js';
import { diagnosticLine, filesLine } from './lines.js';
import { plainDiagnostic } from './rows.js';
import { callOf, type Verb } from './verb.js';
import { originOf } from './waiting.js';

export const importVerb: Verb = {
  usage: 'import SRC [--path P] [--ref R]',
  help: () =>
    t(
      'Fetches skills from a folder, a zip file or a git address (--path: a folder inside, --ref: a branch, tag or commit) into quarantine, for you to look at.',
    ),
  async run(context, args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { path: { type: 'string' }, ref: { type: 'string' } },
    });
    const source = await sourceOf(context, onlyOne(positionals, callOf(importVerb)));
    const { output } = context;
    return await withEngine(context, async (engine) => {
      const { path: inside, ref } = values;
      const options = { ...(inside === undefined ? {} : { path: inside }), ...(ref === undefined ? {} : { ref }) };
      const imports = await engine.importSkills(source, options, context.signal);
      output.value(imports.map(forTools));
      output.entry(
        imports.length === 1 ? t('1 skill waits in quarantine:') : t('{0} skills wait in quarantine:', imports.length),
      );
      for (const one of imports) for (const line of describe(one)) output.entry(line);
      return 0;
    });
  },
};

/** A path counts from the command's folder; anything that is not there is an address. */
async function sourceOf({ folder }: CliContext, source: string): Promise<string> {
  const file = path.resolve(folder, source);
  return (await stat(file).catch(() => undefined)) ? file : source;
}

const forTools = (one: Quarantined) => ({ ...one, diagnostics: one.diagnostics.map(plainDiagnostic) });

function describe(one: Quarantined): readonly string[] {
  const { id, name, description, files, diagnostics, skipped } = one;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return [
    `${name}  ${id}`,
    ...(description ? [`  ${folded(description)}`] : []),
    `  ${t('from {0}', originOf(one.origin))}`,
    `  ${filesLine(files.length, bytes)}`,
    ...files.map((file) => `    ${file.path}${file.executable ? ` (${t('executable')})` : ''}`),
    ...skipped.map((what) => `  ${t('left out: {0}', what)}`),
    ...diagnostics.map((each) => `  ${diagnosticLine(each)}`),
    `  ${t('To read it: {0}', `memento skills show ${id}`)}`,
    `  ${t('To use it: {0}', `memento skills trust ${id}`)}`,
    `  ${t('To throw it away: {0}', `memento skills discard ${id}`)}`,
    '',
  ];
}
