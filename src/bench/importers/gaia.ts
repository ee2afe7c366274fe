import { lstat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { type Importer, has } from './importer.js';
import { readRecord } from './records.js';

const schema = z.object({
  task_id: z.string(),
  Question: z.string(),
  Level: z.union([z.int(), z.string()]),
  'Final answer': z.string(),
  file_name: z.string().nullish(),
});

/** In the set whose answers are kept back it is a question mark. */
const isKnown = (answer: string): boolean => answer.trim() !== '' && answer.trim() !== '?';

/** GAIA's `metadata.jsonl`; attached files lie beside it. Its answers are to be short, because its scorer compares letters. */
export const gaia: Importer = {
  format: 'gaia',
  source: 'GAIA',
  licence: 'NOASSERTION',
  fits: (record) => has(record, 'task_id', 'Question', 'Level'),
  open: (file) =>
    Promise.resolve(async (record) => {
      const { task_id: id, Question: question, Level: level, ...rest } = readRecord(record, schema);
      const { 'Final answer': answer, file_name: attached } = rest;
      if (!isKnown(answer)) return 'no-answer';
      const form = 'Answer with a number, with as few words as possible, or with a list separated by commas.';
      const task = {
        ...{ id, domain: 'gaia', kind: `level-${level}` },
        check: { type: 'exact', answer, normalize: 'gaia' },
      } as const;
      if (!attached) return { ...task, prompt: `${question}\n\n${form}` };
      const found = await lstat(path.join(path.dirname(file), attached)).catch(() => undefined);
      if (!found?.isFile()) return 'file-missing';
      const prompt = `${question}\n\nThe file ${attached} lies in the workspace. ${form}`;
      return { ...task, prompt, files: { [attached]: { path: attached } } };
    }),
};
