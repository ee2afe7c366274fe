import type { RunSummary } from '../../engine/events.js';
import type { Quarantined } from '../../engine/exchange/quarantine.js';
import type { BrokenSkill, Diagnostic, ForeignSource, SkillVersion } from '../../engine/skills/skill.js';
import type { TreeFile } from '../../engine/skills/tree.js';
import type { Proposal, ProposalState } from '../../engine/write/proposal.js';
import type { FolderView, SkillView } from '../library/folderView.js';

export type DecidedState = Exclude<ProposalState, 'pending' | 'quarantined'>;

/** What the rows of a group have in common. */
export type Group =
  | { readonly type: 'review' }
  | { readonly type: 'proposals' }
  /** Proposals that were decided so. */
  | { readonly type: 'decided'; readonly state: DecidedState }
  | { readonly type: 'own' }
  | { readonly type: 'elementary' }
  | { readonly type: 'source'; readonly source: ForeignSource }
  /** Skills whose texts share words; without words those that fit no other. */
  | { readonly type: 'domain'; readonly words: readonly string[] }
  | { readonly type: 'unusable' }
  | { readonly type: 'archived' };

/**
 * A row of a tree. `id` is unique in its tree and stays the same as long as the row is about the same. `folder` together with `skill`,
 * `version` or `import`, and `proposal` and `run`, make it the target of a command (commands/table.ts).
 */
export type Node = { readonly id: string; readonly folder: string } & (
  | { readonly kind: 'folder'; readonly view: FolderView; readonly rows: readonly Node[] }
  | {
      readonly kind: 'group';
      readonly group: Group;
      readonly rows: readonly Node[];
      /** Rows there are without the filter. */
      readonly all: number;
      readonly unfolded: boolean;
    }
  | {
      readonly kind: 'skill';
      readonly skill: string;
      readonly view: SkillView;
      readonly marks: readonly (readonly [number, number])[];
      /** Whether the row has to say where the skill comes from, because its group does not. */
      readonly sourced: boolean;
    }
  | { readonly kind: 'broken'; readonly broken: BrokenSkill; readonly marks: readonly (readonly [number, number])[] }
  | { readonly kind: 'import'; readonly import: string; readonly value: Quarantined }
  | { readonly kind: 'archived'; readonly skill: string }
  | { readonly kind: 'about'; readonly text: string }
  | { readonly kind: 'origin'; readonly value: Quarantined }
  | { readonly kind: 'skipped'; readonly what: string }
  | { readonly kind: 'problem'; readonly path: string | undefined; readonly diagnostic: Diagnostic }
  | {
      readonly kind: 'proposal';
      readonly proposal: string;
      readonly value: Proposal;
      /** Whether the row has to name the skill, because it does not stand below it. */
      readonly named: boolean;
    }
  | { readonly kind: 'files'; readonly files: readonly TreeFile[]; readonly rows: readonly Node[] }
  | { readonly kind: 'file'; readonly file: TreeFile; readonly path: string }
  | { readonly kind: 'importFile'; readonly file: TreeFile; readonly from: Quarantined }
  | {
      readonly kind: 'history';
      readonly skill: string;
      /** Tree of the skill as it is now. */
      readonly tree: string;
      /** Number of the latest version. */
      readonly latest: number;
    }
  | {
      readonly kind: 'version';
      readonly skill: string;
      readonly version: number;
      readonly value: SkillVersion;
      readonly current: boolean;
    }
  | { readonly kind: 'unrecorded' }
  | { readonly kind: 'uses'; readonly rows: readonly Node[]; readonly runs: readonly RunSummary[] }
  | { readonly kind: 'run'; readonly run: string; readonly value: RunSummary }
  /** The rest of a group's rows; `of` is the group, absent at the top. */
  | { readonly kind: 'more'; readonly of: Node | undefined; readonly group: string; readonly left: number }
  | { readonly kind: 'nothing'; readonly text: string }
);

export const skillNode = (
  folder: string,
  view: SkillView,
  place: string,
  marks: readonly (readonly [number, number])[],
  sourced: boolean,
): Node => {
  const { name, source } = view.skill;
  // A skill and one that it hides have the same name.
  const id = `skill ${place} ${folder} ${name}${view.shadowed ? ` ${source}` : ''}`;
  return { id, kind: 'skill', folder, skill: name, view, marks, sourced };
};

export const proposalNode = (folder: string, place: string, value: Proposal, named: boolean): Node => ({
  id: `proposal ${place} ${value.id}`,
  kind: 'proposal',
  folder,
  proposal: value.id,
  value,
  named,
});

export const runNode = (folder: string, place: string, value: RunSummary): Node => ({
  id: `run ${place} ${value.id}`,
  kind: 'run',
  folder,
  run: value.id,
  value,
});
