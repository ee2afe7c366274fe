import { parseArgs } from 'node:util';
import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { atMost, required, UsageError } from '../../usage.js';
import { contentNamed } from './contents.js';
import { callOf, type Verb } from './verb.js';

export const show: Verb = {
  usage: 'show NAME [VERSION] [--file PATH]',
  help: () => t('Prints SKILL.md (or another file) of a skill, of one of its versions or of an import in quarantine.'),
  async run(context, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { file: { type: 'string' } } });
    const [word, version] = atMost(2, positionals, callOf(show));
    const name = required(word, callOf(show));
    const file = values.file ?? 'SKILL.md';
    return await withEngine(context, async (engine) => {
      const { files, read, ...about } = await contentNamed(engine, name, version);
      const names = files.map(({ path }) => path);
      if (!names.includes(file))
        throw new UsageError(t('{0} has no file {1}. It has: {2}', name, file, names.join(', ')));
      const data = await read(file);
      context.output.value({ ...about, file, ...textOrBytes(data), files });
      context.output.content(data);
      return 0;
    });
  },
};

/** JSON holds text only: other files are printed in base64. */
function textOrBytes(data: Uint8Array): { readonly text: string } | { readonly base64: string } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data) };
  } catch {
    return { base64: Buffer.from(data).toString('base64') };
  }
}
