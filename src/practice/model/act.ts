import { choose, share } from '../hash.js';
import { commonSense, settle, type Slot } from '../kb/house.js';
import { readsFile } from '../kb/kind.js';
import { program, programPath } from '../kb/program.js';
import { type Understood, understand } from '../kb/understand.js';
import { type ChatBody, textOf, type WireMessage } from '../wire.js';
import { type Guidance, read } from './memory.js';
import type { Call, Prompt, Reply } from './prompt.js';
import { type SkillText, skillsIn } from './skillText.js';
import { couldNotFinish, failureIn, resultIn } from './toolResult.js';

/** Acts on a task: reads the file it names, writes and runs a program (or runs a pipeline), answers with what that printed. */
export function act(prompt: Prompt): Reply {
  const { body, salt, character } = prompt;
  const system = body.messages.filter(({ role }) => role === 'system' || role === 'developer').map(textOf);
  const start = body.messages.findIndex(({ role }) => role === 'user');
  const task = taskIn(body.messages[start]);
  const skills = skillsIn(system.join('\n'));
  const guidance = read(skills, task, character, salt);

  const learned = guidance.answers.get(task);
  if (learned !== undefined) return answer('I know this one by heart.', learned);
  const understood = understand(task);
  if (!understood)
    return answer('I am a simulated model and know only the practice tasks; this is not one of them.', 'I do not know');

  const talk = body.messages.slice(start + 1);
  const failed = talk.filter(({ role }) => role === 'tool').find((message) => failureIn(textOf(message)) !== undefined);
  if (failed) return answer(`I stop here: ${failureIn(textOf(failed)) ?? ''}`, couldNotFinish);

  const plan = plannedCalls(prompt, task, skills, guidance, understood);
  if (!plan) return answer('I am not sure which rules this house follows.', 'I am not sure');
  const missing = plan.find(({ call }) => !offered(body, call.name));
  if (missing) return answer(`I need the tool ${missing.call.name} for this.`, couldNotFinish);
  const made = talk.flatMap(({ tool_calls }) => (tool_calls ?? []).map((call) => call.function.name));
  const next = plan.find(({ call }) => !made.includes(call.name));
  if (next) return { content: next.says, calls: [next.call] };
  const printed = textOf(talk.findLast(({ role }) => role === 'tool') ?? { role: 'tool', content: '' });
  return answer(summary(understood, skills), resultIn(printed));
}

interface Planned {
  readonly says: string;
  readonly call: Call;
}

/** The calls that answer the request, in order; `undefined` when the model slips and does not know how. */
function plannedCalls(
  { body, salt, character }: Prompt,
  task: string,
  skills: readonly SkillText[],
  { conventions }: Guidance,
  { kind, asked }: Understood,
): readonly Planned[] | undefined {
  const known = new Map(kind.uses.flatMap((slot) => entry(slot, conventions.get(slot))));
  const slip = `${salt}slip${task}${skills.map(({ text }) => text).join('')}${body.seed ?? ''}`;
  if (share(slip) < character.slip) {
    const forgotten = choose([...known.keys()], salt + task);
    if (!forgotten) return undefined;
    known.delete(forgotten);
  }
  const house = settle(commonSense, [...known.values()]);
  const calls: Planned[] = [];
  if (readsFile(kind))
    calls.push({
      says: `I look at ${asked.file ?? ''} first.`,
      call: { name: 'read_file', arguments: { path: asked.file ?? '' } },
    });
  if (kind.shell) {
    const command = kind.shell(asked, house);
    calls.push({ says: `${basis(skills, known.size)} Counting lines is a job for awk.`, call: run(command) });
    return calls;
  }
  const path = programPath(kind);
  const content = program(kind, asked, house, new Set(known.keys()));
  calls.push({
    says: `${basis(skills, known.size)} I write a small program that applies the conventions.`,
    call: { name: 'write_file', arguments: { path, content } },
  });
  calls.push({ says: 'Now I run it.', call: run(`node ${path}`) });
  return calls;
}

const run = (command: string): Call => ({ name: 'run_command', arguments: { command } });

const entry = <T>(slot: Slot, value: T | undefined): [Slot, T][] => (value === undefined ? [] : [[slot, value]]);

function basis(skills: readonly SkillText[], rules: number): string {
  const [skill] = skills;
  if (!skill) return 'There is no skill for this, so I go by common sense.';
  return rules ? `${skill.name} gives ${rules} of the rules I need.` : `${skill.name} says nothing about this.`;
}

function summary({ kind }: Understood, skills: readonly SkillText[]): string {
  const how = kind.shell ? 'counted the lines with awk' : `wrote and ran ${programPath(kind)}`;
  const [skill] = skills;
  return `I ${how}${skill ? `, following ${skill.name}` : ' without a skill'}.`;
}

const answer = (sentence: string, result: string): Reply => ({ content: `${sentence}\nANSWER: ${result}`, calls: [] });

/** The task between its tags, else the whole message. */
function taskIn(message: WireMessage | undefined): string {
  const text = message ? textOf(message) : '';
  const tagged = /<task>\n?([\s\S]*?)\n?<\/task>/.exec(text)?.[1]?.replaceAll('<\\/task', '</task');
  return (tagged ?? text).trim();
}

const offered = ({ tools }: ChatBody, name: string): boolean =>
  tools?.some((tool) => tool.function.name === name) ?? false;
