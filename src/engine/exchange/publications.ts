import path from 'node:path';
import * as z from 'zod';
import { HumanError } from '../errors.js';
import type { Clock } from '../ports.js';
import { fileProblem } from '../safety/fileProblem.js';
import { isSkillName } from '../skills/name.js';
import { isForeign, type Skill } from '../skills/skill.js';
import { treeHash, treeOf, type Content } from '../skills/tree.js';
import { JsonState } from '../store/jsonState.js';
import type { StateLock } from '../store/lock.js';
import { text, type Text } from '../text.js';
import { CopyReader, writeCopy } from './copy.js';

/** How a published copy compares with the skill now. */
export type Drift = 'same' | 'skill-changed' | 'copy-changed' | 'both-changed' | 'copy-missing' | 'skill-missing';

/** A copy of an own skill in another agent's folder. */
export interface Publication {
  readonly skill: string;
  /** The other agent's folder, as a source is written: `.agents/skills`. */
  readonly target: string;
  /** Absolute path of the copy's folder. */
  readonly path: string;
  /** Hash of the tree that was copied. */
  readonly tree: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly drift: Drift;
}

/** Copies of own skills in the folders of other agents, and what became of them. */
export interface Publications {
  /**
   * Copies a skill as plain files, as a whole or not at all. A copy that is as we left it is replaced.
   * @param target a folder of {@link PublicationOptions.targets}
   * @param replace also a copy that somebody has changed, or a folder that is not ours
   * @throws {CopyChangedError} when there is such a copy and `replace` is not set
   * @throws {HumanError} for a skill that breaks rules of the format, another target, a folder that is a link, and what the disk refuses
   */
  publish(skill: Skill, content: Content, target?: string, replace?: boolean): Promise<Publication>;
  /** All copies with their drift, sorted by skill and target. @param skills the library as it is now */
  list(skills: readonly Pick<Skill, 'name' | 'source' | 'tree'>[]): Promise<readonly Publication[]>;
  /** Keeps track of a copy no longer; the copy stays. */
  forget(skill: string, target: string): Promise<void>;
}

export interface PublicationOptions {
  /** `<state>/workspaces/<id>/published.json` */
  readonly file: string;
  /** Real path of the workspace folder. */
  readonly workspace: string;
  readonly lock: StateLock;
  readonly clock: Clock;
  /** Folders of the workspace that may be written to; absent: those of the usual agents. */
  readonly targets?: readonly string[];
  /** Told when the file cannot be used; its copies are no longer known then. */
  readonly onProblem?: (problem: Text) => void;
}

/** The copy there is not as we left it; `replace` overwrites it. */
export class CopyChangedError extends HumanError {}

/** Where nearly all agents look (anchors.md B.3). */
export const defaultTarget = '.agents/skills';
const usualTargets: readonly string[] = [defaultTarget, '.github/skills', '.claude/skills'];

export const createPublications = (options: PublicationOptions): Publications => new FilePublications(options);

interface Entry {
  readonly skill: string;
  readonly target: string;
  readonly tree: string;
  /** What is being replaced, or was when a crash came: it is ours, too. */
  readonly before?: string;
  readonly at: number;
}

type Entries = readonly Entry[];

class FilePublications implements Publications {
  readonly #options: PublicationOptions;
  readonly #state: JsonState<Entries>;
  readonly #reader = new CopyReader();

  constructor(options: PublicationOptions) {
    this.#options = options;
    this.#state = new JsonState<Entries>({
      file: options.file,
      lock: options.lock,
      onProblem: options.onProblem,
      empty: [],
      parse: parsePublished,
      encode: (copies) => ({ copies }),
    });
  }

  async publish(skill: Skill, content: Content, target = defaultTarget, replace = false): Promise<Publication> {
    requirePublishable(skill);
    const { workspace, clock, targets = usualTargets } = this.#options;
    if (!targets.includes(target))
      throw new HumanError(
        text(
          '“{0}” is not a folder of another agent in this workspace. Choose one of: {1}',
          target,
          targets.join(', '),
        ),
      );
    const tree = treeHash(treeOf(content));
    const copy = path.join(workspace, target, skill.name);
    try {
      const present = await this.#reader.treeAt(workspace, `${target}/${skill.name}`);
      const known = (await this.#state.read()).find((one) => isOf(one, skill.name, target));
      const ours: readonly (string | undefined)[] = [tree, known?.tree, known?.before];
      if (present !== null && !replace && !ours.includes(present)) throw changed(skill.name, target);
      const entry: Entry = { skill: skill.name, target, tree, at: clock.now() };
      if (present !== tree) {
        // First what is going to be there: after a crash either of the two is known to be ours.
        await this.#set(skill.name, target, present === null ? entry : { ...entry, before: present });
        try {
          const isSame = await writeCopy(workspace, target, skill.name, content, present, this.#reader);
          if (!isSame) throw changed(skill.name, target);
        } catch (error) {
          await this.#takeBack(entry, known).catch(() => undefined);
          throw error;
        }
      }
      await this.#set(skill.name, target, entry);
      return { ...entry, path: copy, drift: 'same' };
    } catch (error) {
      throw fileProblem(error, copy);
    }
  }

  async list(skills: readonly Pick<Skill, 'name' | 'source' | 'tree'>[]): Promise<readonly Publication[]> {
    const { workspace } = this.#options;
    const own = new Map(skills.filter(({ source }) => !isForeign(source)).map(({ name, tree }) => [name, tree]));
    const found = (await this.#state.read()).map(async (entry): Promise<Publication> => {
      const { skill, target, tree, at } = entry;
      const copy = await this.#reader.treeAt(workspace, `${target}/${skill}`).catch((error: unknown) => {
        // A link in its place, or no permission to look: it is not what we left there.
        if (fileProblem(error, target) instanceof HumanError) return '';
        throw error;
      });
      const place = path.join(workspace, target, skill);
      return { skill, target, tree, at, path: place, drift: driftOf(own.get(skill), copy, entry) };
    });
    return (await Promise.all(found)).sort((a, b) => (`${a.skill}\n${a.target}` < `${b.skill}\n${b.target}` ? -1 : 1));
  }

  forget(skill: string, target: string): Promise<void> {
    return this.#set(skill, target, undefined);
  }

  /** Of a copy that another window has made of the same files meanwhile, the record stays. */
  async #takeBack({ skill, target, tree }: Entry, known: Entry | undefined): Promise<void> {
    if ((await this.#reader.treeAt(this.#options.workspace, `${target}/${skill}`)) !== tree)
      await this.#set(skill, target, known);
  }

  #set(skill: string, target: string, entry: Entry | undefined): Promise<void> {
    return this.#state.update((all) => {
      const others = all.filter((one) => !isOf(one, skill, target));
      if (entry) return [...others, entry];
      return others.length === all.length ? all : others;
    });
  }
}

const isOf = (entry: Entry, skill: string, target: string): boolean => entry.skill === skill && entry.target === target;

function driftOf(skill: string | undefined, copy: string | null, { tree, before }: Entry): Drift {
  if (skill === undefined) return 'skill-missing';
  if (copy === null) return 'copy-missing';
  if (copy === skill) return 'same';
  if (copy === tree || copy === before) return 'skill-changed';
  return skill === tree ? 'copy-changed' : 'both-changed';
}

/** Other agents refuse what breaks the rules: it is told here, not there. */
function requirePublishable({ name, source, diagnostics }: Skill): void {
  if (isForeign(source))
    throw new HumanError(text('“{0}” lies in {1}, which Memento only reads. Adopt it first.', name, source));
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error)
    throw new HumanError(
      text(
        '“{0}” breaks a rule of the format that other agents insist on ({1}, line {2}). Mend it first.',
        name,
        error.code,
        error.line,
      ),
    );
  if (!isSkillName(name)) throw new HumanError(text('“{0}” is not a valid skill name.', name));
}

const changed = (skill: string, target: string): CopyChangedError =>
  new CopyChangedError(
    text('The folder “{0}” in {1} is not as Memento left it. Publish with “replace” to overwrite it.', skill, target),
  );

const schema = z.object({
  copies: z.array(
    z.object({
      skill: z.string().refine(isSkillName),
      target: z.string().regex(/^(?!.*\.\.)[\w.-]+(?:\/[\w.-]+)*$/),
      tree: z.string(),
      before: z.string().optional(),
      at: z.number(),
    }),
  ),
});

/** Shape of `published.json`; also used to verify it. */
export function parsePublished(value: object): Entries | undefined {
  const { data } = schema.safeParse(value);
  return data?.copies.map(({ before, ...entry }) => (before === undefined ? entry : { ...entry, before }));
}
