import path from 'node:path';
import * as z from 'zod';
import { sha256 } from '../../engine/store/hash.js';
import { type Importer, has } from './importer.js';
import { readRecord } from './records.js';

const schema = z.object({ input: z.string(), target: z.string() });

/** BIG-Bench Hard: a file per kind of question, named for it. */
export const bbh: Importer = {
  format: 'bbh',
  source: 'BIG-Bench Hard',
  licence: 'MIT',
  fits: (record) => has(record, 'input', 'target'),
  open: (file) => {
    const kind = path.basename(file, path.extname(file));
    return Promise.resolve((record) => {
      const { input, target } = readRecord(record, schema);
      if (target.trim() === '') return Promise.resolve('no-answer');
      const letter = /^\(([A-Z])\)$/.exec(target.trim())?.[1];
      const form = letter
        ? 'the letter of the right option alone'
        : 'the result alone, in the form the question asks for';
      return Promise.resolve({
        id: `${kind}-${sha256(input).slice(0, 12)}`,
        ...{ domain: 'bbh', kind, prompt: `${input}\n\nAnswer with ${form}.` },
        check: { type: 'exact', answer: letter ? [target, letter] : target, normalize: 'case' },
      });
    });
  },
};
