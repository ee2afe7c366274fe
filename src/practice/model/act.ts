import { programPath } from '../kb/program.js';
import { type Understood, understand } from '../kb/understand.js';
import { type ChatBody, textOf, type WireMessage } from '../wire.js';
import { read } from './memory.js';
import { plan } from './plan.js';
import type { Prompt, Reply } from './prompt.js';
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
  const results = talk.filter(({ role }) => role === 'tool').map(textOf);
  const failure = results.map(failureIn).find((found) => found !== undefined);
  if (failure !== undefined) return answer(`I stop here: ${failure}`, couldNotFinish);

  const planned = plan({ ...understood, task, skills, guidance }, prompt);
  if (!planned) return answer('I am not sure which rules this house follows.', 'I am not sure');
  const missing = planned.find(({ call }) => !offered(body, call.name));
  if (missing) return answer(`I need the tool ${missing.call.name} for this.`, couldNotFinish);
  const made = talk.flatMap(({ tool_calls }) => (tool_calls ?? []).map((call) => call.function.name));
  const next = planned.find(({ call }) => !made.includes(call.name));
  if (next) return { content: next.says, calls: [next.call] };
  return answer(summary(understood, skills), resultIn(results.at(-1) ?? ''));
}

function summary({ kind }: Understood, skills: readonly SkillText[]): string {
  const how = kind.shell ? 'counted the lines with awk' : `wrote and ran ${programPath(kind)}`;
  const [skill] = skills;
  return `I ${how}${skill ? `, following ${skill.name}` : ', without a skill'}.`;
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
