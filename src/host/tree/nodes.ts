import type { RunSummary } from '../../engine/events.js';
import type { BrokenSkill, Diagnostic } from '../../engine/skills/skill.js';
import type { Proposal } from '../../engine/write/proposal.js';
import { latestRuns, type FolderView, type SkillView } from '../library/folderView.js';

/** A row of a tree. `folder`, `skill`, `proposal` and `run` also make it the target of a command (commands/table.ts). */
export type Node =
  | { readonly kind: 'folder'; readonly folder: string; readonly view: FolderView }
  | { readonly kind: 'elementary'; readonly folder: string; readonly skills: readonly SkillView[] }
  | { readonly kind: 'skill'; readonly folder: string; readonly skill: string; readonly view: SkillView }
  | { readonly kind: 'broken'; readonly folder: string; readonly broken: BrokenSkill }
  | { readonly kind: 'problem'; readonly folder: string; readonly path: string; readonly diagnostic: Diagnostic }
  | { readonly kind: 'proposal'; readonly folder: string; readonly proposal: string; readonly value: Proposal }
  | { readonly kind: 'run'; readonly folder: string; readonly run: string; readonly value: RunSummary };

/** Rows of the skills tree. With several folders each stands on top. */
export function skillRoots(views: readonly FolderView[]): readonly Node[] {
  const filled = views.filter((view) => skillsOf(view).length > 0);
  const [only] = views;
  if (views.length === 1 && only) return skillsOf(only);
  return filled.map((view) => ({ kind: 'folder', folder: view.folder, view }));
}

/** Rows of the history tree. */
export function runRoots(views: readonly FolderView[]): readonly Node[] {
  const [only] = views;
  if (views.length === 1 && only) return runsOf(only);
  return views.filter(({ runs }) => runs.length > 0).map((view) => ({ kind: 'folder', folder: view.folder, view }));
}

export function childrenOf(node: Node): readonly Node[] {
  const { folder } = node;
  switch (node.kind) {
    case 'folder':
      return skillsOf(node.view);
    case 'elementary':
      return node.skills.map((view) => skillNode(folder, view));
    case 'skill': {
      const { skill, proposals } = node.view;
      return [
        ...proposals.map((value): Node => ({ kind: 'proposal', folder, proposal: value.id, value })),
        ...problems(folder, skill.path, skill.diagnostics),
        ...latestRuns(node.view).map((value): Node => ({ kind: 'run', folder, run: value.id, value })),
      ];
    }
    case 'broken':
      return problems(folder, node.broken.path, node.broken.diagnostics);
    default:
      return [];
  }
}

/** Own skills first: the broken ones and those waiting to be created among them; the elementary ones in a group of their own. */
function skillsOf({ folder, own, broken, creations, elementary }: FolderView): readonly Node[] {
  return [
    ...creations.map((value): Node => ({ kind: 'proposal', folder, proposal: value.id, value })),
    ...own.map((view) => skillNode(folder, view)),
    ...broken.map((one): Node => ({ kind: 'broken', folder, broken: one })),
    ...(elementary.length > 0 ? [{ kind: 'elementary', folder, skills: elementary } as const] : []),
  ];
}

/** Runs of one folder, newest first. */
export const runsOf = ({ folder, runs }: FolderView): readonly Node[] =>
  runs.map((value) => ({ kind: 'run', folder, run: value.id, value }));

const skillNode = (folder: string, view: SkillView): Node => ({ kind: 'skill', folder, skill: view.skill.name, view });

const problems = (folder: string, path: string, diagnostics: readonly Diagnostic[]): readonly Node[] =>
  diagnostics.map((diagnostic) => ({ kind: 'problem', folder, path, diagnostic }));
