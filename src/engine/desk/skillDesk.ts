import type { ImportOptions } from '../engine.js';
import type { Publication } from '../exchange/publications.js';
import type { Quarantined } from '../exchange/quarantine.js';
import type { SkillFacts } from '../read/skillFacts.js';
import type { Initialized } from '../skills/elementary.js';
import type { LibrarySnapshot, SkillVersion } from '../skills/skill.js';
import type { ReadOnly, Standing } from '../skills/standing.js';
import type { Content } from '../skills/tree.js';
import type { Checkpoint } from '../write/record/checkpoints.js';
import type { RestoredRound } from '../write/record/restoreRound.js';
import type { Backstage } from './backstage.js';
import type { EngineParts } from './parts.js';

/** The library: what is in it, how it stands, and what the person does with it. */
export class SkillDesk {
  constructor(
    private readonly parts: Pick<
      EngineParts,
      | 'curator'
      | 'fetch'
      | 'history'
      | 'init'
      | 'library'
      | 'libraryProblem'
      | 'memory'
      | 'objects'
      | 'quarantine'
      | 'readOnlyState'
      | 'recorder'
      | 'rounds'
    >,
    private readonly backstage: Backstage,
  ) {}

  skills(): Promise<LibrarySnapshot> {
    return this.parts.library.read();
  }

  async facts(): Promise<ReadonlyMap<string, SkillFacts>> {
    return await this.parts.memory.facts((await this.parts.library.read()).skills);
  }

  async standing(): Promise<Standing> {
    return await this.parts.curator.standing(await this.parts.library.read());
  }

  async readOnly(): Promise<ReadOnly> {
    const { readOnlyState } = this.parts;
    const library = await this.backstage.libraryProblem();
    return { ...(readOnlyState ? { state: readOnlyState } : {}), ...(library ? { library } : {}) };
  }

  initLibrary(): Promise<Initialized> {
    return this.backstage.change(() => this.parts.init());
  }

  async versions(skill: string): Promise<readonly SkillVersion[]> {
    if (!this.parts.readOnlyState) await this.parts.recorder.catchUp(skill);
    return await this.parts.history.versions(skill);
  }

  versionFiles(tree: string): Promise<Content> {
    return this.parts.history.content(tree);
  }

  async versionText(hash: string): Promise<string> {
    return Buffer.from(await this.parts.objects.get(hash)).toString('utf8');
  }

  restore(skill: string, version: number): Promise<SkillVersion> {
    return this.backstage.change(() => this.parts.curator.restore(skill, version));
  }

  archive(skill: string): Promise<void> {
    return this.backstage.change(() => this.parts.curator.archive(skill));
  }

  trust(names: readonly string[], seen?: ReadonlyMap<string, string>): Promise<readonly string[]> {
    return this.backstage.change(() => this.parts.curator.trust(names, seen));
  }

  lock(skill: string, locked: boolean): Promise<void> {
    return this.backstage.change(() => this.parts.curator.lock(skill, locked));
  }

  recordEdit(file: string, saved: string): Promise<void> {
    return this.backstage.change(() => this.parts.recorder.record(file, saved));
  }

  adopt(skill: string): Promise<string> {
    return this.backstage.change(() => this.parts.curator.adopt(skill));
  }

  publish(
    skill: string,
    { target, replace }: { readonly target?: string; readonly replace?: boolean } = {},
  ): Promise<Publication> {
    return this.backstage.change(() => this.parts.curator.publish(skill, target, replace));
  }

  importSkills(source: string, options: ImportOptions, signal: AbortSignal): Promise<readonly Quarantined[]> {
    return this.backstage.change(() => this.parts.fetch(source, options, this.backstage.either(signal)));
  }

  discard(imports: readonly string[]): Promise<void> {
    return this.backstage.change(() => this.parts.curator.discard(imports));
  }

  quarantinedText(id: string, path: string): Promise<string> {
    return this.parts.quarantine.text(id, path);
  }

  quarantinedFiles(id: string): Promise<Content> {
    return this.parts.quarantine.content(id);
  }

  exportSkill(skill: string): Promise<Uint8Array> {
    return this.parts.curator.export(skill);
  }

  rounds(): Promise<readonly Checkpoint[]> {
    return this.parts.rounds.list();
  }

  restoreRound(round: number): Promise<RestoredRound> {
    return this.backstage.change(() => this.parts.rounds.restorer.restore(round));
  }

  useSources(disabled: readonly string[]): Promise<void> {
    return this.parts.library.useSources(disabled);
  }
}
