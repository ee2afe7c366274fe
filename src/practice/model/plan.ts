import { choose, share } from '../hash.js';
import { commonSense, type Convention, settle } from '../kb/house.js';
import { readsFile } from '../kb/kind.js';
import { program, programPath } from '../kb/program.js';
import type { Understood } from '../kb/understand.js';
import type { Guidance } from './memory.js';
import type { Call, Prompt } from './prompt.js';
import type { SkillText } from './skillText.js';

/** A call the model means to make, and what it says with it. */
export interface Planned {
  readonly says: string;
  readonly call: Call;
}

/** What there is to work from. */
export interface Assignment extends Understood {
  readonly task: string;
  readonly skills: readonly SkillText[];
  readonly guidance: Guidance;
}

/**
 * The calls that carry out a request, in order: read the file, then write a program and run it, or run a pipeline. `undefined` when the
 * model slips with nothing to go by.
 */
export function plan(assignment: Assignment, prompt: Prompt): readonly Planned[] | undefined {
  const { kind, asked, skills, guidance } = assignment;
  const given = kind.uses.flatMap((slot) => guidance.conventions.get(slot) ?? []);
  const known = slips(assignment, prompt) ? withoutOne(given, prompt.salt + assignment.task) : given;
  if (!known) return undefined;
  const house = settle(commonSense, known);
  const reading = readsFile(kind)
    ? [step(`I look at ${asked.file ?? ''} first.`, 'read_file', { path: asked.file ?? '' })]
    : [];
  const command = kind.shell?.(asked, house);
  if (command !== undefined)
    return [...reading, step(`${basis(skills, known)} Counting lines is a job for awk.`, 'run_command', { command })];
  const path = programPath(kind);
  const content = program(kind, asked, house, new Set(known.map(({ slot }) => slot)));
  return [
    ...reading,
    step(`${basis(skills, known)} I write a small program for it.`, 'write_file', { path, content }),
    step('Now I run it.', 'run_command', { command: `node ${path}` }),
  ];
}

const step = (says: string, name: string, values: Call['arguments']): Planned => ({
  says,
  call: { name, arguments: values },
});

function slips({ task, skills }: Assignment, { body, salt, character }: Prompt): boolean {
  const texts = skills.map(({ text }) => text).join('');
  return share(`${salt}slip${task}${texts}${body.seed ?? ''}`) < character.slip;
}

/** The conventions but for one; `undefined` when there is none to forget. */
function withoutOne(given: readonly Convention[], key: string): readonly Convention[] | undefined {
  const forgotten = choose(given, key);
  return forgotten && given.filter((one) => one !== forgotten);
}

function basis([skill]: readonly SkillText[], { length }: readonly Convention[]): string {
  if (!skill) return 'There is no skill for this, so I go by common sense.';
  return length ? `${skill.name} gives ${length} of the rules this needs.` : `${skill.name} says nothing about this.`;
}
