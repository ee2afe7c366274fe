import { text } from '../text.js';
import { rootName } from './libraryRoot.js';
import { isSkillName } from './name.js';
import type { Entry } from './readSkill.js';
import type { BrokenSkill, Diagnostic, LibrarySnapshot, Skill } from './skill.js';

/**
 * Makes the library of what was found in its roots, which are given in order of priority: one skill per name. Of folders of one root whose
 * names differ only in case or Unicode form one can exist on some disks, so only one is kept: a usable one with a regular name before others.
 */
export function collect(roots: readonly (readonly Entry[])[]): LibrarySnapshot {
  const skills = new Map<string, Skill>();
  const broken: BrokenSkill[] = [];
  const shadowed: Skill[] = [];
  for (const entries of roots) {
    const here = new Map<string, string>();
    for (const entry of byRank(entries)) {
      const { name } = 'skill' in entry ? entry.skill : entry.broken;
      const key = fold(name);
      const owner = here.get(key);
      if (owner !== undefined) broken.push(collision(entry, owner));
      else if ('broken' in entry) broken.push(entry.broken);
      else {
        const winner = skills.get(key);
        if (winner) shadowed.push(hidden(entry.skill, winner));
        else skills.set(key, entry.skill);
      }
      if (owner === undefined) here.set(key, name);
    }
  }
  return { skills: [...skills.values()].sort(byName), broken: broken.sort(byName), shadowed: shadowed.sort(byName) };
}

/** Not by language: the order must be the same for everyone. */
const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

const byRank = (entries: readonly Entry[]): readonly Entry[] => {
  const ranks: readonly Entry[][] = [[], [], []];
  for (const entry of entries) ranks['broken' in entry ? 2 : isSkillName(entry.skill.name) ? 0 : 1]?.push(entry);
  return ranks.flat();
};

const plain = /^[a-z0-9-]*$/;
const fold = (name: string): string => (plain.test(name) ? name : name.normalize('NFKC').toLowerCase());

function collision(entry: Entry, owner: string): BrokenSkill {
  const { name, path, source, diagnostics } = 'skill' in entry ? entry.skill : entry.broken;
  const message = text(
    'The folder’s name differs from “{0}” only in upper and lower case or in the form of its letters.',
    owner,
  );
  return {
    name,
    path,
    source,
    diagnostics: [{ code: 'name-collision', severity: 'error', line: 1, message }, ...diagnostics],
  };
}

/** The same content is a published copy and no surprise. */
function hidden(skill: Skill, winner: Skill): Skill {
  if (skill.tree === winner.tree) return skill;
  const shadow: Diagnostic = {
    code: 'shadowed',
    severity: 'warning',
    line: 1,
    message: text('Not used: the skill “{0}” in {1} counts.', winner.name, rootName(winner.source)),
  };
  return { ...skill, diagnostics: [shadow, ...skill.diagnostics] };
}
