import path from 'node:path';
import { parseArgs } from 'node:util';
import type { EvalSettings } from '../../../engine/read/eval/evaluate.js';
import { t } from '../../l10n.js';
import { atMost, oneOf, required, UsageError } from '../../usage.js';

/** How `memento router eval` was called. */
export interface EvalCall {
  /** Folder of the router data. */
  readonly data: string;
  /** File of near-misses. */
  readonly negatives?: string;
  readonly settings: Omit<EvalSettings, 'nearMisses'>;
}

const methods = ['bm25', 'usage', 'trained'] as const;

/** Options that only the trained router has an answer to. */
const ofTheRouter = ['holdout-skills', 'new-skill', 'outcomes', 'negatives'] as const;

/**
 * @param folder that paths are relative to
 * @throws {UsageError} @throws {TypeError} of `parseArgs`
 */
export function evalCall(args: string[], usage: string, folder: string): EvalCall {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      split: { type: 'string' },
      method: { type: 'string', default: 'trained' },
      seed: { type: 'string', default: '1' },
      'train-per-skill': { type: 'string', default: 'all' },
      'holdout-skills': { type: 'string' },
      'new-skill': { type: 'string' },
      outcomes: { type: 'string' },
      negatives: { type: 'string' },
      folds: { type: 'string' },
    },
  });
  atMost(0, positionals, usage);
  const method = oneOf('--method', values.method, methods);
  const { folds, outcomes, negatives, split } = values;
  const holdout = values['holdout-skills'];
  const joins = values['new-skill'];
  const wanted = ofTheRouter.filter((option) => values[option] !== undefined);
  if (method !== 'trained' && wanted[0]) throw new UsageError(t('--{0} goes with --method trained only.', wanted[0]));
  if (wanted.length > 1) throw new UsageError(t('Give only one of: {0}', wanted.map((one) => `--${one}`).join(', ')));
  if (folds !== undefined && (outcomes !== undefined || split !== undefined))
    throw new UsageError(t('--folds asks all queries in turn: it goes neither with --split nor with --outcomes.'));
  if (split === 'train' && method !== 'bm25')
    throw new UsageError(t('What was learned from proves nothing: ask another split, or use --folds.'));
  const each = values['train-per-skill'];
  return {
    data: path.resolve(folder, required(values.data, usage)),
    ...(negatives !== undefined && { negatives: path.resolve(folder, negatives) }),
    settings: {
      method,
      split: split ?? 'test',
      seed: whole('--seed', values.seed, 0),
      perSkill: each === 'all' ? Infinity : whole('--train-per-skill', each, 0),
      ...(folds !== undefined && { folds: whole('--folds', folds, 2) }),
      ...(holdout !== undefined && { holdout: shareOf('--holdout-skills', holdout) }),
      ...(joins !== undefined && { newSkill: whole('--new-skill', joins, 0) }),
      ...(outcomes !== undefined && { outcomes: whole('--outcomes', outcomes, 1) }),
    },
  };
}

/** The highest number an option takes; a seed has 32 bits. */
const highest = 2 ** 32 - 1;

function whole(option: string, value: string, least: number): number {
  const number = Number(value);
  if (!/^\d{1,10}$/.test(value) || number < least || number > highest)
    throw new UsageError(t('{0} takes a whole number from {1}.', option, least));
  return number;
}

function shareOf(option: string, value: string): number {
  const share = Number(value);
  if (value.trim() === '' || !(share > 0 && share < 1))
    throw new UsageError(t('{0} takes a share between 0 and 1, for example 0.3', option));
  return share;
}
