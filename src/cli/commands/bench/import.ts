import path from 'node:path';
import { parseArgs } from 'node:util';
import { importFormats } from '../../../bench/importers/importer.js';
import { importTasks } from '../../../bench/importers/importTasks.js';
import { writeTasks } from '../../../bench/tasks/writeTasks.js';
import { t } from '../../l10n.js';
import { atMost, oneOf, required } from '../../usage.js';
import type { Verb } from '../skills/verb.js';

export const importVerb: Verb = {
  usage: `import FILE --out TASKS.jsonl [--format ${importFormats.join('|')}] [--seed N] [--limit N]`,
  help: () => t('Turns a benchmark that you have into a task file: which kind it is, is seen from what is in it.'),
  async run({ output, folder, signal }, args) {
    const usage = `memento bench ${importVerb.usage}`;
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        seed: { type: 'string', default: '1' },
        limit: { type: 'string' },
        out: { type: 'string' },
      },
    });
    atMost(1, positionals, usage);
    const format = values.format === undefined ? undefined : oneOf('--format', values.format, importFormats);
    const from = path.resolve(folder, required(positionals[0], usage));
    const out = path.resolve(folder, required(values.out, usage));
    const options = { seed: values.seed, ...(values.limit === undefined ? {} : { limit: Number(values.limit) }) };
    const { format: found, tasks, skipped } = await importTasks(format, from, options, signal);
    await writeTasks(out, tasks, signal);
    output.value({ format: found, tasks: tasks.length, skipped, file: out });
    output.line(t('{0} tasks ({1}) are in {2}.', tasks.length, found, out));
    return 0;
  },
};
