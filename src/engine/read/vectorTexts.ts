import { Pace } from '../store/pace.js';
import type { SkillText } from './example.js';
import { purposeOf, vectorKey } from './vectors.js';

/** Characters of a skill's name and description that are embedded: twice the longest description of the format. */
const maxSkillChars = 2_000;
/** Characters of a task that are embedded. */
const maxTaskChars = 4_000;
/** Vectors of past tasks that stay, the latest. */
const keptTasks = 2_000;
/** Vectors of skills that are no longer there, or read differently now, that stay at least: switched off is not yet gone. */
const keptSkills = 1_000;

/** What is embedded of a skill. The body would drown in what all skills say alike. */
export const skillText = ({ name, description }: SkillText): string =>
  `${name}: ${description}`.slice(0, maxSkillChars);

export const taskText = (query: string): string => query.slice(0, maxTaskChars);

/** Keys of skills by content; hashing thousands of them anew for every task would be felt. */
export class SkillKeys {
  readonly #known = new WeakMap<SkillText, string>();

  /** Their keys, in their order. */
  async of(skills: readonly SkillText[]): Promise<readonly string[]> {
    const pace = new Pace();
    const keys: string[] = [];
    for (const skill of skills) {
      let key = this.#known.get(skill);
      if (key === undefined) {
        key = vectorKey('skill', skillText(skill));
        this.#known.set(skill, key);
        if (pace.due) await pace.rest();
      }
      keys.push(key);
    }
    return keys;
  }
}

/** Keys whose vectors need not be kept: old skills when they outnumber the present ones, and the oldest tasks. */
export function outdated(keys: readonly string[], live: ReadonlySet<string>): readonly string[] {
  const tasks = keys.filter((key) => purposeOf(key) === 'task');
  const old = keys.filter((key) => purposeOf(key) === 'skill' && !live.has(key));
  return [
    ...(old.length > Math.max(keptSkills, live.size) ? old : []),
    // A tenth at a time, because each time all vectors move.
    ...(tasks.length > keptTasks * 1.1 ? tasks.slice(0, -keptTasks) : []),
  ];
}
