import type { Quarantined } from '../../engine/exchange/quarantine.js';
import { isForeign, type BrokenSkill } from '../../engine/skills/skill.js';
import type { Proposal } from '../../engine/write/proposal.js';
import type { FolderView, SkillView } from '../library/folderView.js';
import { badgesOf } from './badge.js';

/** What the person looks for. Words are found in name, description and source; words with an at sign ask for a state. All must hold. */
export interface Filter {
  /** As typed, without blanks around it; empty lets everything through. */
  readonly text: string;
  skill(view: SkillView): boolean;
  broken(entry: BrokenSkill): boolean;
  import(value: Quarantined): boolean;
  proposal(value: Proposal): boolean;
  archived(name: string): boolean;
  /** Where the words stand in a name, from and to, for marking them; in order, without overlaps. */
  marks(name: string): readonly (readonly [number, number])[];
}

type Asked = (state: string) => boolean;

const states = {
  review: ({ review }: SkillView) => review,
  locked: ({ locked }: SkillView) => locked,
  problem: (view: SkillView) => badgesOf(view).some((badge) => badge === 'error' || badge === 'warning'),
  proposal: ({ proposals }: SkillView) => proposals.length > 0,
  new: (view: SkillView) => badgesOf(view).includes('new'),
  used: ({ runs }: SkillView) => runs.length > 0,
  published: ({ published }: SkillView) => published.length > 0,
  own: ({ skill }: SkillView) => skill.source === 'own',
  elementary: ({ skill }: SkillView) => skill.source === 'elementary',
  foreign: ({ skill }: SkillView) => isForeign(skill.source),
  shadowed: ({ shadowed }: SkillView) => shadowed,
  archived: () => false,
} as const satisfies Readonly<Record<string, (view: SkillView) => boolean>>;

const has = (view: SkillView, state: string): boolean =>
  (states as Readonly<Record<string, (of: SkillView) => boolean>>)[state]?.(view) ?? false;

/** States that can be asked for with an at sign before them. */
export const stateWords = Object.keys(states).map((state) => `@${state}`);

export function filterOf(typed: string): Filter {
  const text = typed.trim();
  const terms = text.toLowerCase().split(/\s+/).filter(Boolean);
  const words = terms.filter((term) => !term.startsWith('@'));
  // The begin of a state is enough, so that the list does not fall empty while it is typed.
  const asked = terms.filter((term) => term.startsWith('@')).map((term) => term.slice(1));
  const hasWords = (hay: string): boolean => words.every((word) => hay.includes(word));
  const holds = (is: Asked): boolean =>
    asked.every((begin) => Object.keys(states).some((state) => state.startsWith(begin) && is(state)));
  return {
    text,
    skill: (view) =>
      // Unfiltered, thousands of skills need no look.
      (words.length === 0 || hasWords(hayOf(view))) && (asked.length === 0 || holds((state) => has(view, state))),
    broken: ({ name, source }) =>
      hasWords(`${name}\n${source}`.toLowerCase()) &&
      holds((state) => state === 'problem' || state === (isForeign(source) ? 'foreign' : source)),
    import: ({ name, description, origin }) =>
      hasWords(`${name}\n${description}\n${origin.source}`.toLowerCase()) && holds((state) => state === 'review'),
    proposal: ({ skill, summary }) =>
      hasWords(`${skill}\n${summary}`.toLowerCase()) && holds((state) => state === 'proposal'),
    archived: (name) => hasWords(name.toLowerCase()) && holds((state) => state === 'archived'),
    marks: (name) => marksOf(name.toLowerCase(), words),
  };
}

/** Lets everything through. */
export const noFilter = filterOf('');

/** Skills of a folder that can be listed, and how many of them the filter lets through. */
export function counts(view: FolderView, filter: Filter): { readonly found: number; readonly all: number } {
  let [found, all] = [0, view.broken.length];
  const lists = [view.own, view.elementary, ...view.foreign.flatMap(({ skills, shadowed }) => [skills, shadowed])];
  for (const list of lists) {
    all += list.length;
    for (const one of list) if (filter.skill(one)) found++;
  }
  for (const one of view.broken) if (filter.broken(one)) found++;
  return { found, all };
}

/** Small letters of thousands of descriptions are made once, not with each key. */
const hays = new WeakMap<object, string>();

function hayOf({ skill }: SkillView): string {
  let hay = hays.get(skill);
  if (hay === undefined) {
    hay = `${skill.name}\n${skill.description}\n${skill.source}`.toLowerCase();
    hays.set(skill, hay);
  }
  return hay;
}

function marksOf(name: string, words: readonly string[]): readonly (readonly [number, number])[] {
  const found = words
    .map((word) => ({ at: name.indexOf(word), length: word.length }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || b.length - a.length);
  const marks: [number, number][] = [];
  for (const { at, length } of found) {
    const last = marks.at(-1);
    if (last && at <= last[1]) last[1] = Math.max(last[1], at + length);
    else marks.push([at, at + length]);
  }
  return marks;
}
