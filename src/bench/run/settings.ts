import * as z from 'zod';
import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import { defaultLearning } from '../../engine/write/settings.js';
import { type Condition, conditionOf } from '../conditions.js';

const whole = z.int().nonnegative();
const share = z.number().min(0).max(1);
const switches = Object.fromEntries(
  Object.entries(defaultLearning).map(([name, value]) => [
    name,
    z[typeof value === 'boolean' ? 'boolean' : 'number']().exactOptional(),
  ]),
);

/** What `--config` holds: knobs of the simulated world, of its model, and of the write step. All may be left out. */
export const configSchema = z.strictObject({
  world: z
    .strictObject({
      drift: whole.min(1).exactOptional(),
      noise: share.exactOptional(),
      feedback: z.enum(['answer', 'binary']).exactOptional(),
      train: whole.min(1).max(100).exactOptional(),
      test: whole.min(1).max(100).exactOptional(),
    })
    .exactOptional(),
  model: z
    .strictObject({
      slip: share.exactOptional(),
      writeErr: share.exactOptional(),
      attrErr: share.exactOptional(),
      judgeErr: share.exactOptional(),
    })
    .exactOptional(),
  /** Tests with slips off before and after each accepted edit, to see which hurt; simulated model only. */
  audit: z.boolean().exactOptional(),
  learning: z.strictObject(switches).exactOptional(),
});

export type BenchConfig = z.infer<typeof configSchema>;

/** What a benchmark is to do; the same settings give the same tasks, and with a simulated model the same figures. */
export interface BenchSettings {
  /** A drawn world (`frozen`, `wide`), or a task file. */
  readonly tasks: string;
  readonly conditions: readonly string[];
  readonly seeds: readonly string[];
  /** 1 or more. */
  readonly rounds: number;
  readonly config: BenchConfig;
}

/** Reads `--config`. @throws {HumanError} that names what is wrong */
export function readConfig(source: string): BenchConfig {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw new HumanError(text('The configuration is not JSON: {0}', (error as Error).message));
  }
  const parsed = configSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0] ?? { path: [], message: '' };
  throw new HumanError(text('The configuration cannot be used: {0} {1}', path.join('.'), message));
}

/** What a configuration changes, each as `world.noise = 0.2`, in the order in which it stands there. */
export const changesOf = (config: BenchConfig): readonly string[] =>
  Object.entries(config).flatMap(([part, value]) =>
    typeof value === 'object'
      ? Object.entries(value).map(([name, one]) => `${part}.${name} = ${String(one)}`)
      : [`${part} = ${String(value)}`],
  );

/** A condition with what the configuration changes of the write step. @throws {HumanError} when there is none of that name */
export function conditionWith(name: string, { learning = {} }: BenchConfig): Condition {
  const condition = conditionOf(name);
  return { ...condition, learning: { ...condition.learning, ...learning } };
}
