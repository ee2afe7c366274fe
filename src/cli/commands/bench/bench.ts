import type { CliContext } from '../../context.js';
import { oneOf, required } from '../../usage.js';
import type { Verb } from '../skills/verb.js';
import { importVerb } from './import.js';
import { runVerb } from './run.js';

const verbs = { run: runVerb, import: importVerb } satisfies Record<string, Verb>;

type VerbName = keyof typeof verbs;

/** `memento bench VERB ...` */
export async function benchCommand(context: CliContext, args: string[]): Promise<number> {
  const [name, ...rest] = args;
  const usage = `memento bench ${runVerb.usage} | ${importVerb.usage}`;
  const verb = oneOf('bench', required(name, usage), Object.keys(verbs) as VerbName[]);
  return await verbs[verb].run(context, rest);
}

/** Help for one verb, or for both when none is named. */
export const benchHelp = (name?: string): string =>
  (name !== undefined && Object.hasOwn(verbs, name) ? [verbs[name as VerbName]] : Object.values(verbs))
    .map((verb) => `memento bench ${verb.usage}\n    ${verb.help()}`)
    .join('\n');
