import * as z from 'zod';
import { type Importer, has } from './importer.js';
import { readRecord } from './records.js';

const schema = z.object({
  id: z.string(),
  question: z.string(),
  answer: z.string(),
  answer_type: z.enum(['exactMatch', 'multipleChoice']),
  category: z.string().nullish(),
  image: z.unknown(),
});

/** Humanity's Last Exam, the questions that need no picture. */
export const hle: Importer = {
  format: 'hle',
  source: 'HLE',
  licence: 'NOASSERTION',
  fits: (record) => has(record, 'id', 'question', 'answer', 'answer_type'),
  open: () =>
    Promise.resolve((record) => {
      const { id, question, answer, answer_type: type, category, image } = readRecord(record, schema);
      // Some exports say `""`, some `null`, some leave it out.
      if (image) return Promise.resolve('image');
      if (answer.trim() === '') return Promise.resolve('no-answer');
      const form = type === 'multipleChoice' ? 'the letter of the right choice alone' : 'the result alone';
      return Promise.resolve({
        ...{ id, domain: 'hle', kind: category?.trim() || 'other', prompt: `${question}\n\nAnswer with ${form}.` },
        // A letter may come as `B`, `b` or `(B).`: punctuation does not count either way.
        check: { type: 'exact', answer, normalize: 'gaia' },
      });
    }),
};
