import type { CliContext } from '../../context.js';
import { oneOf, required } from '../../usage.js';
import type { Verb } from '../skills/verb.js';
import { list } from './list.js';
import { restore } from './restore.js';

const verbs = { list, restore } satisfies Record<string, Verb>;

type VerbName = keyof typeof verbs;

/** `memento rounds VERB ...` */
export async function roundsCommand(context: CliContext, args: string[]): Promise<number> {
  const [name, ...rest] = args;
  const usage = `memento rounds ${list.usage} | ${restore.usage}`;
  const verb = oneOf('rounds', required(name, usage), Object.keys(verbs) as VerbName[]);
  return await verbs[verb].run(context, rest);
}

/** Help for one verb, or for both when none is named. */
export const roundsHelp = (name?: string): string =>
  (name !== undefined && Object.hasOwn(verbs, name) ? [verbs[name as VerbName]] : Object.values(verbs))
    .map((verb) => `memento rounds ${verb.usage}\n    ${verb.help()}`)
    .join('\n');
