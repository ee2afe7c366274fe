import * as z from 'zod';
import { sha256 } from '../../engine/store/hash.js';
import { numberOf } from '../checks/numeric.js';
import { type Importer, has } from './importer.js';
import { readRecord } from './records.js';

const schema = z.object({ question: z.string(), answer: z.string() });

/** The number stands behind this at the end of the worked answer. */
const mark = '####';

/** Grade-school word problems, one per line. They have no ids: the question's hash is one, wherever it stands. */
export const gsm8k: Importer = {
  format: 'gsm8k',
  source: 'GSM8K',
  licence: 'MIT',
  fits: (record) => has(record, 'question', 'answer') && String(record.answer).includes(mark),
  open: () =>
    Promise.resolve((record) => {
      const { question, answer } = readRecord(record, schema);
      const at = answer.lastIndexOf(mark);
      const value = at < 0 ? undefined : numberOf(answer.slice(at + mark.length), []);
      if (value === undefined) return Promise.resolve('no-answer');
      return Promise.resolve({
        id: `gsm8k-${sha256(question).slice(0, 12)}`,
        ...{ domain: 'gsm8k', kind: 'gsm8k', prompt: `${question}\n\nAnswer with the number alone.` },
        check: { type: 'numeric', answer: value },
      });
    }),
};
