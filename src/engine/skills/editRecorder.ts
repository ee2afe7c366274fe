import path from 'node:path';
import { sha256 } from '../store/hash.js';
import type { History } from './history.js';
import type { Library } from './library.js';
import { skillsDirOf } from './name.js';
import type { Reviewed } from './reviewed.js';
import type { LibrarySnapshot, Skill } from './skill.js';
import { treeHash, treeOf, type Tree } from './tree.js';

/** Records what people do to skills by hand: every content becomes a version, and what the person typed in the editor is trusted. */
export class EditRecorder {
  /** The trusted files of each own skill as they were last seen; what an edit is compared with. */
  private readonly trusted = new Map<string, Tree>();
  /** Content of each own skill at the last reading: a history is opened only for what changed. */
  private readonly seen = new Map<string, string>();

  constructor(
    private readonly workspace: string,
    private readonly library: Library,
    private readonly history: History,
    private readonly reviewed: Reviewed,
  ) {}

  /**
   * The person saved a file in the editor. The skill stays trusted when it was so before and this file is all that changed, and becomes so
   * when it has no other file: then they have had everything that changed before their eyes.
   * @param saved the text of the document, with or without its byte order mark
   */
  async record(file: string, saved: string): Promise<void> {
    const [folder, ...inside] = path.relative(skillsDirOf(this.workspace), file).split(path.sep);
    if (folder === undefined || folder === '..' || !inside.length || path.isAbsolute(folder)) return;
    const skill = (await this.library.read()).skills.find(
      (one) => path.basename(path.dirname(one.path)) === folder && isIn(one, this.workspace),
    );
    if (!skill) return;
    const edited = skill.files.find((one) => one.path === inside.join('/'));
    // What another program has written since is not what the person saved.
    if (!edited || ![sha256(saved), sha256(`\uFEFF${saved}`)].includes(edited.hash)) return;
    const before = this.trusted.get(skill.name) ?? (await this.lastTrusted(skill.name));
    const rest = before?.filter((one) => one.path !== edited.path);
    const isAll = skill.files.length === 1 || (rest && treeHash(sorted([...rest, edited])) === skill.tree);
    if (isAll) await this.reviewed.add([skill]);
    await this.history.ensure(skill, 'hand');
  }

  /** The library was read: remembers what is trusted and records changes of skills that have a history. */
  async follow({ skills }: LibrarySnapshot): Promise<void> {
    const [isReviewed, names] = await Promise.all([this.reviewed.check(), this.history.names()]);
    const recorded = new Set(names);
    for (const skill of skills) {
      if (!isIn(skill, this.workspace)) continue;
      if (isReviewed(skill.tree)) this.trusted.set(skill.name, skill.files);
      if (this.seen.get(skill.name) === skill.tree) continue;
      this.seen.set(skill.name, skill.tree);
      if (recorded.has(skill.name)) await this.history.ensure(skill);
    }
  }

  /** Records what was changed by hand since anybody looked, for a skill that has a history. */
  async catchUp(name: string): Promise<void> {
    if (!(await this.history.names()).includes(name)) return;
    const skill = (await this.library.read()).skills.find((one) => one.name === name && isIn(one, this.workspace));
    if (skill) await this.history.ensure(skill);
  }

  private async lastTrusted(name: string): Promise<Tree | undefined> {
    const [versions, isReviewed] = await Promise.all([this.history.versions(name), this.reviewed.check()]);
    const last = versions.findLast(({ tree }) => tree !== null && isReviewed(tree));
    return last?.tree ? treeOf(await this.history.content(last.tree)) : undefined;
  }
}

const isIn = (skill: Skill, workspace: string): boolean =>
  path.dirname(path.dirname(skill.path)) === skillsDirOf(workspace);

const sorted = (files: Tree): Tree => files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
