import type { Diagnostic, Skill } from './skill.js';

/**
 * A skill whose diagnostics are found when they are first asked for, and once: of ten thousand skills few are ever looked at, and finding
 * what is wrong with all of them takes longer than reading them. A copy (`{...skill}`) asks for them.
 */
export function diagnosed(skill: Omit<Skill, 'diagnostics'>, find: () => readonly Diagnostic[]): Skill {
  let found: readonly Diagnostic[] | undefined;
  return Object.defineProperty(skill, 'diagnostics', {
    get: () => (found ??= find()),
    enumerable: true,
  }) as Skill;
}
