import type { CliContext } from '../../context.js';
import { oneOf } from '../../usage.js';
import { adopt } from './adopt.js';
import { archive } from './archive.js';
import { discard } from './discard.js';
import { exportVerb } from './export.js';
import { history } from './history.js';
import { importVerb } from './import.js';
import { init } from './init.js';
import { lint } from './lint.js';
import { list } from './list.js';
import { lock, unlock } from './lock.js';
import { publish } from './publish.js';
import { restore } from './restore.js';
import { show } from './show.js';
import { trust } from './trust.js';
import { callOf, type Verb } from './verb.js';

const verbs = {
  init,
  list,
  show,
  lint,
  trust,
  history,
  restore,
  archive,
  lock,
  unlock,
  adopt,
  publish,
  import: importVerb,
  discard,
  export: exportVerb,
} satisfies Record<string, Verb>;

type VerbName = keyof typeof verbs;

/** `memento skills VERB ...`; alone it lists its verbs. */
export async function skillsCommand(context: CliContext, args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    context.output.help(skillsHelp());
    return 0;
  }
  return await verbs[verbOf(name)].run(context, rest);
}

/** Help for one verb, or for all when none is named. */
export const skillsHelp = (name?: string): string =>
  name !== undefined && Object.hasOwn(verbs, name)
    ? explain(verbs[name as VerbName])
    : Object.values(verbs).map(explain).join('\n');

const explain = (verb: Verb): string => `${callOf(verb)}\n    ${verb.help()}`;

const verbOf = (name: string): VerbName => oneOf('skills', name, Object.keys(verbs) as VerbName[]);
