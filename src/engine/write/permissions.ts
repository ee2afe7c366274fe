import { parseSkill } from '../skills/format.js';

/**
 * Entries of `allowed-tools` that a change adds. They grant nothing in Memento, but other agents that read the skill may go by them.
 * @param before SKILL.md as it is; empty for a new skill
 */
export function widenedTools(name: string, before: string, after: string): readonly string[] {
  const old = toolsOf(name, before);
  return toolsOf(name, after).filter((tool) => !old.some((one) => covers(one, tool)));
}

const toolsOf = (name: string, source: string): readonly string[] => {
  const parsed = source === '' ? undefined : parseSkill(source, name);
  return parsed?.ok ? [...new Set(parsed.allowedTools)] : [];
};

/** `Bash` allows `Bash(git:*)`, not the other way round. Whatever else is not the same counts as more. */
const covers = (one: string, tool: string): boolean => one === tool || one === /^([^()]+)\(/.exec(tool)?.[1];
