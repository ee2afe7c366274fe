import path from 'node:path';
import { HumanError } from './errors.js';
import { contentOf } from './exchange/adopt.js';
import type { Publication, Publications } from './exchange/publications.js';
import type { Quarantine, Quarantined } from './exchange/quarantine.js';
import { exportZip } from './exchange/zip.js';
import type { History } from './skills/history.js';
import type { Library } from './skills/library.js';
import type { LockedSkills } from './skills/locked.js';
import { isSkillName, skillsDirOf } from './skills/name.js';
import { removal, restore } from './skills/restore.js';
import type { Reviewed } from './skills/reviewed.js';
import { isForeign, type LibrarySnapshot, type Skill, type SkillVersion } from './skills/skill.js';
import type { Standing } from './skills/standing.js';
import type { Content } from './skills/tree.js';
import { HashMismatchError } from './store/atomic.js';
import { text } from './text.js';

export interface CuratorOptions {
  readonly workspace: string;
  readonly library: Library;
  readonly history: History;
  readonly reviewed: Reviewed;
  readonly locked: LockedSkills;
  readonly quarantine: Quarantine;
  readonly publications: Publications;
}

/** Skills whose content is recorded when they are trusted together, at about 50 ms each on a disk that is asked to be sure. */
const recordedAtOnce = 200;

/** Carries out what the person decides about skills: which may be used, which come and go, and which version of them counts. */
export class Curator {
  constructor(private readonly options: CuratorOptions) {}

  /** @param snapshot the library as it is to be listed */
  async standing(snapshot: LibrarySnapshot): Promise<Standing> {
    const { history, reviewed, locked, quarantine, publications } = this.options;
    const [isReviewed, names, lockedNames, quarantined] = await Promise.all([
      reviewed.check(),
      history.names(),
      locked.read(),
      quarantine.list(),
    ]);
    const present = new Set([...snapshot.skills, ...snapshot.broken, ...snapshot.shadowed].map(({ name }) => name));
    return {
      toReview: new Set(snapshot.skills.filter(({ tree }) => !isReviewed(tree)).map(({ name }) => name)),
      locked: lockedNames,
      quarantined,
      published: await publications.list(snapshot.skills),
      archived: names.filter((name) => !present.has(name)),
    };
  }

  /** @throws {HumanError} when there is no such version, or the skill is not one of the library's own */
  async restore(name: string, version: number): Promise<SkillVersion> {
    const { library, history, reviewed } = this.options;
    const { skills } = await library.read();
    const present = skills.find((skill) => skill.name === name);
    if (present && isForeign(present.source)) throw notOwn(present);
    const wanted = (await history.versions(name)).find((one) => one.version === version);
    if (!wanted?.tree) throw new HumanError(text('“{0}” has no version {1} to restore.', name, version));
    const isReviewed = await reviewed.check();
    const dir = present ? path.dirname(present.path) : path.join(this.skillsDir, name);
    const restored = await unlessChanged(name, () => restore(history, { name, dir, version }));
    // What Memento or the person made is trusted; a version that came from outside and was never looked at stays to be reviewed.
    if (wanted.by !== 'hand' && wanted.by !== 'import' && !isReviewed(wanted.tree))
      await reviewed.add([{ name, tree: wanted.tree }]);
    return restored;
  }

  /** @throws {HumanError} when the skill is not one of the library's own */
  async archive(name: string): Promise<void> {
    const skill = await this.own(name);
    await this.options.history.ensure(skill);
    const dir = path.dirname(skill.path);
    const files = await removal(dir);
    await unlessChanged(name, () => this.options.history.commit({ name, dir, files, by: 'hand', why: 'Archived.' }));
  }

  /**
   * @param wanted names of skills, names or ids of imports
   * @param seen the tree each had when it was shown
   * @returns the names that may be used now
   * @throws {HumanError} when one is neither, or is another than was shown
   */
  async trust(wanted: readonly string[], seen?: ReadonlyMap<string, string>): Promise<readonly string[]> {
    const { library, reviewed, quarantine, history } = this.options;
    const [{ skills }, imports] = await Promise.all([library.read(), quarantine.list()]);
    const names = new Set(wanted);
    const chosen = imported(imports, names);
    const found = skills.filter(({ name }) => names.has(name));
    const there = new Set([...found.map(({ name }) => name), ...chosen.flatMap(({ id, name }) => [id, name])]);
    const missing = wanted.find((name) => !there.has(name));
    if (missing !== undefined) throw new HumanError(text('There is no skill “{0}” in this folder.', missing));
    // Of a skill and an import of one name, the name means the import: the skill would be replaced by it.
    const replaced = new Set(chosen.map(({ name }) => name));
    const kept = found.filter(({ name }) => !replaced.has(name));
    const changed = [...kept, ...chosen].find((one) => {
      const shown = seen?.get('id' in one && seen.has(one.id) ? one.id : one.name);
      return shown !== undefined && shown !== one.tree;
    });
    if (changed) throw new HumanError(text('“{0}” has changed since you looked at it. Review it again.', changed.name));
    await reviewed.add(kept);
    // Something to compare the next change with. Of thousands at once it would take minutes; theirs begins with their first use.
    const own = kept.filter(({ source }) => !isForeign(source));
    if (own.length <= recordedAtOnce) for (const skill of own) await history.ensure(skill);
    for (const one of chosen) await this.admit(one);
    return [...kept, ...chosen].map(({ name }) => name).sort();
  }

  /** @throws {HumanError} when the skill is not one of the library's own */
  async lock(name: string, locked: boolean): Promise<void> {
    if (locked) await this.own(name);
    await this.options.locked.set(name, locked);
  }

  /** Copies a skill of another agent's folder. @returns path of the copy's SKILL.md */
  async adopt(name: string): Promise<string> {
    const skill = await this.skill(name);
    if (!isForeign(skill.source)) throw new HumanError(text('“{0}” is in the library already.', name));
    await this.commit(name, await contentOf(skill), 'import', `Adopted from ${skill.source}.`);
    return path.join(this.skillsDir, name, 'SKILL.md');
  }

  async publish(name: string, target: string | undefined, replace: boolean | undefined): Promise<Publication> {
    const skill = await this.own(name);
    return await this.options.publications.publish(skill, await contentOf(skill), target, replace ?? false);
  }

  /** @throws {HumanError} when one is no import */
  async discard(wanted: readonly string[]): Promise<void> {
    const chosen = imported(await this.options.quarantine.list(), new Set(wanted));
    const missing = wanted.find((name) => !chosen.some((one) => one.id === name || one.name === name));
    if (missing !== undefined) throw new HumanError(text('There is no import “{0}”.', missing));
    for (const { id } of chosen) await this.options.quarantine.remove(id);
  }

  async export(name: string): Promise<Uint8Array> {
    return await exportZip(name, await contentOf(await this.skill(name)));
  }

  /** Moves an import into the library. */
  private async admit({ id, name, origin, tree }: Quarantined): Promise<void> {
    if (!isSkillName(name)) throw new HumanError(text('“{0}” is not a valid skill name.', name));
    const { quarantine, reviewed } = this.options;
    const from = [origin.source, origin.path === '.' ? '' : origin.path, origin.commit?.slice(0, 12)]
      .filter(Boolean)
      .join(' ');
    await this.commit(name, await quarantine.content(id), 'import', `Imported from ${from}.`);
    await reviewed.add([{ name, tree }]);
    await quarantine.remove(id);
  }

  /** Makes the library's own folder of this name hold exactly this content. */
  private async commit(name: string, content: Content, by: SkillVersion['by'], why: string): Promise<void> {
    const { library, history } = this.options;
    const { skills, broken, shadowed } = await library.read();
    const dir = path.join(this.skillsDir, name);
    const present = [...skills, ...shadowed].find((skill) => path.dirname(skill.path) === dir);
    const blocked = broken.find((one) => path.dirname(one.path) === dir);
    if (blocked)
      throw new HumanError(text('The folder “{0}” of the library cannot be read. Mend or remove it first.', name));
    const before = new Map(present?.files.map(({ path: file, hash }) => [file, hash]));
    const files = [...content].map(([file, after]) => ({ path: file, before: before.get(file) ?? null, after }));
    const gone = [...before]
      .filter(([file]) => !content.has(file))
      .map(([file, hash]) => ({ path: file, before: hash, after: null }));
    await unlessChanged(name, () => history.commit({ name, dir, files: [...files, ...gone], by, why }));
  }

  private async skill(name: string): Promise<Skill> {
    const found = (await this.options.library.read()).skills.find((skill) => skill.name === name);
    if (!found) throw new HumanError(text('There is no skill “{0}” in this folder.', name));
    return found;
  }

  private async own(name: string): Promise<Skill> {
    const skill = await this.skill(name);
    if (isForeign(skill.source)) throw notOwn(skill);
    return skill;
  }

  private get skillsDir(): string {
    return skillsDirOf(this.options.workspace);
  }
}

/** @throws {HumanError} in place of the hash mismatch of a folder that another program changed meanwhile */
async function unlessChanged<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HashMismatchError)) throw error;
    const changed = text('“{0}” was changed meanwhile. Nothing was overwritten.', name);
    throw new HumanError(changed, 'show-conflict', { cause: error });
  }
}

const notOwn = ({ name, source }: Skill): HumanError =>
  new HumanError(text('“{0}” lies in {1}, which Memento only reads. Adopt it first.', name, source));

const imported = (imports: readonly Quarantined[], wanted: ReadonlySet<string>): readonly Quarantined[] =>
  imports.filter(({ id, name }) => wanted.has(id) || wanted.has(name));
