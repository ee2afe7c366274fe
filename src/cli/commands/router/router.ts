import type { CliContext } from '../../context.js';
import { oneOf, required } from '../../usage.js';
import type { Verb } from '../skills/verb.js';
import { evalVerb } from './eval.js';
import { explain } from './explain.js';
import { generations } from './generations.js';
import { revert } from './revert.js';
import { train } from './train.js';

const verbs = { explain, train, generations, revert, eval: evalVerb } satisfies Record<string, Verb>;

type VerbName = keyof typeof verbs;

/** `memento router VERB ...` */
export async function routerCommand(context: CliContext, args: string[]): Promise<number> {
  const [name, ...rest] = args;
  const usage = `memento router ${Object.values(verbs)
    .map((verb) => verb.usage)
    .join(' | ')}`;
  const verb = oneOf('router', required(name, usage), Object.keys(verbs) as VerbName[]);
  return await verbs[verb].run(context, rest);
}

/** Help for one verb, or for all when none is named. */
export const routerHelp = (name?: string): string =>
  (name !== undefined && Object.hasOwn(verbs, name) ? [verbs[name as VerbName]] : Object.values(verbs))
    .map((verb) => `memento router ${verb.usage}\n    ${verb.help()}`)
    .join('\n');
