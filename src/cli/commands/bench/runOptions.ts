import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ProfileName, profiles } from '../../../bench/run/profiles.js';
import { drawnWorlds } from '../../../bench/worlds/worldOf.js';
import { t } from '../../l10n.js';
import { atMost, oneOf, UsageError } from '../../usage.js';

/** How `memento bench run` was called. Paths are absolute. */
export interface RunCall {
  readonly profile: ProfileName;
  readonly tasks: string;
  readonly model?: string;
  readonly conditions: readonly string[];
  readonly seeds: readonly string[];
  readonly rounds: number;
  /** File with knobs. */
  readonly config?: string;
  readonly out: string;
  readonly programs: readonly string[];
  readonly concurrency?: number;
  readonly tokens?: number;
  readonly minutes?: number;
}

/**
 * @param folder that paths are relative to
 * @throws {UsageError} @throws {TypeError} of `parseArgs`
 */
export function runCall(args: string[], usage: string, folder: string): RunCall {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      profile: { type: 'string', default: 'quick' },
      tasks: { type: 'string' },
      model: { type: 'string' },
      conditions: { type: 'string' },
      seeds: { type: 'string' },
      rounds: { type: 'string' },
      config: { type: 'string' },
      out: { type: 'string' },
      path: { type: 'string', multiple: true, default: [] },
      concurrency: { type: 'string' },
      'max-tokens': { type: 'string' },
      'max-minutes': { type: 'string' },
    },
  });
  atMost(0, positionals, usage);
  const profile = oneOf('--profile', values.profile, Object.keys(profiles) as ProfileName[]);
  const usual = profiles[profile];
  const tasks = values.tasks ?? usual.tasks;
  const drawn = drawnWorlds.some((name) => name === tasks);
  const number = (name: 'concurrency' | 'max-tokens' | 'max-minutes') =>
    values[name] === undefined ? undefined : atLeastOne(`--${name}`, values[name]);
  const [concurrency, tokens, minutes] = [number('concurrency'), number('max-tokens'), number('max-minutes')];
  return {
    profile,
    tasks: drawn ? tasks : path.resolve(folder, tasks),
    ...(values.model === undefined ? (drawn ? { model: 'practice' } : {}) : { model: values.model }),
    conditions: listOf(values.conditions) ?? usual.conditions,
    seeds: seedsOf(values.seeds) ?? usual.seeds,
    rounds: values.rounds === undefined ? usual.rounds : atLeastOne('--rounds', values.rounds),
    ...(values.config === undefined ? {} : { config: path.resolve(folder, values.config) }),
    out: path.resolve(
      folder,
      values.out ?? path.join('bench-out', `${drawn ? tasks : path.basename(tasks)}-${profile}`),
    ),
    programs: values.path.map((one) => path.resolve(folder, one)),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(minutes === undefined ? {} : { minutes }),
  };
}

function listOf(value: string | undefined): readonly string[] | undefined {
  const items = value?.split(',').map((item) => item.trim());
  if (items?.some((item) => !/^[\w.+-]+$/.test(item)))
    throw new UsageError(t('A list is written with commas: {0}', 'none,seed,naive,full'));
  return items && [...new Set(items)];
}

/** Seeds in a range, at most: one more is a slip of the finger. */
const mostInRange = 1000;

/** Seeds are names; two whole numbers with a hyphen stand for all from one to the other. */
function seedsOf(value: string | undefined): readonly string[] | undefined {
  const seeds = listOf(value)?.flatMap((item) => {
    const [, from, to] = /^(\d+)-(\d+)$/.exec(item) ?? [];
    if (from === undefined) return [item];
    const [first, count] = [Number(from), Number(to) - Number(from) + 1];
    if (!(count >= 1 && count <= mostInRange)) throw new UsageError(t('{0} is no range of seeds; 1-8 is one.', item));
    return Array.from({ length: count }, (_, index) => String(first + index));
  });
  return seeds && [...new Set(seeds)];
}

function atLeastOne(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new UsageError(t('{0} is a whole number of at least 1.', name));
  return number;
}
