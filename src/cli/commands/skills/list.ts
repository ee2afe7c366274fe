import { withEngine } from '../../context.js';
import { t } from '../../l10n.js';
import { plainDiagnostic, skillRows, type SkillRow } from './rows.js';
import { skillTable } from './table.js';
import type { Verb } from './verb.js';
import { noWords } from './words.js';

export const list: Verb = {
  usage: 'list',
  help: () => t('Shows every skill with its source, state and record, and what is wrong with it.'),
  async run(context, args) {
    noWords(list, args);
    return await withEngine(context, async (engine) => {
      const rows = await skillRows(engine);
      context.output.value(rows.map(forTools));
      for (const line of skillTable(rows)) context.output.entry(line);
      if (!rows.length)
        context.output.entry(t('No skills yet in this folder. “memento skills init” copies the elementary ones.'));
      return 0;
    });
  },
};

const forTools = (row: SkillRow) => ({ ...row, diagnostics: row.diagnostics.map(plainDiagnostic) });
