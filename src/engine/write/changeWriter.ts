import path from 'node:path';
import type { Change, FileEdit, History } from '../skills/history.js';
import { presentTree, textHash } from '../skills/historyTree.js';
import type { Library } from '../skills/library.js';
import { removal, restore } from '../skills/restore.js';
import type { Reviewed } from '../skills/reviewed.js';
import type { SkillVersion } from '../skills/skill.js';
import { HashMismatchError } from '../store/atomic.js';
import type { Proposal, SkillChange } from './proposal.js';

export interface ChangeWriterOptions {
  readonly history: History;
  readonly library: Library;
  readonly reviewed: Reviewed;
  /** `<workspace>/.memento/skills` */
  readonly skillsDir: string;
}

/** SKILL.md as it is now. */
export interface Current {
  readonly hash: string;
  readonly text: string;
}

/** Writes what proposals change in the library, one skill at a time, and takes it back. */
export class ChangeWriter {
  constructor(private readonly options: ChangeWriterOptions) {}

  /** `undefined` when the skill has no SKILL.md. */
  async current(skill: string): Promise<Current | undefined> {
    const { files, bytes } = await presentTree(this.dir(skill));
    const hash = textHash(files);
    const data = bytes.get('SKILL.md');
    return hash === '' || !data ? undefined : { hash, text: Buffer.from(data).toString('utf8') };
  }

  /**
   * Makes one change as a new version.
   * @throws {HashMismatchError} when SKILL.md is not what the change was made from; nothing is written
   */
  async write(change: SkillChange, { id, summary, runs }: Proposal): Promise<SkillVersion> {
    const { history, reviewed } = this.options;
    const { skill } = change;
    const mayTrust = await this.isReviewed(change);
    const commit: Change = {
      name: skill,
      dir: this.dir(skill),
      files: change.after === null ? await this.removed(change) : [editOf(change, change.after)],
      by: 'memento',
      why: summary,
      proposal: id,
      ...(runs[0] ? { run: runs[0] } : {}),
    };
    const version = await history.commit(commit);
    if (mayTrust && version.tree) await reviewed.add([{ name: skill, tree: version.tree }]);
    return version;
  }

  /** Brings changes of skills that were cut off to one of their ends. */
  async settle(): Promise<void> {
    await this.options.history.repair();
  }

  /** The version that a proposal has made of a skill, where it is the latest one. */
  async made(skill: string, proposal: string): Promise<SkillVersion | undefined> {
    const last = (await this.options.history.versions(skill)).at(-1);
    return last?.proposal === proposal ? last : undefined;
  }

  /** Whether the folder is still as the version left it. */
  async isStill(skill: string, { tree }: SkillVersion): Promise<boolean> {
    return (await presentTree(this.dir(skill))).tree === tree;
  }

  /**
   * Makes the folder what it was before a version that a proposal has made, as a new version.
   * @throws {HashMismatchError} when the folder is not as that version left it; nothing is written
   */
  async takeBack(skill: string, made: SkillVersion, why: string): Promise<void> {
    const { history } = this.options;
    const dir = this.dir(skill);
    const present = await presentTree(dir);
    if (present.tree !== made.tree) throw new HashMismatchError(dir, made.tree, present.tree);
    const versions = await history.versions(skill);
    const before = versions.findLast((one) => one.version < made.version && one.tree === made.parent);
    if (before?.tree) await restore(history, { name: skill, dir, version: before.version, why });
    else await history.commit({ name: skill, dir, files: await removal(dir), by: 'restore', why });
  }

  /** All files of the folder go; they stay in the history. */
  private async removed({ skill, baseHash }: SkillChange): Promise<readonly FileEdit[]> {
    const files = await removal(this.dir(skill));
    const hash = files.find(({ path: file }) => file === 'SKILL.md')?.before ?? null;
    if (hash === null || hash !== baseHash)
      throw new HashMismatchError(path.join(this.dir(skill), 'SKILL.md'), baseHash, hash);
    return files;
  }

  /** Accepting a change of SKILL.md says nothing about other files of the folder that nobody has looked at. */
  private async isReviewed({ skill, baseHash }: SkillChange): Promise<boolean> {
    if (baseHash === null) return true;
    const found = (await this.options.library.read()).skills.find(({ name }) => name === skill);
    return found !== undefined && (await this.options.reviewed.check())(found.tree);
  }

  private dir(skill: string): string {
    return path.join(this.options.skillsDir, skill);
  }
}

const editOf = ({ baseHash }: SkillChange, after: string): FileEdit => ({
  path: 'SKILL.md',
  before: baseHash,
  after: { data: Buffer.from(after, 'utf8'), executable: false },
});
